/** From the rows that a reading took to one row per natural key: account, ad and day. */
import { rename } from 'node:fs/promises';
import { columnType, commonMeasures } from '../../core/contracts/measures.ts';
import { type Engine, quoted } from './engine.ts';

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

const key = 'account_id, creative_id, stat_date';
const accepted = `(quality is null or quality like 'flag:%')`;

export async function countRows(engine: Engine, all: string): Promise<RowCounts> {
  const [row = {}] = await engine.rows(`
    select
      count(*) filter (where ${accepted}) as accepted,
      count(*) filter (where quality = 'total') as totals,
      count(*) filter (where quality like 'reject:%') as rejected,
      count(*) filter (where quality = 'blank') as blank,
      count(*) filter (where quality like 'flag:%') as flagged,
      count(distinct hash(${key})) filter (where ${accepted}) as keys
    from ${quoted(all)}`);
  const number = (name: keyof RowCounts) => Number(row[name] ?? 0);
  return {
    accepted: number('accepted'),
    totals: number('totals'),
    rejected: number('rejected'),
    blank: number('blank'),
    flagged: number('flagged'),
    keys: number('keys'),
  };
}

/** An ad whose rows of one day cannot be added. */
export async function keyWithTwoCurrencies(
  engine: Engine,
  all: string,
  counts: RowCounts,
): Promise<string | undefined> {
  if (counts.keys === counts.accepted) return undefined;
  const [row] = await engine.rows(`
    select creative_id from ${quoted(all)} where ${accepted}
    group by ${key} having min(currency) <> max(currency) limit 1`);
  return row && String(row.creative_id);
}

/** A file that has one row per key already is taken as it is, which is most of them. */
export async function writeKeyedRows(engine: Engine, all: string, target: string, counts: RowCounts): Promise<void> {
  const { accepted, keys, totals, rejected, blank } = counts;
  if (keys === accepted && totals + rejected + blank === 0) await rename(all, target);
  else await engine.run(`copy (${sumsByKey(all)}) to ${quoted(target)} (format parquet)`);
}

function sumsByKey(all: string): string {
  const sums = commonMeasures.map((metric) => `cast(sum(${metric}) as ${columnType(metric)}) as ${metric}`);
  return `
    select
      any_value(platform) as platform, account_id, max(campaign_id) as campaign_id,
      max(campaign_name) as campaign_name, creative_id, max(creative_name) as creative_name, stat_date,
      any_value(currency) as currency, ${sums.join(', ')},
      case when sum(clicks) > sum(impressions) then max(quality) end as quality, any_value(run_id) as run_id, any_value(observed_at) as observed_at
    from ${quoted(all)} where ${accepted}
    group by ${key}`;
}

export async function accountsIn(engine: Engine, path: string): Promise<string[]> {
  const found = await engine.rows(`select distinct account_id from ${quoted(path)} order by account_id`);
  return found.map((row) => String(row.account_id));
}
