/** What a day of an account usually comes to, and how much its days differ: what is assumed of a day before it is seen. */

import type { DaySeries } from './day-snapshot.ts';
import { valueAt } from './knots.ts';
import { assumedDayShape, dayShapePseudoDays, dayShapeRange, meanDayHalfLifeDays } from './prior.ts';

export interface MeanDay {
  /** Expected final value of a day; null before anything was seen. */
  mean: number | null;
  /** Shape of the gamma distribution of days around it: 1 / squared coefficient of variation, beyond counting noise. */
  shape: number;
  /** The mean as it stood before each of the days. */
  before: (number | null)[];
}

/**
 * Mean by the Cape Cod method (Bühlmann & Stanard): what was seen, over the shares that should be visible; older days count less
 * (Gluck 1997). The shape is learned from how far days fall from the mean as it stood before them, so that trends and weekdays
 * widen it too.
 */
export function meanDay(
  series: readonly DaySeries[],
  knots: readonly number[],
  shares: readonly number[],
  eventSize: number,
): MeanDay {
  const before: (number | null)[] = [];
  const variance = { days: 0, excess: 0, expected: 0 };
  let [seen, visible, lastDay] = [0, 0, series[0]?.day ?? 0];
  for (const { day, ages, values } of series) {
    const fade = 0.5 ** ((day - lastDay) / meanDayHalfLifeDays);
    [seen, visible, lastDay] = [seen * fade, visible * fade, day];
    const mean = visible > 0 ? seen / visible : null;
    before.push(mean);
    const [value, share] = [values.at(-1)!, valueAt(knots, shares, ages.at(-1)!)];
    if (mean !== null && visible >= 1) {
      const expected = mean * share;
      variance.days += 1;
      variance.expected += expected ** 2;
      variance.excess += (value - expected) ** 2 - eventSize * expected;
    }
    seen += value;
    visible += share;
  }
  return { mean: visible > 0 ? seen / visible : null, shape: dayShape(variance), before };
}

function dayShape({ days, excess, expected }: { days: number; excess: number; expected: number }): number {
  const learned = expected > 0 ? (days * excess) / expected : 0;
  const counted = expected > 0 ? days : 0;
  const squaredVariation = (learned + dayShapePseudoDays / assumedDayShape) / (counted + dayShapePseudoDays);
  const { lowest, highest } = dayShapeRange;
  return Math.min(highest, Math.max(lowest, 1 / Math.max(squaredVariation, 1 / highest)));
}
