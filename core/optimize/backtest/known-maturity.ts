/** How mature days were, by what had been seen until a morning. */
import type { VisibleShare } from '../../domain/account-state.ts';
import { addDays, daysBetween, msPerDay, msPerHour } from '../../domain/calendar.ts';
import { shareAt } from '../../process/maturity/expected-final.ts';
import { learnMaturity } from '../../process/maturity/learn.ts';
import type { Maturity } from '../../process/maturity/schema.ts';
import type { KnownSnapshot } from './known-history.ts';

export interface MaturityOptions {
  assumedDays: number;
  level: number;
  horizonDays: number;
  learnFromDays: number;
}

export interface AccountName {
  platform: string;
  accountId: string;
}

export interface DayMaturity {
  mature: boolean;
  visibleShare: VisibleShare;
}

/** Learned from earlier snapshots; undefined while there are none. */
export function learnKnownMaturity(
  snapshots: readonly KnownSnapshot[],
  options: MaturityOptions,
): Maturity | undefined {
  if (snapshots.length === 0) return undefined;
  const newest = new Map<string, string>();
  const nameOf = ({ platform, accountId }: AccountName): string => `${platform}\n${accountId}`;
  for (const snapshot of snapshots) {
    const known = newest.get(nameOf(snapshot));
    if (known === undefined || snapshot.date > known) newest.set(nameOf(snapshot), snapshot.date);
  }
  const daySnapshots = snapshots
    .filter((snapshot) => snapshot.date > addDays(newest.get(nameOf(snapshot))!, -options.learnFromDays))
    .map((snapshot) => ({
      platform: snapshot.platform,
      account_id: snapshot.accountId,
      stat_date: snapshot.date,
      age_hours: (snapshot.observedAt.getTime() - Date.parse(snapshot.date) - msPerDay) / msPerHour,
      values: snapshot.values,
    }))
    .filter(({ age_hours }) => age_hours >= 0);
  return learnMaturity(daySnapshots, options);
}

/**
 * Of a stat date, where the newest observation of its account is of `observedOn`: by whole days, as the warehouse counts. A metric that the account
 * has nothing of keeps no day back; an account that nothing was learned of, such as an import's, has the assumed days.
 */
export function maturityOf(
  maturity: Maturity | undefined,
  { platform, accountId }: AccountName,
  date: string,
  observedOn: string,
  { assumedDays }: MaturityOptions,
): DayMaturity {
  const age = daysBetween(date, observedOn);
  const known = maturity?.accounts.find((each) => each.platform === platform && each.account_id === accountId);
  if (!maturity || !known) {
    const share = age >= assumedDays ? 1 : 0;
    return { mature: share === 1, visibleShare: { clicks: share, conversions: share, leads: share } };
  }
  const isOver = (metric: keyof typeof known.metrics): boolean => age >= (known.metrics[metric].mature_after_days ?? 0);
  const share = (metric: 'clicks' | 'conversions' | 'leads'): number =>
    age < 1
      ? 0
      : known.metrics[metric].mature_after_days === null
        ? 1
        : shareAt(maturity, { platform, account_id: accountId, metric, age_hours: (age - 1) * 24 });
  return {
    mature: (['impressions', 'clicks', 'cost'] as const).every(isOver) && age >= 1,
    visibleShare: { clicks: share('clicks'), conversions: share('conversions'), leads: share('leads') },
  };
}
