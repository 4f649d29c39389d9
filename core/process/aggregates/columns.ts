import { z } from 'zod';
import type { AggregateFile } from '../../contracts/keys.ts';
import type { ParquetColumn, ParquetType } from '../../ports/parquet-encoder.ts';
import { day, decimal, text } from '../../sql/columns.ts';

const required = (name: string, type: ParquetType): ParquetColumn => ({ name, type, optional: false });
const optional = (name: string, type: ParquetType): ParquetColumn => ({ name, type, optional: true });

/** The Parquet columns of each aggregate. Counts are INT32 because parquetjs-lite reads INT64 as BigInt, on which sums throw. */
export const aggregateColumns = {
  'daily/all_days.parquet': [
    required('report_date', 'date'),
    required('platform', 'string'),
    required('account_id', 'string'),
    required('campaign_id', 'string'),
    required('currency', 'string'),
    required('total_creatives', 'int32'),
    optional('impressions', 'int32'),
    optional('clicks', 'int32'),
    optional('cost', 'double'),
    optional('conversions', 'int32'),
    optional('avg_ctr', 'double'),
    optional('avg_cpc', 'double'),
    optional('avg_cpa', 'double'),
    required('is_provisional', 'boolean'),
  ],
  'weekly/all_weeks.parquet': [
    required('week_start', 'date'),
    required('platform', 'string'),
    required('account_id', 'string'),
    required('campaign_id', 'string'),
    required('currency', 'string'),
    optional('impressions', 'int32'),
    optional('clicks', 'int32'),
    optional('cost', 'double'),
    optional('conversions', 'int32'),
    optional('ctr', 'double'),
    optional('cpc', 'double'),
    optional('cpa', 'double'),
    optional('avg_ctr', 'double'),
    optional('avg_cpc', 'double'),
  ],
  'creative_metadata.parquet': [
    required('creative_id', 'string'),
    required('platform', 'string'),
    required('account_id', 'string'),
    required('campaign_id', 'string'),
    required('currency', 'string'),
    optional('creative_name', 'string'),
    optional('campaign_name', 'string'),
    optional('lifetime_impressions', 'int32'),
    optional('lifetime_clicks', 'int32'),
    optional('lifetime_cost', 'double'),
    optional('lifetime_conversions', 'int32'),
    optional('avg_ctr', 'double'),
    optional('avg_cpc', 'double'),
    required('first_seen', 'date'),
    required('last_seen', 'date'),
    required('days_active', 'int32'),
    optional('performance_category', 'string'),
    optional('status', 'string'),
    optional('headline', 'string'),
    optional('description', 'string'),
    optional('introductory_text', 'string'),
    optional('call_to_action', 'string'),
    optional('landing_page', 'string'),
    optional('image_url', 'string'),
  ],
} as const satisfies Partial<Record<AggregateFile, readonly ParquetColumn[]>>;

const cellOf: Record<ParquetType, z.ZodType> = {
  date: day,
  string: text,
  boolean: z.boolean(),
  int32: decimal,
  double: decimal,
};

/** What a mart's row must be to become one of these columns. */
export const rowOf = (columns: readonly ParquetColumn[]): z.ZodType<Record<string, unknown>> =>
  z.object(
    Object.fromEntries(
      columns.map(({ name, type, optional: may }) => [name, may ? cellOf[type].nullable() : cellOf[type]]),
    ),
  );

const largestInt32 = 2_147_483_647;

/**
 * Rows of a mart in the types of their columns. A count beyond INT32 widens its whole
 * column to DOUBLE: readers see the same JavaScript number, exact to 2^53, and no value is ever cut.
 */
export function typedRows<Row extends object>(
  columns: readonly ParquetColumn[],
  rows: readonly Record<string, unknown>[],
): { columns: ParquetColumn[]; rows: Row[] } {
  const cells = columns.map(({ name, type }) => ({
    name,
    isCount: type === 'int32',
  }));
  const tooLarge = new Set<string>();
  const typed = rows.map((row) => {
    const values: Record<string, unknown> = {};
    for (const { name, isCount } of cells) {
      const value = row[name] ?? null;
      if (isCount && (value as number) > largestInt32) tooLarge.add(name);
      values[name] = value;
    }
    return values;
  });
  const widened = columns.map((column) =>
    tooLarge.has(column.name) ? { ...column, type: 'double' as const } : column,
  );
  return { columns: widened, rows: typed as Row[] };
}
