/** Values that many contracts are made of. */
import { z } from 'zod';

export const platforms = ['linkedin', 'meta', 'google', 'other'] as const;

export type Platform = (typeof platforms)[number];

/** The level of an account's rows: single ads, or whole campaigns (`creative_id` is then `campaign:<id>`). */
export const grains = ['creative', 'campaign'] as const;

export type Grain = (typeof grains)[number];

export const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date (YYYY-MM-DD)');

export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be a currency code of three capital letters (ISO 4217)');
