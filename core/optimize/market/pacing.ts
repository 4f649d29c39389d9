/** Budget spent against plan, and whether the budget holds a campaign back. Only mature days count: spend of a new day still grows. */
import type { CampaignState } from '../../domain/account-state.ts';
import { dayOf, msPerDay } from '../../domain/calendar.ts';
import { incompleteBeta } from '../../statistics/special-functions.ts';
import { countedDays, daysOnPresentTerms } from '../state/campaign-days.ts';

export type PacingState =
  | 'paused'
  | 'not-started'
  | 'ended'
  | 'no-budget'
  /** A total budget without an end has no daily plan; one that began before the days at hand has an unknown spend. */
  | 'no-plan'
  /** No whole mature day on the present terms yet. */
  | 'no-days'
  | 'behind'
  | 'on-plan'
  | 'ahead';

export interface Pacing {
  state: PacingState;
  /** Mature days that were compared, and what was spent and planned on them; null without a plan. */
  days: number;
  spent: number | null;
  planned: number | null;
  /** spent / planned */
  share: number | null;
  /** That the daily budget is what ends its days; null where no day says so. */
  bindingProbability: number | null;
  /** Days on which more was spent than the platform allows itself. */
  daysOverLimit: number;
}

/** LinkedIn may spend half as much again on a day and makes up for it on others (docs/linkedin-api.md §10, open). */
const highestOverdelivery = 1.5;
const behindShare = 0.85;
const aheadShare = 1.1;
/**
 * A day is at its budget from here on: the platform meets budgets within a few percent either way, and a little cost of new days is
 * still to come. A higher share would miss many of the days that the budget ended.
 */
const bindingShare = 0.9;
/** Weeks of days tell weekdays apart; older days tell of another time. */
const comparedDays = 14;

export function pacingOf(campaign: CampaignState, asOf: Date, newestMatureDay: string | null): Pacing {
  const { status, startsAt, endsAt, dailyBudget, totalBudget } = campaign;
  if (status !== null && status !== 'ACTIVE') return without('paused');
  if (startsAt !== null && startsAt > asOf) return without('not-started');
  if (endsAt !== null && endsAt <= asOf) return without('ended');
  if (dailyBudget !== null) return dailyPacing(campaign, dailyBudget);
  return totalBudget === null ? without('no-budget') : totalPacing(campaign, totalBudget, newestMatureDay);
}

const without = (state: PacingState): Pacing => ({
  state,
  days: 0,
  spent: null,
  planned: null,
  share: null,
  bindingProbability: null,
  daysOverLimit: 0,
});

function dailyPacing(campaign: CampaignState, dailyBudget: number): Pacing {
  const days = daysOnPresentTerms(campaign, comparedDays).map(({ date, cost }) => ({
    cost,
    running: runningShare(campaign, date),
  }));
  const whole = days.filter(({ running }) => running === 1);
  const planned = days.reduce((total, { running }) => total + dailyBudget * running, 0);
  if (planned === 0) return without('no-days');
  const spent = days.reduce((total, { cost }) => total + cost, 0);
  const binding = whole.filter(({ cost }) => cost >= bindingShare * dailyBudget).length;
  return {
    state: stateOf(spent / planned),
    days: days.length,
    spent,
    planned,
    share: spent / planned,
    bindingProbability: whole.length === 0 ? null : mostlyBinding(binding, whole.length),
    daysOverLimit: days.filter(({ cost }) => cost > highestOverdelivery * dailyBudget).length,
  };
}

const stateOf = (share: number): PacingState =>
  share < behindShare ? 'behind' : share > aheadShare ? 'ahead' : 'on-plan';

/** That more than half of all days end at the budget, after so many of so many did (Jeffreys' prior). */
const mostlyBinding = (binding: number, days: number): number =>
  1 - incompleteBeta(0.5, binding + 0.5, days - binding + 0.5);

/** Share of a UTC day on which the campaign runs: less than 1 on its first and last day. */
function runningShare({ startsAt, endsAt }: CampaignState, date: string): number {
  const day = Date.parse(date);
  const from = Math.max(day, startsAt?.getTime() ?? day);
  const through = Math.min(day + msPerDay, endsAt?.getTime() ?? day + msPerDay);
  return Math.max(0, (through - from) / msPerDay);
}

function totalPacing(campaign: CampaignState, totalBudget: number, newestMatureDay: string | null): Pacing {
  const { startsAt, endsAt, days } = campaign;
  if (startsAt === null || endsAt === null) return without('no-plan');
  if (newestMatureDay === null) return without('no-days');
  const counted = countedDays(campaign);
  const firstDay = dayOf(startsAt);
  // what was spent before the first day at hand is not known
  const beganAtHand = days[0] !== undefined && days[0].date <= firstDay;
  if (!beganAtHand) return without('no-plan');
  const elapsed = Date.parse(newestMatureDay) + msPerDay - startsAt.getTime();
  const planned = totalBudget * Math.min(1, Math.max(0, elapsed / (endsAt.getTime() - startsAt.getTime())));
  if (planned === 0) return without('no-days');
  const spent = counted.reduce((total, { cost }) => total + cost, 0);
  return {
    state: stateOf(spent / planned),
    days: counted.length,
    spent,
    planned,
    share: spent / planned,
    bindingProbability: null,
    daysOverLimit: 0,
  };
}
