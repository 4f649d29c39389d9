/**
 * Budgets: money moves from where one more result is dear to where it is cheap, between campaigns of one account, currency and KPI
 * whose budgets end their days. What one campaign gets another gives up: the sum never grows.
 */
import type { CampaignBelief } from './beliefs.ts';
import type { Economics } from './economics.ts';
import { type Gain, gainFromRise } from './gain.ts';
import { groupBy } from './grouping.ts';
import { averageOf, type LogNormal, probabilityAbove, ratioOf } from './normal.ts';
import type { Pacing } from './pacing.ts';
import { steppedMoney } from './proposal.ts';
import type { DecisionSettings } from './settings.ts';

export interface BudgetCandidate {
  of: CampaignBelief;
  pacing: Pacing;
  economics: Economics;
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

/** Each campaign takes part in one move at most. `candidates` are of one account and currency. */
export function budgetMovesOf<T extends BudgetCandidate>(
  candidates: readonly T[],
  currency: string,
  settings: DecisionSettings,
): BudgetMove<T>[] {
  const able = candidates.filter((candidate) => isHeldBack(candidate, settings));
  return groupBy(able, ({ of }) => of.kpi).flatMap((alike) => {
    const dearestFirst = [...alike].sort(
      (one, other) =>
        other.economics.byBudget.mean - one.economics.byBudget.mean ||
        (one.of.campaign.campaignId < other.of.campaign.campaignId ? -1 : 1),
    );
    return pairsOf(dearestFirst).flatMap(([from, to]) => moveBetween(from, to, currency, settings));
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

/** The dearest with the cheapest, the next dearest with the next cheapest, … */
function pairsOf<T>(dearestFirst: readonly T[]): [T, T][] {
  return Array.from({ length: Math.floor(dearestFirst.length / 2) }, (_, index) => [
    dearestFirst[index]!,
    dearestFirst.at(-1 - index)!,
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
  const gain = gainFromRise(worth, amount * horizonDays, horizonDays);
  const probability = probabilityAbove(worth, 1);
  const isWorthIt = probability >= settings.changeProbability && gain.mean >= settings.minimumWaste && amount > 0;
  return isWorthIt ? [{ from, to, amount, probability, gain }] : [];
}

export const priceOf = ({ economics }: BudgetCandidate): number => averageOf(economics.byBudget);
