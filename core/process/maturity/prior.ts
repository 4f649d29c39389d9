/**
 * What is assumed of a platform before its own restatements are known. Every figure is an assumption and only that: no
 * platform publishes how its numbers grow. What is published are windows and delays, which say where the curves end:
 *
 * - LinkedIn credits conversions 30 days after a click and 7 after a view unless an advertiser chooses otherwise (LinkedIn
 *   Marketing Solutions Help, "LinkedIn conversion window", a426359): after 37 days only processing is left.
 * - Conversions sent by API take up to 72 hours to appear (LinkedIn Marketing API, "Conversions FAQ").
 * - Delivery figures are near real time, but rows change after the fact, for how long is unknown; other connectors read the
 *   last weeks again. So they are taken to settle within a week, cost and clicks (invalid ones are credited back) within two.
 */
import { type CommonMeasure, measureFacts } from '../../contracts/measures.ts';
import type { Curve } from './curve.ts';
import { valueAt } from './knots.ts';

/** Points [hours since the day ended, share of the final value that is visible]. */
type Points = readonly (readonly [number, number])[];

const delivery: Points = [
  [0, 0.92],
  [24, 0.985],
  [72, 0.995],
  [168, 1],
];
const billed: Points = [
  [0, 0.9],
  [24, 0.98],
  [72, 0.99],
  [168, 0.998],
  [336, 1],
];
const attributed: Points = [
  [0, 0.5],
  [24, 0.65],
  [72, 0.8],
  [168, 0.9],
  [336, 0.95],
  [720, 0.99],
  [888, 0.998],
  [1080, 1],
];

const assumed = { delivery, billing: billed, attribution: attributed };

/** Days of average volume that the assumption is worth in a platform's curve, and a platform's curve in an account's. */
export const pseudoDays = { platform: 5, account: 30 };

/** One standard deviation of the assumption: growth is half as much or half again, or everything comes at half the speed. */
const assumedErrors = { growth: 0.5, speed: 0.5 };

/**
 * Money comes in events: a click's price, a conversion's value. Where those are not known, a typical day is taken to consist of
 * so many.
 */
export const assumedEventsPerDay = 20;

/** Days differ: a shape of 4 is a day-to-day standard deviation of half the mean. Worth as much as so many days. */
export const assumedDayShape = 4;
export const dayShapePseudoDays = 5;
/** Bounds for what is learned: days that differ by 140% of the mean, and days that differ by 14%. */
export const dayShapeRange = { lowest: 0.5, highest: 50 };

/** Half the weight of a mean day is on the days of the last two weeks: budgets and seasons move. */
export const meanDayHalfLifeDays = 14;

/** What counting alone does not explain: of the part still to come, and of the whole (temporary corrections). Standard deviations. */
export const assumedSpread = { unseen: 0.1, whole: 0.0005 };

/** The assumption as a curve over the knots. */
export function assumedCurve(metric: CommonMeasure, knots: readonly number[]): Curve {
  const points: Points = assumed[measureFacts(metric).settlesLike];
  const ages = points.map(([age]) => age);
  const given = points.map(([, share]) => share);
  const shares = knots.map((age) => valueAt(ages, given, age));
  // whatever the horizon, a value is final there
  shares[shares.length - 1] = 1;
  return { shares, exposure: knots.map(() => 0), priorShare: knots.map(() => 1) };
}

/** By step from knot to knot: standard deviation of the assumed growth of the logarithm. */
export function assumedGrowthErrors(metric: CommonMeasure, knots: readonly number[]): number[] {
  const assumption = assumedCurve(metric, knots).shares;
  const slow = knots.map((age) => valueAt(knots, assumption, age * assumedErrors.speed));
  return knots.slice(1).map((_, cell) => {
    const growth = Math.log(assumption[cell + 1]! / assumption[cell]!);
    return Math.max(assumedErrors.growth * growth, Math.log(slow[cell + 1]! / slow[cell]!) - growth);
  });
}
