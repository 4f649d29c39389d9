/** How much of a day's final value an account's reader may expect to see: learned from that account's snapshots, never from the world's truth. */

import { type CommonMeasure, commonMeasures } from '../../core/contracts/measures.ts';
import type { DaySnapshot } from '../../core/process/maturity/day-snapshot.ts';
import { shareAt } from '../../core/process/maturity/expected-final.ts';
import { ageKnots } from '../../core/process/maturity/knots.ts';
import { learnMaturity } from '../../core/process/maturity/learn.ts';
import { assumedMaturity } from '../../core/process/maturity/metric-maturity.ts';
import type { Maturity } from '../../core/process/maturity/schema.ts';
import { dateOf } from '../../twin/clock.ts';
import type { Account } from '../../twin/world/entities.ts';
import type { SeenDays } from './api-view.ts';
import type { OpenWorld } from './open-world.ts';
import { sumsOf } from './play.ts';

export const maturitySettings = { level: 0.95, horizonDays: 120 };
/** Decisions are made in the morning: the day before ended so long ago. */
const hoursAtPull = 8;
/** Days of the past whose snapshots are kept, of every morning. */
const lookedBackDays = 40;

export interface LearnedShares {
  /** To be called every morning after the days were looked at. */
  observe(day: number): void;
  at(account: Account, metric: CommonMeasure, statDay: number, today: number): number;
}

export function learnedShares(open: OpenWorld, seen: SeenDays, learnEveryDays: number): LearnedShares {
  const snapshots: DaySnapshot[] = [];
  let learned: Maturity | null = null;
  let learnedOn = Number.NEGATIVE_INFINITY;
  return {
    observe(day) {
      for (const account of open.twin.entities.accounts.values()) {
        for (let stat = day - lookedBackDays; stat < day; stat += 1) {
          const snapshot = snapshotAt(open, seen, account, stat, day);
          if (snapshot) snapshots.push(snapshot);
        }
      }
      if (day >= open.firstDay && day - learnedOn >= learnEveryDays) {
        learned = learnMaturity(snapshots, maturitySettings);
        learnedOn = day;
      }
    },
    at: (account, metric, statDay, today) =>
      shareAt(learned ?? assumed, {
        platform: 'linkedin',
        account_id: String(account.id),
        metric,
        // as the pipeline counts: from the start of the morning's age in whole days
        age_hours: Math.max(0, 24 * (today - statDay - 1)),
      }),
  };
}

function snapshotAt(
  { campaigns }: OpenWorld,
  seen: SeenDays,
  account: Account,
  stat: number,
  today: number,
): DaySnapshot | null {
  const values = { impressions: 0, clicks: 0, cost: 0, conversions: 0, conversion_value: null, leads: 0 };
  for (const campaign of campaigns) {
    const shown = campaign.account === account ? seen.daysOf(campaign).get(stat) : undefined;
    if (!shown) continue;
    const sums = sumsOf(campaign, shown);
    for (const metric of ['impressions', 'clicks', 'cost', 'conversions', 'leads'] as const)
      values[metric] += sums[metric];
  }
  if (values.impressions === 0) return null;
  return {
    platform: 'linkedin',
    account_id: String(account.id),
    stat_date: dateOf(stat),
    age_hours: 24 * (today - stat - 1) + hoursAtPull,
    values,
  };
}

/** Nothing is known of any platform: the stated assumption. */
const assumed: Maturity = {
  schema_version: 1,
  level: maturitySettings.level,
  horizon_days: maturitySettings.horizonDays,
  knots: ageKnots(maturitySettings.horizonDays),
  accounts: [],
  platforms: [
    {
      platform: 'linkedin',
      metrics: Object.fromEntries(
        commonMeasures.map((metric) => [
          metric,
          assumedMaturity({ metric, knots: ageKnots(maturitySettings.horizonDays), level: maturitySettings.level }),
        ]),
      ) as Maturity['platforms'][number]['metrics'],
    },
  ],
};
