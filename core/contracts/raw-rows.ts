/** Raw relations: what collectors and imports store, column by column. */
import { z } from 'zod';
import { columnType, commonMeasures, type Measure, measures } from './measures.ts';

/** A column of a raw relation, in the types that DuckDB and Athena share. */
export interface RawColumn {
  name: string;
  type: string;
}

const measureColumn = (name: Measure): RawColumn => ({ name, type: columnType(name) });

/** `raw/import-rows/…`: the accepted rows of an imported file, one per natural key. Cells without a value are null, not 0. */
export const rawImportRowColumns: readonly RawColumn[] = [
  { name: 'platform', type: 'string' },
  { name: 'account_id', type: 'string' },
  { name: 'campaign_id', type: 'string' },
  { name: 'campaign_name', type: 'string' },
  { name: 'creative_id', type: 'string' },
  { name: 'creative_name', type: 'string' },
  { name: 'stat_date', type: 'date' },
  { name: 'currency', type: 'string' },
  ...commonMeasures.map(measureColumn),
  /** Null, or `flag:…` for a row that was kept although it looks odd. */
  { name: 'quality', type: 'string' },
  { name: 'run_id', type: 'string' },
  { name: 'observed_at', type: 'timestamp' },
];

/** What every raw relation of an API ends with: the platform's element, and where the row comes from. */
const rawElementColumns: readonly RawColumn[] = [
  /** The platform's own element as JSON text, without persons. */
  { name: 'element', type: 'string' },
  { name: 'run_id', type: 'string' },
  { name: 'observed_at', type: 'timestamp' },
];

/** `raw/analytics/…`: what one entity did on one day, as the API said. Null is not measured. */
export const rawAnalyticsColumns: readonly RawColumn[] = [
  /** `CREATIVE`, or the platform's own totals: `CAMPAIGN`, `ACCOUNT`. */
  { name: 'pivot', type: 'string' },
  { name: 'entity', type: 'string' },
  { name: 'platform', type: 'string' },
  { name: 'account_id', type: 'string' },
  /** `unknown` where no list names the creative's campaign; null on the account's total. */
  { name: 'campaign_id', type: 'string' },
  { name: 'creative_id', type: 'string' },
  { name: 'stat_date', type: 'date' },
  { name: 'currency', type: 'string' },
  ...measures.map(measureColumn),
  /** First and last day of what was asked, both included. */
  { name: 'window_from', type: 'date' },
  { name: 'window_to', type: 'date' },
  ...rawElementColumns,
];

/** `raw/entities/…`: an account, campaign group, campaign or creative as it was; columns that a kind does not have are null. */
export const rawEntityColumns: readonly RawColumn[] = [
  /** `account`, `campaign_group`, `campaign` or `creative`. */
  { name: 'kind', type: 'string' },
  { name: 'platform', type: 'string' },
  { name: 'account_id', type: 'string' },
  { name: 'campaign_group_id', type: 'string' },
  { name: 'campaign_group_name', type: 'string' },
  { name: 'campaign_id', type: 'string' },
  { name: 'creative_id', type: 'string' },
  { name: 'name', type: 'string' },
  { name: 'status', type: 'string' },
  { name: 'objective', type: 'string' },
  { name: 'campaign_type', type: 'string' },
  { name: 'format', type: 'string' },
  { name: 'cost_type', type: 'string' },
  { name: 'optimization_target', type: 'string' },
  { name: 'bid', type: 'decimal(18, 9)' },
  { name: 'daily_budget', type: 'decimal(18, 9)' },
  { name: 'total_budget', type: 'decimal(18, 9)' },
  { name: 'currency', type: 'string' },
  { name: 'starts_at', type: 'timestamp' },
  { name: 'ends_at', type: 'timestamp' },
  { name: 'locale', type: 'string' },
  /** JSON: `{"include":{"locations":[…]},"exclude":{…}}` */
  { name: 'targeting', type: 'string' },
  { name: 'review_status', type: 'string' },
  { name: 'content_reference', type: 'string' },
  /** Null while the content was not read yet. */
  { name: 'content_status', type: 'string' },
  { name: 'headline', type: 'string' },
  { name: 'description', type: 'string' },
  { name: 'introductory_text', type: 'string' },
  { name: 'call_to_action', type: 'string' },
  { name: 'landing_page', type: 'string' },
  { name: 'image_urn', type: 'string' },
  /** Works until `image_url_expires_at` only. */
  { name: 'image_url', type: 'string' },
  { name: 'image_url_expires_at', type: 'timestamp' },
  ...rawElementColumns,
];

/** A field of the platform's answers that is unknown here, or a known one that is missing. `seen`: in how many elements. */
export const fieldDrift = z.object({ path: z.string(), change: z.enum(['unknown', 'missing']), seen: z.int() });

/** `raw/drift/…`: what one run of the collector found. */
export const driftRecord = z.object({
  run_id: z.string(),
  account: z.string(),
  started_at: z.iso.datetime(),
  drift: z.array(fieldDrift),
});

export type DriftRecord = z.infer<typeof driftRecord>;
