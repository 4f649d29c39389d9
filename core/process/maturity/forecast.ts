/**
 * What a value will have grown to at a later age. A day's level is gamma distributed around the account's mean day; what is seen
 * and what is still to come are Poisson counts of that level, so the rest, given what is seen, is negative binomial. Money
 * is counted in events of a typical size.
 */

import type { CommonMeasure } from '../../contracts/measures.ts';
import { type CountDistribution, countQuantile, gammaQuantile, zeroShare } from '../../statistics/count-quantile.ts';
import { interval80, interval95 } from '../../statistics/interval.ts';
import { assumedSpread } from './prior.ts';

/** One day as it is seen now. Values in the metric's unit. */
export interface PartialDay {
  seen: number;
  /** Share of the final value that is visible now, and at the later age that is asked for (1 for the final value). */
  share: number;
  laterShare: number;
  /** Value of one event: 1 for counts. */
  eventSize: number;
  /** Whether values are whole multiples of an event. Cost is not: its clicks have different prices. */
  isCounted: boolean;
  /** Null when nothing is known of other days. */
  meanDay: number | null;
  dayShape: number;
  /** Standard deviation of the logarithm of `share / laterShare`, by chance in the learned curve. */
  chanceError: number;
}

/** How far the ends of an interval lie from the expected value, downwards and upwards; both positive. */
export interface Reach {
  below: number;
  above: number;
  /** Nothing more to come is likely enough to lie within the interval. */
  includesSeen: boolean;
}

export interface Forecast {
  expected: number;
  reach(level: Level): Reach;
}

/** Whether a metric comes in whole events. */
export const isCounted = (metric: CommonMeasure): boolean => metric !== 'cost';

export const levels = { 80: interval80, 95: interval95 } as const;
export type Level = keyof typeof levels;

export function forecast(partialDay: PartialDay): Forecast {
  const { seen, share, laterShare, eventSize, isCounted, meanDay, dayShape, chanceError } = partialDay;
  const isKnown = meanDay !== null && meanDay > 0;
  const shape = (isKnown ? dayShape : 0) + seen / eventSize;
  const rate = (isKnown ? (dayShape * eventSize) / meanDay : 0) + share;
  const ahead = Math.max(0, laterShare - share);
  const rest: CountDistribution = { mean: (shape * ahead) / rate, dispersion: 1 + ahead / rate };
  const unseen = rest.mean * eventSize;
  const expected = seen + unseen;
  const spread = Math.hypot(assumedSpread.unseen * unseen, assumedSpread.whole * expected, chanceError * expected);
  return {
    expected,
    reach(level) {
      const { tail, deviations: z } = levels[level];
      const low = rest.mean - (isCounted ? countQuantile(rest, tail, -z) : gammaQuantile(rest, -z));
      const high = (isCounted ? countQuantile(rest, 1 - tail, z) : gammaQuantile(rest, z)) - rest.mean;
      // independent deviations add in squares
      return {
        below: Math.hypot(Math.max(0, low) * eventSize, z * spread),
        above: Math.hypot(Math.max(0, high) * eventSize, z * spread),
        includesSeen: isCounted && zeroShare(rest) >= tail,
      };
    },
  };
}
