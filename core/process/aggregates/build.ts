import type { CreativeAggregate, DailyAggregate, WeeklyAggregate } from '../../contracts/aggregates.ts';
import type { AggregateFile } from '../../contracts/keys.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { encodeJson } from '../../running/documents.ts';
import { waitForAll } from '../../running/wait-for-all.ts';
import { ask } from '../../sql/ask.ts';
import { provisionalDays } from '../maturity/provisional-days.ts';
import type { Maturity } from '../maturity/schema.ts';
import { aggregateColumns, rowOf, typedRows } from './columns.ts';

type Deps = Pick<StageDeps, 'warehouse' | 'parquet' | 'config' | 'progress'>;

export interface BuiltFile {
  body: Uint8Array;
  rows: number;
}

type Built = [AggregateFile, BuiltFile];

/** All files of a generation. The warehouse is asked for all at once: it answers one while another is written. */
export async function buildAggregates(
  deps: Deps,
  { data_through, maturity }: { data_through: string; maturity?: Maturity | undefined },
): Promise<Built[]> {
  deps.progress('building the aggregates');
  const built = [
    dailyFile(deps, data_through),
    weeklyFile(deps, data_through),
    creativeFiles(deps),
    provisionalFile(deps, maturity),
  ];
  return (await waitForAll(built)).flat();
}

async function dailyFile({ warehouse, parquet, config }: Deps, dataThrough: string): Promise<Built[]> {
  const form = aggregateColumns['daily/all_days.parquet'];
  const found = await ask(warehouse, 'marts/aggregate_daily', rowOf(form), {
    data_through: dataThrough,
    days: config.aggregates.dailyDays,
  });
  const { columns, rows } = typedRows<DailyAggregate>(form, found);
  return [['daily/all_days.parquet', { body: await parquet.encode(columns, rows), rows: rows.length }]];
}

async function weeklyFile({ warehouse, parquet, config }: Deps, dataThrough: string): Promise<Built[]> {
  const form = aggregateColumns['weekly/all_weeks.parquet'];
  const found = await ask(warehouse, 'marts/aggregate_weekly', rowOf(form), {
    data_through: dataThrough,
    weeks: config.aggregates.weeklyWeeks,
  });
  const { columns, rows } = typedRows<WeeklyAggregate>(form, found);
  return [['weekly/all_weeks.parquet', { body: await parquet.encode(columns, rows), rows: rows.length }]];
}

async function creativeFiles({ warehouse, parquet, config }: Deps): Promise<Built[]> {
  const form = aggregateColumns['creative_metadata.parquet'];
  const found = await ask(warehouse, 'marts/aggregate_creative', rowOf(form), config.categories);
  const { columns, rows } = typedRows<CreativeAggregate>(form, found);
  return [
    ['creative_metadata.parquet', { body: await parquet.encode(columns, rows), rows: rows.length }],
    ['creative_metadata.json', { body: encodeJson(byCreative(rows)), rows: rows.length }],
  ];
}

async function provisionalFile({ warehouse }: Deps, maturity: Maturity | undefined): Promise<Built[]> {
  const days = maturity ? await provisionalDays(warehouse, maturity) : [];
  return [['provisional_days.json', { body: encodeJson(days), rows: days.length }]];
}

/**
 * Keyed by creative id. Imported ids are only unique inside their account, so where two rows share one, every key of it is
 * spelt out to `platform/account/creative_id/currency`: none may hide another.
 */
function byCreative(rows: readonly CreativeAggregate[]): Record<string, CreativeAggregate> {
  const uses = new Map<string, number>();
  for (const { creative_id } of rows) uses.set(creative_id, (uses.get(creative_id) ?? 0) + 1);
  return Object.fromEntries(
    rows.map((row) => [
      (uses.get(row.creative_id) ?? 0) > 1
        ? `${row.platform}/${row.account_id}/${row.creative_id}/${row.currency}`
        : row.creative_id,
      row,
    ]),
  );
}
