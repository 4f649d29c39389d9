/** Raw objects of an invented account, as the collector stores them, written by the engine because there are millions of rows. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { keys, pullIdOf } from '../../core/contracts/keys.ts';
import { rawAnalyticsColumns } from '../../core/contracts/raw-rows.ts';

export interface Account {
  creatives: number;
  campaigns: number;
}

export interface Pull {
  at: Date;
  /** First and last stat date, as `YYYY-MM-DD`. */
  from: string;
  to: string;
}

const account = '500000001';

/** Writes one pull's object; returns its key. Days younger than a week grow from pull to pull, so every pull restates. */
export async function writePull(folder: string, { creatives, campaigns }: Account, pull: Pull): Promise<string> {
  const runId = `run-${pull.at.getTime()}`;
  const key = keys.analytics('linkedin', pull.at, pullIdOf(pull.at, runId, account, pull.from));
  const path = join(folder, key);
  mkdirSync(dirname(path), { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const at = pull.at.toISOString().slice(0, 23).replace('T', ' ');
  await connection.run(`create table facts as
    select c, c % ${campaigns} as campaign, day,
      cast((hash(c * 1000003 + datediff('day', date '2020-01-01', day)) % 20000) * share as bigint) as impressions,
      cast((hash(c * 1000003 + datediff('day', date '2020-01-01', day)) % 20000) // 200 * share as bigint) as clicks
    from range(${creatives}) as each_creative(c)
    cross join (
      select cast(d as date) as day,
        1 - 0.05 * exp(-greatest(0, epoch(timestamp '${at}' - (cast(d as date) + interval 1 day)) / 86400.0)) as share
      from range(date '${pull.from}', date '${pull.to}' + interval 1 day, interval 1 day) as days(d)
    )`);
  const columns = rawAnalyticsColumns.map(({ name, type }) => `cast("${name}" as ${type}) as "${name}"`).join(', ');
  await connection.run(`copy (
    select ${columns} from (${select('CREATIVE', 'c', pull, runId, at)}
      union all ${select('CAMPAIGN', 'campaign', pull, runId, at)} union all ${select('ACCOUNT', '0', pull, runId, at)})
    ) to '${path}' (format json, compression gzip)`);
  connection.closeSync();
  instance.closeSync();
  return key;
}

const urnOf = { CREATIVE: 'sponsoredCreative', CAMPAIGN: 'sponsoredCampaign', ACCOUNT: 'sponsoredAccount' } as const;

/** One pivot's rows, summed over what the pivot does not name. */
function select(pivot: keyof typeof urnOf, id: string, { from, to }: Pull, runId: string, at: string): string {
  const urn = `'urn:li:${urnOf[pivot]}:' || (700000000 + ${id})`;
  const cost = 'cast(sum(clicks) * 6.37 as decimal(18, 9))';
  return `select '${pivot}' as "pivot", ${urn} as entity, 'linkedin' as platform, '${account}' as account_id,
      ${pivot === 'ACCOUNT' ? 'null' : 'cast(700000000 + campaign as varchar)'} as campaign_id,
      ${pivot === 'CREATIVE' ? urn : 'null'} as creative_id, day as stat_date, 'USD' as currency,
      sum(impressions) as impressions, sum(clicks) as clicks, ${cost} as cost,
      sum(clicks) // 20 as conversions, (sum(clicks) // 20) * 40 as conversion_value, sum(clicks) // 30 as leads,
      sum(impressions) // 40 as video_views,
      date '${from}' as window_from, date '${to}' as window_to,
      '{"dateRange":{"start":{"year":2026,"month":1,"day":1},"end":{"year":2026,"month":1,"day":1}},"pivotValues":["' || ${urn} ||
        '"],"impressions":' || sum(impressions) || ',"clicks":' || sum(clicks) || ',"costInLocalCurrency":"' || ${cost} || '"}' as element,
      '${runId}' as run_id, '${at}' as observed_at
    from facts group by all having sum(impressions) > 0`.replace(
    'group by all',
    pivot === 'CREATIVE'
      ? 'group by c, campaign, day'
      : pivot === 'CAMPAIGN'
        ? 'group by campaign, day'
        : 'group by day',
  );
}
