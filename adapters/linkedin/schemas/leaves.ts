/**
 * Leaves of LinkedIn's answers. Numbers that come as strings and strings that come as numbers are taken as what is meant: the
 * documentation, its samples and other clients do not agree on which is sent.
 */
import { z } from 'zod';
import type { Amount } from '../../../core/ports/ad-platform.ts';
import { plainDecimal } from '../decimals.ts';

export const answerText = z.union([z.string(), z.number().transform(String)]);

export const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/)
    .transform(Number),
]);

export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

/** An exact decimal as plain digits: "19.91833" stays, "2e-7" becomes "0.0000002". */
export const answerDecimal = answerText.transform((written, context) => {
  const plain = plainDecimal(written);
  if (plain !== undefined) return plain;
  context.addIssue({ code: 'custom', message: `"${written}" is not a decimal number` });
  return z.NEVER;
});

/** Named as LinkedIn names it, so that the comparison for unknown fields finds it again. */
export const moneyAmount = z.object({ amount: answerDecimal, currencyCode: z.string() });

export const amountOf = (money: z.output<typeof moneyAmount> | undefined): Amount | null =>
  money ? { amount: money.amount, currency: money.currencyCode } : null;

/** Milliseconds since 1970 as an ISO instant. */
export const answerInstant = number.transform((milliseconds, context) => {
  const at = new Date(milliseconds);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  context.addIssue({ code: 'custom', message: `${milliseconds} is not an instant` });
  return z.NEVER;
});

/** The digits of an id that may come as a number, digits or a URN. */
export const digits = answerText.transform((id) => id.slice(id.lastIndexOf(':') + 1)).pipe(z.string().regex(/^\d+$/));

/** Absent when it is missing, null or of another kind; the last is then reported as drift. Only for what we can do without. */
export const lenient = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** Known, not read. Kept in `source`. */
export const known = z.unknown().optional();
