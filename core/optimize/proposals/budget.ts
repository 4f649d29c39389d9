/**
 * Budgets: money moves from where one more result is expensive to where it is cheap, between campaigns of one account, currency and KPI
 * whose budgets end their days. What one campaign gets another gives up: the sum never grows.
 */

import type { OwnChange } from '../../domain/account-state.ts';
import { bidStrategyOf } from '../../domain/bid-strategy.ts';
import { groupBy } from '../../domain/grouping.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { averageOf, type LogNormal, probabilityAbove, ratioOf } from '../../statistics/normal.ts';
import type { Economics } from '../market/economics.ts';
import type { Pacing } from '../market/pacing.ts';
import type { Unspent } from '../market/unspent.ts';
import type { CampaignPosterior } from '../posteriors/campaign-posterior.ts';
import { expectedWhile, type Gain, gainFromRise } from '../posteriors/gain.ts';
import { steppedMoney } from './proposal.ts';

export interface BudgetCandidate {
  of: CampaignPosterior;
  pacing: Pacing;
  economics: Economics;
  /** What one more result costs in the account's other campaigns of the KPI; null without any. */
  elsewhere: LogNormal | null;
  /** Of all the account's campaigns of the KPI. */
  unspent: Unspent;
  horizonDays: number;
}

export interface BudgetMove<T extends BudgetCandidate> {
  from: T;
  to: T;
  /** Money a day. */
  amount: number;
  probability: number;
  gain: Gain;
}

/** Whole days on the present terms before anything is said of them. */
const fewestDays = 3;

/** Money that our own changes took from budgets of a kind and that no other budget got yet, a day. */
function freedMoney(ownChanges: readonly OwnChange[], campaignIds: ReadonlySet<string>): number {
  return ownChanges
    .filter(
      ({ action, campaignId, undoneAt }) =>
        action.endsWith('_budget') && undoneAt === null && campaignIds.has(campaignId),
    )
    .reduce((sum, { from, to }) => sum + (Number(from) - Number(to) || 0), 0);
}

export interface BudgetRaise<T extends BudgetCandidate> {
  to: T;
  amount: number;
  probability: number;
  gain: Gain;
}

/**
 * Where guardrails let a budget be lowered on one day and another be raised only on a later one, the money waits between them: it
 * goes where one more result is cheapest, if that is surely cheaper than the account's others.
 */
export function freedRaisesOf<T extends BudgetCandidate>(
  candidates: readonly T[],
  ownChanges: readonly OwnChange[],
  currency: string,
  settings: DecisionSettings,
): BudgetRaise<T>[] {
  return groupBy(candidates, ({ of }) => of.kpi).flatMap((alike) => {
    // what lower bids saved waits like what lower budgets did; where both did, the days show the same money
    const freed = Math.max(
      freedMoney(ownChanges, new Set(alike.map(({ of }) => of.campaign.campaignId))),
      alike[0]!.unspent.money,
    );
    const to = alike
      .filter((candidate) => isHeldBack(candidate, settings))
      .sort((one, other) => one.economics.byBudget.mean - other.economics.byBudget.mean)[0];
    if (freed <= 0 || !to || to.elsewhere === null) return [];
    const amount = steppedMoney(0, Math.min(freed, settings.budgetStep * to.of.campaign.dailyBudget!), currency);
    const worth = ratioOf(to.elsewhere, to.economics.byBudget);
    const spends = spendsMore(to, amount);
    const gain = expectedWhile(spends, gainFromRise(worth, amount * to.horizonDays, to.horizonDays));
    const probability = spends * probabilityAbove(worth, 1);
    return probability >= settings.changeProbability && gain.mean >= settings.minimumWaste
      ? [{ to, amount, probability, gain }]
      : [];
  });
}

/** Each campaign takes part in one move at most. `candidates` are of one account and currency. */
export function budgetMovesOf<T extends BudgetCandidate>(
  candidates: readonly T[],
  currency: string,
  settings: DecisionSettings,
): BudgetMove<T>[] {
  const able = candidates.filter((candidate) => isHeldBack(candidate, settings));
  return groupBy(able, ({ of }) => of.kpi).flatMap((alike) => {
    const mostExpensiveFirst = [...alike].sort(
      (one, other) =>
        other.economics.byBudget.mean - one.economics.byBudget.mean ||
        (one.of.campaign.campaignId < other.of.campaign.campaignId ? -1 : 1),
    );
    return pairsOf(mostExpensiveFirst).flatMap(([from, to]) => moveBetween(from, to, currency, settings));
  });
}

/** Money moves only where it is spent: a campaign that leaves some has no use for more, and nothing to give. */
function isHeldBack({ of, pacing }: BudgetCandidate, settings: DecisionSettings): boolean {
  return (
    of.campaign.dailyBudget !== null &&
    of.campaign.dailyBudget > 0 &&
    pacing.days >= fewestDays &&
    (pacing.bindingProbability ?? 0) >= settings.changeProbability
  );
}

/**
 * That a campaign spends what is added. The platform's own bids rise until it is spent; at a bid of ours it depends on what is for
 * sale, of which is known only that it is more than the budget: every doubling is as likely.
 */
function spendsMore({ of: { campaign }, pacing }: BudgetCandidate, amount: number): number {
  const sold = bidStrategyOf(campaign) === 'automatic' ? 1 : campaign.dailyBudget! / (campaign.dailyBudget! + amount);
  return sold * (pacing.bindingProbability ?? 0);
}

/** The most expensive with the cheapest, the next most expensive with the next cheapest, … */
function pairsOf<T>(mostExpensiveFirst: readonly T[]): [T, T][] {
  return Array.from({ length: Math.floor(mostExpensiveFirst.length / 2) }, (_, index) => [
    mostExpensiveFirst[index]!,
    mostExpensiveFirst.at(-1 - index)!,
  ]);
}

function moveBetween<T extends BudgetCandidate>(
  from: T,
  to: T,
  currency: string,
  settings: DecisionSettings,
): BudgetMove<T>[] {
  const [gives, gets] = [from.of.campaign.dailyBudget!, to.of.campaign.dailyBudget!];
  const amount = steppedMoney(0, settings.budgetStep * Math.min(gives, gets), currency);
  const horizonDays = Math.min(from.horizonDays, to.horizonDays);
  const worth: LogNormal = ratioOf(from.economics.byBudget, to.economics.byBudget);
  const spends = spendsMore(to, amount);
  const gain = expectedWhile(spends, gainFromRise(worth, amount * horizonDays, horizonDays));
  const probability = spends * probabilityAbove(worth, 1);
  const isWorthIt = probability >= settings.changeProbability && gain.mean >= settings.minimumWaste && amount > 0;
  // guardrails may let the one half pass and not the other: what was taken earlier is to be given first
  if (amount > from.unspent.room) return [];
  return isWorthIt ? [{ from, to, amount, probability, gain }] : [];
}

export const priceOf = ({ economics }: BudgetCandidate): number => averageOf(economics.byBudget);
