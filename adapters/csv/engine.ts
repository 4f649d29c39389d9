import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { MetricName } from '../../core/contracts.ts';
import { metricNames } from '../../core/contracts.ts';
import { translated } from './engine-error.ts';
import type { ReadPlan } from './plan.ts';

/** A reading streams; more memory would not make it faster, and 1 GB of CSV must not need 1 GB. */
const memoryLimit = '512MB';
/** Rejected cells that are looked at for how numbers are written. */
const evidenceRows = 200;

export interface RowCounts {
  accepted: number;
  totals: number;
  rejected: number;
  /** Records that hold nothing but separators. */
  blank: number;
  flagged: number;
  /** Distinct natural keys among the accepted. */
  keys: number;
}

/** A record that the engine could not take at all. */
export interface Reject {
  /** In bytes: where the record begins, or between the end of the one before it and there. */
  offset: number;
  columnIndex: number;
  type: string;
  message: string;
}

export type Engine = Awaited<ReturnType<typeof openEngine>>;

const accepted = `(quality is null or quality like 'flag:%')`;
export const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;

/** An engine of its own for one file; nothing of it outlives the reading. */
export async function openEngine(workFolder: string) {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    temp_directory: join(workFolder, 'spill'),
  });
  const connection = await instance.connect();
  const rows = async (sql: string): Promise<Record<string, unknown>[]> => {
    const result = await translated(connection.runAndReadAll(sql));
    return result.getRowObjectsJson() as Record<string, unknown>[];
  };
  const run = (sql: string) => translated(connection.run(sql));

  return {
    rows,
    run,

    /** Writes what a SELECT gives, in file order; forgets what an earlier reading rejected. */
    async copy(select: string, path: string): Promise<void> {
      await run('drop table if exists reject_errors; drop table if exists reject_scans');
      await run(`copy (${select}) to ${quoted(path)} (format parquet)`);
    },

    async count(all: string): Promise<RowCounts> {
      const [row = {}] = await rows(`
        select
          count(*) filter (where ${accepted}) as accepted,
          count(*) filter (where quality = 'total') as totals,
          count(*) filter (where quality like 'reject:%') as rejected,
          count(*) filter (where quality = 'blank') as blank,
          count(*) filter (where quality like 'flag:%') as flagged,
          count(distinct hash(account_id, creative_id, stat_date)) filter (where ${accepted}) as keys
        from ${quoted(all)}`);
      const number = (name: string) => Number(row[name] ?? 0);
      return {
        accepted: number('accepted'),
        totals: number('totals'),
        rejected: number('rejected'),
        blank: number('blank'),
        flagged: number('flagged'),
        keys: number('keys'),
      };
    },

    async rejects(): Promise<Reject[]> {
      const found = await rows(`
        select line_byte_position, min_by(column_idx, byte_position) as column_idx, min_by(error_type, byte_position) as error_type,
          min_by(error_message, byte_position) as error_message
        from reject_errors group by line_byte_position order by line_byte_position`);
      return found.map((row) => ({
        // The engine counts bytes from 1.
        offset: Number(row.line_byte_position) - 1,
        columnIndex: Number(row.column_idx) - 1,
        type: String(row.error_type).toLowerCase(),
        message: String(row.error_message),
      }));
    },

    /** Places in the file of the records that were taken and found wanting, with the code of what is wrong. */
    async badOrdinals(all: string): Promise<{ ordinal: number; quality: string }[]> {
      const found = await rows(`
        select file_row_number as ordinal, quality from read_parquet(${quoted(all)}, file_row_number = true)
        where quality like 'reject:%' order by ordinal`);
      return found.map((row) => ({ ordinal: Number(row.ordinal), quality: String(row.quality) }));
    },

    /** Cells of plainly read metric columns that the engine could not take. */
    async rejectedCells(plan: ReadPlan): Promise<{ metric: MetricName; cell: string }[]> {
      const found = await rows(`
        select column_idx, regexp_extract(error_message, 'Could not convert string "(.*)" to', 1) as cell
        from reject_errors where error_type = 'CAST' limit ${evidenceRows}`);
      return found.flatMap((row) => {
        const column = plan.sample.header.columns[Number(row.column_idx) - 1] ?? '';
        const metric = metricNames.find((name) => plan.recognition.mapping[name].includes(column));
        return metric && !plan.tolerant.has(metric) ? [{ metric, cell: String(row.cell) }] : [];
      });
    },

    /** Counts that came out as fractions, back in the writing that a thousands separator would explain. */
    async fractionalCounts(all: string, plan: ReadPlan): Promise<{ metric: MetricName; cell: string }[]> {
      const codes = (['impressions', 'clicks'] as const).filter((metric) => !plan.tolerant.has(metric));
      const found = await rows(`
        select distinct quality from ${quoted(all)}
        where quality in (${codes
          .map((metric) => `'reject:${metric}:fraction'`)
          .concat("''")
          .join(', ')})`);
      return found.map((row) => ({
        metric: String(row.quality).split(':')[1] as MetricName,
        cell: plan.decimal === '.' ? '1.000' : '1,000',
      }));
    },

    async keyWithTwoCurrencies(all: string, { accepted: rowCount, keys }: RowCounts): Promise<string | undefined> {
      if (keys === rowCount) return undefined;
      const [row] = await rows(`
        select creative_id from ${quoted(all)} where ${accepted}
        group by account_id, creative_id, stat_date having min(currency) <> max(currency) limit 1`);
      return row && String(row.creative_id);
    },

    /** One row per key. A file that has that already is taken as it is, which is most of them. */
    async writeRows(
      all: string,
      target: string,
      { accepted: rowCount, keys, totals, rejected, blank }: RowCounts,
    ): Promise<void> {
      if (keys === rowCount && totals + rejected + blank === 0) {
        await rename(all, target);
        return;
      }
      const sums = metricNames.map((metric) =>
        metric === 'impressions' || metric === 'clicks'
          ? `cast(sum(${metric}) as bigint) as ${metric}`
          : `cast(sum(${metric}) as decimal(18, 9)) as ${metric}`,
      );
      await run(`copy (
        select
          any_value(platform) as platform, account_id, max(campaign_id) as campaign_id,
          max(campaign_name) as campaign_name, creative_id, max(creative_name) as creative_name, stat_date,
          any_value(currency) as currency, ${sums.join(', ')},
          case when sum(clicks) > sum(impressions) then max(quality) end as quality, any_value(run_id) as run_id, any_value(observed_at) as observed_at
        from ${quoted(all)} where ${accepted}
        group by account_id, creative_id, stat_date
      ) to ${quoted(target)} (format parquet)`);
    },

    async accounts(path: string): Promise<string[]> {
      const found = await rows(`select distinct account_id from ${quoted(path)} order by account_id`);
      return found.map((row) => String(row.account_id));
    },

    /** The one column that a SELECT gives. */
    async column(select: string): Promise<string[]> {
      return (await rows(select)).map((row) => String(row.cell));
    },

    async close(): Promise<void> {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
