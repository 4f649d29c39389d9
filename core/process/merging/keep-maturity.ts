/** Keeps what is known of maturity: which days of which account may still grow, and by how much. */

import { z } from 'zod';
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../contracts/measures.ts';
import { dayOf } from '../../domain/calendar.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { toJson } from '../../running/documents.ts';
import { ask } from '../../sql/ask.ts';
import { accountColumns, day, decimal } from '../../sql/columns.ts';
import type { DaySnapshot } from '../maturity/day-snapshot.ts';
import { learnMaturity } from '../maturity/learn.ts';
import type { Maturity } from '../maturity/schema.ts';
import { type KeptMaturity, readMaturity, writeMaturity } from '../maturity/store.ts';

type Deps = Pick<StageDeps, 'objects' | 'warehouse' | 'config' | 'now'>;

/** Learned once a day of the data's clock, from the newest days; changes nothing when nothing is new. */
export async function keepMaturity(deps: Deps): Promise<Maturity | undefined> {
  const maturity = await currentMaturity(deps);
  await keepInWarehouse(deps, maturity);
  return maturity;
}

async function currentMaturity({ objects, warehouse, config, now }: Deps): Promise<Maturity | undefined> {
  const settings = toJson(config.maturity);
  const kept = await readMaturity(objects);
  const today = dayOf(now());
  if (kept && kept.learned_on === today && kept.settings === settings) return kept.maturity;
  const { level, horizonDays, learnFromDays } = config.maturity;
  const rows = await ask(warehouse, 'queries/process/day_snapshots', snapshotRow, { days: learnFromDays });
  const snapshots = rows.map(snapshotOf);
  if (snapshots.length === 0) return undefined;
  const learned: KeptMaturity = {
    learned_on: today,
    settings,
    maturity: learnMaturity(snapshots, { level, horizonDays }),
  };
  await writeMaturity(objects, learned);
  return learned.maturity;
}

const snapshotRow = z.object({
  ...accountColumns,
  stat_date: day,
  age_hours: decimal,
  ...eachMeasure(commonMeasures, () => decimal.nullable()),
});

const snapshotOf = ({
  platform,
  account_id,
  stat_date,
  age_hours,
  ...row
}: z.infer<typeof snapshotRow>): DaySnapshot => ({
  platform,
  account_id,
  stat_date,
  age_hours,
  values: eachMeasure(commonMeasures, (metric) => row[metric]),
});

interface KnownMaturity {
  platform: string;
  account: string;
  metric: string;
  days: number;
  learned: boolean;
}

/** Every account that was looked at gets a row a metric; one that nothing was learned of, such as an import's, is assumed. */
async function keepInWarehouse({ warehouse, config, now }: Deps, maturity: Maturity | undefined): Promise<void> {
  const rows = await warehouse.rows('queries/process/known_maturity');
  const known = new Set(rows.filter(({ metric }) => metric !== null).map((row) => lineOf(knownFrom(row))));
  const accounts = new Map(rows.map((row) => [`${row.platform}\n${row.account_id}`, row]));
  const wanted = [...accounts.values()].flatMap((row) => {
    const [platform, account] = [String(row.platform), String(row.account_id)];
    const learned = maturity?.accounts.find((each) => each.platform === platform && each.account_id === account);
    return commonMeasures.map((metric) =>
      lineOf({
        platform,
        account,
        metric,
        days: learned ? matureAfter(learned.metrics[metric]) : config.maturity.assumedDays,
        learned: learned !== undefined,
      }),
    );
  });
  const news = wanted.filter((line) => !known.has(line));
  if (news.length === 0) return;
  await warehouse.run(['merges/metric_maturity'], { lines: news.join('\n'), now: now() });
}

/** A metric that an account has nothing of keeps no day provisional. */
const matureAfter = (metric: Maturity['accounts'][number]['metrics'][CommonMeasure] | undefined): number =>
  metric?.mature_after_days ?? 0;

const knownFrom = (row: Record<string, unknown>): KnownMaturity => ({
  platform: String(row.platform),
  account: String(row.account_id),
  metric: String(row.metric),
  days: Number(row.mature_after_days),
  learned: row.is_learned === true,
});

/** As `merges/metric_maturity` reads it. Ids of accounts hold neither tabs nor line ends: their import refuses them. */
const lineOf = ({ platform, account, metric, days, learned }: KnownMaturity): string =>
  [platform, account, metric, days, learned ? 'learned' : 'assumed'].join('\t');
