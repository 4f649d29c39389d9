/** Learns from stored snapshots how an account's numbers grow until they are final. */
import { type CommonMeasure, commonMeasures, eachMeasure } from '../../contracts/measures.ts';
import { groupBy } from '../../domain/grouping.ts';
import { accountsOf, type DaySnapshot } from './day-snapshot.ts';
import { ageKnots } from './knots.ts';
import { type LearnedMetric, learnMetric } from './learn-metric.ts';
import type { Maturity, MetricMaturity } from './schema.ts';

export interface MaturitySettings {
  /** Share of the final value from which on a day counts as mature. */
  level: number;
  /** Age at which every value is taken to be final. */
  horizonDays: number;
}

/**
 * A chain ladder for each platform and metric, whose development factors are pulled towards the stated assumption, and for each
 * account, pulled towards its platform's. Accounts are pooled in units of their own typical day, so neither currency
 * nor size matters. The order of the snapshots does not matter either.
 */
export function learnMaturity(snapshots: readonly DaySnapshot[], { level, horizonDays }: MaturitySettings): Maturity {
  const knots = ageKnots(horizonDays);
  const platforms = groupBy(accountsOf(snapshots, horizonDays * 24), ({ platform }) => platform);
  const learned = platforms.map((accounts) => ({
    accounts,
    byMetric: eachMeasure(commonMeasures, (metric) => learnMetric(accounts, { metric, knots, level })),
  }));
  return {
    schema_version: 1,
    level,
    horizon_days: horizonDays,
    knots,
    platforms: learned.map(({ accounts, byMetric }) => ({
      platform: accounts[0]!.platform,
      metrics: named(byMetric, ({ pool }) => pool),
    })),
    accounts: learned.flatMap(({ accounts, byMetric }) =>
      accounts.map(({ platform, accountId }, index) => ({
        platform,
        account_id: accountId,
        metrics: named(byMetric, (metric) => metric.accounts[index]!),
      })),
    ),
  };
}

const named = (
  byMetric: Record<CommonMeasure, LearnedMetric>,
  choose: (learned: LearnedMetric) => MetricMaturity,
): Record<CommonMeasure, MetricMaturity> => eachMeasure(commonMeasures, (metric) => choose(byMetric[metric]));
