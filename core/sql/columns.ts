/** What columns of the warehouse's rows hold. Engines give exact decimals and bigints as text, where a number could lose digits. */
import { z } from 'zod';
import { isoDate } from '../contracts/values.ts';

const exactText = z.string().regex(/^-?\d+(\.\d+)?$/, 'is not a number');

/** An amount or a rate as the nearest number, which prints as the same digits. */
export const decimal = z.union([z.number(), exactText.transform(Number)]);

/** A whole number that a JavaScript number holds exactly. */
export const count = decimal.pipe(z.int());

/** An amount with all the digits that the platform gave, as text. */
export const exactDecimal = z.union([exactText, z.number().transform(String)]);

/** `YYYY-MM-DD`. */
export const day = isoDate;

/** `2026-02-03 04:05:06.7`: always UTC, which it does not say. */
export const timestamp = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?$/, 'is not a timestamp');

export const instant = timestamp.transform((text) => new Date(`${text.replace(' ', 'T')}Z`));

export const text = z.string();
export const optionalText = z.string().nullable();

/** The key of an account, in the columns that every table of facts has. */
export const accountColumns = { platform: text, account_id: text };
