/** Keeps what the warehouse knows of maturity: which days of which account may still grow. */
import { metricNames } from '../contracts.ts';
import type { StageDeps } from '../ports.ts';

type Deps = Pick<StageDeps, 'warehouse' | 'config' | 'now'>;

interface KnownMaturity {
  platform: string;
  account: string;
  metric: string;
  days: number;
  learned: boolean;
}

/** Changes nothing when nothing is new. */
export async function keepMaturity({ warehouse, config, now }: Deps): Promise<void> {
  const rows = await warehouse.rows('marts/known_maturity');
  const known = new Set(rows.filter(({ metric }) => metric !== null).map((row) => lineOf(knownFrom(row))));
  const accounts = new Map(rows.map((row) => [`${row.platform}\n${row.account_id}`, row]));
  const wanted = [...accounts.values()].flatMap((row) =>
    metricNames.map((metric) =>
      lineOf({
        platform: String(row.platform),
        account: String(row.account_id),
        metric,
        days: config.maturity.assumedDays,
        learned: false,
      }),
    ),
  );
  const news = wanted.filter((line) => !known.has(line));
  if (news.length === 0) return;
  await warehouse.run(['intermediate/metric_maturity'], { lines: news.join('\n'), now: now() });
}

const knownFrom = (row: Record<string, unknown>): KnownMaturity => ({
  platform: String(row.platform),
  account: String(row.account_id),
  metric: String(row.metric),
  days: Number(row.mature_after_days),
  learned: row.is_learned === true,
});

/** As `intermediate/metric_maturity` reads it. Ids of accounts hold neither tabs nor line ends: their import refuses them. */
const lineOf = ({ platform, account, metric, days, learned }: KnownMaturity): string =>
  [platform, account, metric, days, learned ? 'learned' : 'assumed'].join('\t');
