/** Keeps what is known of maturity: which days of which account may still grow, and by how much. */

import { z } from 'zod';
import { commonMeasures, eachMeasure } from '../../contracts/measures.ts';
import { dayOf } from '../../domain/calendar.ts';
import { accountKey } from '../../domain/entity-key.ts';
import { groupBy } from '../../domain/grouping.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { toJson } from '../../running/documents.ts';
import { ask } from '../../sql/ask.ts';
import { accountColumns, count, day, decimal, optionalText } from '../../sql/columns.ts';
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

const knownRow = z.object({
  ...accountColumns,
  metric: optionalText,
  mature_after_days: count.nullable(),
  is_learned: z.boolean().nullable(),
});
type KnownRow = z.infer<typeof knownRow>;

/**
 * The table `metric_maturity` holds nothing of its own: it is what queries need of `state/maturity.json`, and of the assumption for
 * accounts that nothing was learned of, such as an import's. What differs is written, so a killed run is made good by the next.
 */
async function keepInWarehouse({ warehouse, config, now }: Deps, maturity: Maturity | undefined): Promise<void> {
  const rows = await ask(warehouse, 'queries/process/known_maturity', knownRow);
  const known = new Set(rows.map(identity));
  const accounts = groupBy(rows, ({ platform, account_id }) => accountKey(platform, account_id)).map(
    ([row]) => row as KnownRow,
  );
  const wanted = accounts.flatMap((account) => maturityRows(account, maturity, config.maturity.assumedDays));
  const news = wanted.filter((row) => !known.has(identity(row)));
  if (news.length > 0)
    await warehouse.write(
      'metric_maturity',
      news.map((row) => ({ ...row, updated_at: now() })),
    );
}

const identity = ({ platform, account_id, metric, mature_after_days, is_learned }: KnownRow): string =>
  JSON.stringify([platform, account_id, metric, mature_after_days, is_learned]);

/** A row a metric. A metric that an account has nothing of keeps no day provisional. */
function maturityRows({ platform, account_id }: KnownRow, maturity: Maturity | undefined, assumedDays: number) {
  const learned = maturity?.accounts.find((each) => each.platform === platform && each.account_id === account_id);
  return commonMeasures.map((metric) => ({
    platform,
    account_id,
    metric,
    mature_after_days: learned ? (learned.metrics[metric]?.mature_after_days ?? 0) : assumedDays,
    is_learned: learned !== undefined,
  }));
}
