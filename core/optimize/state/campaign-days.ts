/** How a campaign spends lately, and what its impressions cost: from its newest mature, reconciled days. */
import type { CampaignDay, CampaignState } from '../../domain/account-state.ts';
import { daysBetween } from '../../domain/calendar.ts';

export interface RecentSpend {
  /** Days of the newest mature ones with known cost; the rest is over them. */
  days: number;
  from: string;
  through: string;
  impressions: number;
  clicks: number | null;
  cost: number;
  dailyCost: number;
  costPerThousand: number | null;
}

const sum = (days: readonly CampaignDay[], value: (day: CampaignDay) => number | null): number =>
  days.reduce((total, day) => total + (value(day) ?? 0), 0);

/** Oldest first. A day whose cost the platform did not give says nothing of spend. */
export const countedDays = ({ days }: CampaignState): (CampaignDay & { cost: number })[] =>
  days.filter((day): day is CampaignDay & { cost: number } => day.mature && day.reconciled && day.cost !== null);

/**
 * Over the newest `recentDays` of the account's mature days. A day of the campaign that is not there had no delivery: it counts as
 * one without spend. Null without any.
 */
export function recentSpend(
  campaign: CampaignState,
  newestMatureDay: string | null,
  recentDays: number,
): RecentSpend | null {
  if (newestMatureDay === null) return null;
  const recent = countedDays(campaign).filter(({ date }) => daysBetween(date, newestMatureDay) < recentDays);
  const first = recent[0];
  if (first === undefined) return null;
  const days = daysBetween(first.date, newestMatureDay) + 1;
  const impressions = sum(recent, (day) => day.impressions);
  const cost = sum(recent, (day) => day.cost);
  return {
    days,
    from: first.date,
    through: newestMatureDay,
    impressions,
    clicks: recent.some(({ clicks }) => clicks !== null) ? sum(recent, ({ clicks }) => clicks) : null,
    cost,
    dailyCost: cost / days,
    costPerThousand: impressions > 0 ? (1000 * cost) / impressions : null,
  };
}

/**
 * The newest whole days on which the same bid and daily budget were in force as now, at most `atMost`; oldest first. The day of the
 * change had both.
 */
export function daysOnPresentTerms(campaign: CampaignState, atMost: number): (CampaignDay & { cost: number })[] {
  const days = countedDays(campaign);
  const isPresent = ({ bid, dailyBudget }: CampaignDay): boolean =>
    bid === campaign.bid && dailyBudget === campaign.dailyBudget;
  let first = days.length;
  while (first > 0 && isPresent(days[first - 1]!)) first--;
  const since = first > 0 && first < days.length ? first + 1 : first;
  return days.slice(Math.max(since, days.length - atMost));
}
