/** What was learned, as it is stored. Plain JSON; a new run of `learnMaturity` replaces it. */

import { z } from 'zod';
import { commonMeasures } from '../../contracts/measures.ts';

const share = z.number().min(0).max(1);
const byBand = z.array(z.number().positive());

export const metricMaturity = z.object({
  /** By knot: share of the final value that is visible, rising to 1. */
  shares: z.array(z.number().positive().max(1)),
  /** By knot: standard deviation of the share's logarithm, by chance in the data and by the assumption in it. */
  chance_errors: z.array(z.number().nonnegative()),
  prior_errors: z.array(z.number().nonnegative()),
  /** By knot: how much of the step to the next knot is assumption, not data. */
  prior_shares: z.array(share),
  /** Days with two snapshots or more, and what was seen last of all days, in the metric's unit. */
  days: z.int().nonnegative(),
  volume: z.number().nonnegative(),
  /** By band of age (`bandAges`): what intervals are stretched by. */
  stretch: z.object({ 80: byBand, 95: byBand }),
  /** Value of one event in the metric's unit; null when it is not known. */
  event_size: z.number().positive().nullable(),
  /** Expected final value of a day of now; null when no day is known. */
  mean_day: z.number().nonnegative().nullable(),
  /** 1 / squared variation of the days around their mean. */
  day_shape: z.number().positive(),
  /**
   * The smallest whole age in days (snapshot date minus stat date: 1 is the day after) from whose start on the expected share is at
   * least the level; null without any volume: such a metric makes no day provisional.
   */
  mature_after_days: z.int().positive().nullable(),
});
export type MetricMaturity = z.infer<typeof metricMaturity>;

const metrics = z.record(z.enum(commonMeasures), metricMaturity);

/** A platform's volume, mean day and event size are null or 0: its accounts have different currencies. */
export const maturity = z.object({
  schema_version: z.literal(1),
  level: share,
  horizon_days: z.int().positive(),
  /** Ages in hours since the stat date ended; what lies between two is read straight. */
  knots: z.array(z.number().nonnegative()).min(2),
  platforms: z.array(z.object({ platform: z.string(), metrics })),
  accounts: z.array(z.object({ platform: z.string(), account_id: z.string(), metrics })),
});
export type Maturity = z.infer<typeof maturity>;
