/**
 * How much money lower bids and budgets may leave unspent. A cheaper result is no help to people who planned to spend a budget and get fewer results:
 * what all campaigns of a kind spent before our first change of their terms, they go on spending, but for a small part.
 */

import type { AccountState, CampaignState, OwnChange } from '../../domain/account-state.ts';
import { addDays, dayOf, msPerDay } from '../../domain/calendar.ts';
import { groupBy } from '../../domain/grouping.ts';
import type { Kpi } from '../../domain/kpi.ts';
import { countedDays } from '../state/campaign-days.ts';

/** Part of the former spend that may stay unspent. */
const unspentShare = 0.1;
/** Before the first change, and now: whole weeks, for weekdays differ. */
const daysBefore = 14;
const daysNow = 7;

interface Spending {
  state: AccountState;
  campaign: CampaignState;
  of: { kpi: Kpi };
}

/** Money a day, of all campaigns of a KPI. */
export interface Unspent {
  /** Less than before our first change of terms, and not given to another campaign since; below 0 where more is spent. */
  money: number;
  /** What lower bids and budgets may still leave unspent; below 0 where too much is already. */
  room: number;
}

export const nothingUnspent: Unspent = { money: 0, room: 0 };

/** By KPI. `running` are of one account. */
export function unspentOf(running: readonly Spending[]): Map<Kpi, Unspent> {
  return new Map(
    groupBy(running, ({ of }) => of.kpi).map((alike): [Kpi, Unspent] => {
      const { state, of } = alike[0]!;
      const newest = state.newestMatureDay;
      if (newest === null) return [of.kpi, nothingUnspent];
      const dayAfter = addDays(newest, 1);
      const ids = new Set(alike.map(({ campaign }) => campaign.campaignId));
      const changedOn = firstChange(state.ownChanges, ids);
      const now = dailyCost(alike, dayAfter, daysNow);
      const before = changedOn === null ? now : dailyCost(alike, changedOn, daysBefore);
      const given = raisedLately(state, ids);
      return [of.kpi, { money: before - now - given, room: now + given - (1 - unspentShare) * before }];
    }),
  );
}

function firstChange(changes: readonly OwnChange[], campaignIds: ReadonlySet<string>): string | null {
  const first = changes.find(
    ({ creativeId, campaignId, undoneAt }) => creativeId === null && undoneAt === null && campaignIds.has(campaignId),
  );
  return first ? dayOf(first.appliedAt) : null;
}

/** Of higher budgets the newest days do not tell yet. */
const raisedLately = ({ ownChanges, asOf }: AccountState, campaignIds: ReadonlySet<string>): number =>
  ownChanges
    .filter(
      ({ action, campaignId, appliedAt, undoneAt }) =>
        action === 'raise_budget' &&
        undoneAt === null &&
        campaignIds.has(campaignId) &&
        asOf.getTime() - appliedAt.getTime() < (daysNow + 1) * msPerDay,
    )
    .reduce((sum, { from, to }) => sum + (Number(to) - Number(from) || 0), 0);

/** Mean of so many days before a date; a day without figures had no spend. */
function dailyCost(alike: readonly Spending[], end: string, days: number): number {
  const from = addDays(end, -days);
  const counted = alike
    .flatMap(({ campaign }) => countedDays(campaign))
    .filter(({ date }) => date >= from && date < end);
  return counted.reduce((sum, { cost }) => sum + cost, 0) / days;
}
