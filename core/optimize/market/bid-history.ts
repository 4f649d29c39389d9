/** What the campaign's own past says of how prices follow its bid. */

import type { CampaignState } from '../../domain/account-state.ts';
import { bidUnit } from '../../domain/bid-strategy.ts';
import { countedDays } from '../state/campaign-days.ts';

/** d ln(price) / d ln(bid), with its standard deviation. */
export interface Elasticity {
  mean: number;
  deviation: number;
}

/** Fewer days on either side of a change say too little. */
const fewestDays = 3;
/** Bids that differ by less are the same bid. */
const sameBid = 0.02;

/** Price of what the bid is for: thousand impressions or a click; null where the figures do not count it. */
export function unitPrice(
  { cost, impressions, clicks }: { cost: number; impressions: number; clicks: number | null },
  unit: ReturnType<typeof bidUnit>,
): number | null {
  const units = unit === 'thousand' ? impressions / 1000 : unit === 'click' ? (clicks ?? 0) : 0;
  return units > 0 && cost > 0 ? cost / units : null;
}

/** Regression of log prices of days on log bids, days weighing by their spend; null without two bids of three days each. */
export function elasticitySeen(campaign: CampaignState): Elasticity | null {
  const unit = bidUnit(campaign);
  const points = countedDays(campaign).flatMap((day) => {
    const price = unitPrice(day, unit);
    return price === null || day.bid === null || day.bid <= 0
      ? []
      : [{ x: Math.log(day.bid), y: Math.log(price), weight: day.cost }];
  });
  const middle = median(points.map(({ x }) => x));
  const lower = points.filter(({ x }) => x < middle - sameBid).length;
  const higher = points.filter(({ x }) => x > middle + sameBid).length;
  if (points.length < 2 * fewestDays || Math.max(lower, higher) < fewestDays) return null;
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (value: (point: (typeof points)[number]) => number): number =>
    points.reduce((sum, point) => sum + point.weight * value(point), 0) / total;
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)];
  const sxx = mean(({ x }) => (x - mx) ** 2);
  const slope = mean(({ x, y }) => (x - mx) * (y - my)) / sxx;
  const residual = mean(({ x, y }) => (y - my - slope * (x - mx)) ** 2);
  return { mean: slope, deviation: Math.sqrt(residual / (sxx * (points.length - 2))) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Two independent estimates together, each weighing by its precision. */
export function together(one: Elasticity, other: Elasticity | null): Elasticity {
  if (other === null) return one;
  const [a, b] = [one.deviation ** -2, Math.max(smallestDeviation, other.deviation) ** -2];
  return { mean: (a * one.mean + b * other.mean) / (a + b), deviation: (a + b) ** -0.5 };
}

/** Days near each other share their luck: no history is more precise than this. */
const smallestDeviation = 0.1;
