/**
 * What a change earned or lost, in money. A result is worth what it cost: for a bid or a creative what it would have cost in the same
 * campaign without the change; for a budget, which moves money between campaigns, what it cost on average in all of them before.
 * earned = price × (results − results without the change) − (cost − cost without it). At the campaign's own price that
 * comes to cost × (e^effect − 1), whatever became of the volume.
 */

import { quantileT, shareBelowT } from '../../statistics/student-t.ts';
import { type Difference, deviationOf } from './difference.ts';
import type { Effect, IntervalEstimate } from './effect.ts';
import type { WindowSums } from './movement.ts';

export interface Differences {
  resultsPerCost: Difference;
  resultsPerDay: Difference;
  costPerDay: Difference;
}

export interface Earned {
  earned: IntervalEstimate;
  spread: NonNullable<Effect['spread']>;
  /** That less than this amount was earned. */
  probabilityBelow(amount: number): number;
}

const tails = { 80: 0.1, 95: 0.025 };

/** Of a value that is Student distributed on the scale that `toShown` comes from. */
export function estimateOf(
  { mean, deviation, degrees }: Located,
  toShown: (value: number) => number,
): IntervalEstimate {
  const at = (share: number): number => toShown(mean + quantileT(share, degrees) * deviation);
  return {
    mean: toShown(mean),
    low80: at(tails[80]),
    high80: at(1 - tails[80]),
    low95: at(tails[95]),
    high95: at(1 - tails[95]),
  };
}

interface Located {
  mean: number;
  deviation: number;
  degrees: number;
}

const locatedOf = (difference: Difference): Located => ({
  mean: difference.effect,
  deviation: deviationOf(difference),
  degrees: difference.degrees,
});

/** As a share: 0.1 is 10% more than without the change. */
export const relative = (difference: Difference): IntervalEstimate =>
  estimateOf(locatedOf(difference), (effect) => Math.expm1(effect));

/** At the campaign's own price of a result. */
export function earnedAtOwnPrice({ resultsPerCost }: Differences, after: WindowSums): Earned {
  const located = locatedOf(resultsPerCost);
  const slope = after.cost * Math.exp(located.mean);
  return {
    earned: estimateOf(located, (effect) => after.cost * Math.expm1(effect)),
    spread: spreadOf(resultsPerCost, slope),
    probabilityBelow(amount) {
      if (after.cost <= 0 || amount <= -after.cost) return 0;
      return shareBelowT((Math.log1p(amount / after.cost) - located.mean) / located.deviation, located.degrees);
    },
  };
}

/** At a given price of a result. Linear around the estimate: results and cost move together, as their ratio's variance says. */
export function earnedAtPrice(
  { resultsPerCost, resultsPerDay, costPerDay }: Differences,
  after: WindowSums,
  price: number,
): Earned {
  const ofResults = price * after.results * Math.exp(-resultsPerDay.effect);
  const ofCost = after.cost * Math.exp(-costPerDay.effect);
  const mean = price * after.results - ofResults - (after.cost - ofCost);
  const variance = (part: 'ownVariance' | 'sharedVariance'): number => {
    const [results, cost] = [resultsPerDay[part], costPerDay[part]];
    const together = (results + cost - resultsPerCost[part]) / 2;
    return Math.max(0, ofResults ** 2 * results + ofCost ** 2 * cost - 2 * ofResults * ofCost * together);
  };
  const [own, shared] = [variance('ownVariance'), variance('sharedVariance')];
  const degrees = Math.min(resultsPerDay.degrees, costPerDay.degrees, resultsPerCost.degrees);
  const located = { mean, deviation: Math.sqrt(own + shared), degrees };
  return {
    earned: estimateOf(located, (value) => value),
    spread: { own: Math.sqrt(own), shared: Math.sqrt(shared), degrees: stored(degrees) },
    probabilityBelow: (amount) =>
      located.deviation > 0 ? shareBelowT((amount - mean) / located.deviation, degrees) : amount > mean ? 1 : 0,
  };
}

const spreadOf = ({ ownVariance, sharedVariance, degrees }: Difference, slope: number): Earned['spread'] => ({
  own: slope * Math.sqrt(ownVariance),
  shared: slope * Math.sqrt(sharedVariance),
  degrees: stored(degrees),
});

/** JSON has no infinity; so many degrees are as good as that. */
const stored = (degrees: number): number => Math.min(degrees, 1e6);
