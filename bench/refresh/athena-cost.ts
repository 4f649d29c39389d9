/**
 * What Athena would read for one refresh, computed from files: the facts as Parquet by month, the raw objects as they are. An upper
 * bound: every column of every file that a statement cannot leave out by its days, once for each time the statement names it.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { loadSqlFiles, projectRoot } from '../../cli/runtime.ts';
import { prices } from '../../core/deployment/cost/prices.ts';
import { msPerDay } from '../../core/domain/calendar.ts';
import { statementsFor } from '../../core/process/merging/statements.ts';
import { viewsInOrder } from '../../core/sql/sql-models.ts';
import { relationUses } from './relation-uses.ts';

/** A query is rounded up to this (core/deployment/cost/prices.ts). */
const leastBytesAQuery = 10e6;
const refreshesAMonth = 4 * 30;

const athena = loadSqlFiles(join(projectRoot, 'athena'));

/** Days back from the newest that a statement says it needs; all of them where it says nothing. */
const daysBack = (file: string): number => {
  if (file === 'queries/process/day_spend') return 1;
  if (file === 'marts/aggregate_daily') return 90;
  if (file === 'marts/aggregate_weekly') return 27 * 7;
  return /:from_day/.test(athena.get(file) ?? '') ? 30 : Number.POSITIVE_INFINITY;
};

const published = [
  'queries/process/watermark',
  'queries/process/processed_runs',
  'queries/process/exposed_span',
  'queries/process/run_counts',
  'queries/process/known_maturity',
  'queries/process/day_snapshots',
  'queries/process/data_span',
  'queries/process/day_spend',
  'queries/process/reconciliation',
  'checks/totals_agree_across_grains',
  'checks/no_negative_values',
  'marts/aggregate_daily',
  'marts/aggregate_weekly',
  'marts/aggregate_creative',
];

export interface AthenaCost {
  megabytes: number;
  dollarsAMonth: number;
  queries: number;
  /** What is paid for: each query counts for 10 MB at least. */
  billedMegabytes: number;
  /** The facts and all other tables as Parquet. */
  tableMegabytes: number;
}

export async function athenaCost(folder: string): Promise<AthenaCost> {
  const months = await bytesByMonth(folder);
  const rawBytes = newestObjectBytes(join(folder, 'raw', 'analytics'));
  const pull = { raw_analytics: ['one'], raw_entities: [], raw_import_rows: [] };
  const uses = relationUses(athena, viewsInOrder(athena));
  const perQuery = [...statementsFor({ objects: pull }), ...published].map((file) => {
    let bytes = 0;
    for (const [relation, times] of uses(file)) {
      const one = relation === 'raw_analytics' ? rawBytes : sumSince(months.get(relation), daysBack(file));
      bytes += one * times;
    }
    return bytes;
  });
  const billed = perQuery.map((bytes) => Math.max(bytes, leastBytesAQuery));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const tables = [...months.values()].flatMap((parts) => [...parts.values()]);
  return {
    megabytes: sum(perQuery) / 1e6,
    dollarsAMonth: sum(billed) * prices.athena.perByte * refreshesAMonth,
    queries: perQuery.length,
    billedMegabytes: sum(billed) / 1e6,
    tableMegabytes: sum(tables) / 1e6,
  };
}

/** Bytes by first day of the month; a table without stat dates is one part that is always read. */
type Months = Map<string, number>;

async function bytesByMonth(folder: string): Promise<Map<string, Months>> {
  const out = join(folder, 'parquet');
  const instance = await DuckDBInstance.create(join(folder, 'warehouse', 'ads.duckdb'), { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const found = new Map<string, Months>();
  for (const file of athena.keys()) {
    if (!file.startsWith('tables/')) continue;
    const table = file.slice('tables/'.length);
    const dated = athena.get(file)?.includes('stat_date') ?? false;
    const month = dated ? "cast(date_trunc('month', stat_date) as date)" : "date '9999-01-01'";
    mkdirSync(join(out, table), { recursive: true });
    await connection.run(
      `copy (select *, ${month} as part from ${table}) to '${join(out, table)}' (format parquet, compression zstd, partition_by (part), overwrite_or_ignore)`,
    );
    const parts = readdirSync(join(out, table), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.parquet'),
    );
    found.set(
      table,
      new Map(parts.map((name) => [name.slice('part='.length, 15), statSync(join(out, table, name)).size])),
    );
  }
  connection.closeSync();
  instance.closeSync();
  rmSync(out, { recursive: true, force: true });
  return found;
}

function sumSince(months: Months | undefined, days: number): number {
  if (!months) return 0;
  const dated = [...months.keys()].filter((month) => month < '9999').toSorted();
  const newest = Date.parse(dated.at(-1) ?? '1970-01-01') + 31 * msPerDay;
  const first = days === Number.POSITIVE_INFINITY ? 0 : newest - (days + 31) * msPerDay;
  let sum = 0;
  for (const [month, bytes] of months) if (Date.parse(month) >= first - 31 * msPerDay) sum += bytes;
  return sum;
}

function newestObjectBytes(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gz'));
  const newest = names.toSorted().at(-1) as string;
  return statSync(join(folder, newest)).size;
}
