/** An imported file: how it was read, so that it can be read again and give the same rows. */
import { z } from 'zod';
import { commonMeasures, eachMeasure } from './measures.ts';
import { currencyCode, grains, isoDate, platforms } from './values.ts';

/** How one number column is written in a file. `scale` multiplies: 0.000001 for columns in micros. */
export const numberStyle = z.object({
  decimal: z.enum(['.', ',']),
  thousands: z.boolean(),
  scale: z.number(),
});

export type NumberStyle = z.infer<typeof numberStyle>;

/** How dates are written: ISO, numeric in an order, or with month names. */
const dateStyles = ['iso', 'dmy', 'mdy', 'ymd', 'month-name'] as const;

export const dateStyle = z.enum(dateStyles);

export type DateStyle = z.infer<typeof dateStyle>;

export const fileDialect = z.object({
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  delimiter: z.string().length(1),
  /** 1-based line of the header; everything above it is preamble. */
  headerLine: z.int().positive(),
  columns: z.array(z.string()),
});

export type FileDialect = z.infer<typeof fileDialect>;

/** Which columns of a file make which field. Several columns of a key are joined, several of a metric are added. */
export const columnMapping = z.object({
  date: z.array(z.string()),
  campaign: z.array(z.string()),
  campaign_name: z.array(z.string()),
  creative: z.array(z.string()),
  creative_name: z.array(z.string()),
  account: z.array(z.string()),
  currency: z.array(z.string()),
  ...eachMeasure(commonMeasures, () => z.array(z.string())),
});

export type ColumnMapping = z.infer<typeof columnMapping>;

export type MappedField = keyof ColumnMapping;

/** `mapping.json` beside an imported file: enough to read the file again and get the same rows. */
export const importRecord = z.object({
  run_id: z.string(),
  imported_at: z.iso.datetime(),
  file: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  platform: z.enum(platforms),
  accounts: z.array(z.string()),
  grain: z.enum(grains),
  recognised_as: z.string(),
  dialect: fileDialect,
  mapping: columnMapping,
  numbers: z.partialRecord(z.enum(commonMeasures), numberStyle),
  dates: z.object({ style: dateStyle, year: z.int().nullable(), fixed: isoDate.nullable() }),
  currency: z.object({
    code: currencyCode.nullable(),
    source: z.enum(['option', 'column', 'header', 'sign', 'config']),
  }),
  counts: z.object({
    /** Data rows in the file: the header, the preamble and blank lines are not among them. */
    rows: z.int(),
    accepted: z.int(),
    /** Accepted rows that were added to another row of the same key. */
    summed: z.int(),
    keys: z.int(),
    totals_rows: z.int(),
    rejected: z.int(),
    flagged: z.int(),
  }),
  notes: z.array(z.string()),
});

export type ImportRecord = z.infer<typeof importRecord>;

/** `state/imports/<platform>/<account>.json` */
export const importedAccount = z.object({
  platform: z.enum(platforms),
  account_id: z.string(),
  grain: z.enum(grains),
  last_run_id: z.string(),
  /** Hash of the last file together with how it was read: the same again changes nothing. */
  last_fingerprint: z.string(),
});

export type ImportedAccount = z.infer<typeof importedAccount>;
