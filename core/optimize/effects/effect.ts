/** The measured effect of a change, as it is stored. */
import { z } from 'zod';
import { currencyCode, isoDate, platforms } from '../../contracts/values.ts';

/** Central intervals of 80% and 95%. */
export const estimate = z.object({
  mean: z.number(),
  low80: z.number(),
  high80: z.number(),
  low95: z.number(),
  high95: z.number(),
});
export type IntervalEstimate = z.infer<typeof estimate>;

const windowFigures = z.object({
  from: isoDate,
  through: isoDate,
  /** Mature, reconciled days of it. */
  days: z.int(),
  results: z.number(),
  cost: z.number(),
});
export type WindowFigures = z.infer<typeof windowFigures>;

const verdicts = ['helped', 'hurt', 'cannot_tell'] as const;

/** All changes of one campaign that lie too close together to be told apart have one effect. */
export const effect = z.object({
  platform: z.enum(platforms),
  account_id: z.string(),
  currency: currencyCode,
  kpi: z.string(),
  campaign_id: z.string(),
  campaign_name: z.string().nullable(),
  /** Oldest first. */
  changes: z.array(
    z.object({
      decision_id: z.string(),
      action: z.string(),
      creative_id: z.string().nullable(),
      applied_at: z.iso.datetime(),
      undone_at: z.iso.datetime().nullable(),
    }),
  ),
  changed_from: isoDate,
  changed_through: isoDate,
  /** False when something that this program did not change then may be the cause as well. */
  is_own: z.boolean(),
  before: windowFigures.nullable(),
  after: windowFigures.nullable(),
  /** Share by which it grew more than it would have without: 0.1 is 10% more. Null where there is no estimate. */
  results_per_cost: estimate.nullable(),
  results_per_day: estimate.nullable(),
  cost_per_day: estimate.nullable(),
  /** Over the days after, in `currency`: what was gained, at the price that a result had. */
  earned: estimate.nullable(),
  /** Of `earned`: the standard deviations of its own and of the comparison, which it shares with others, and degrees of freedom. */
  spread: z.object({ own: z.number(), shared: z.number(), degrees: z.number() }).nullable(),
  /** That it lost more than the margin of what was spent; null where there is no estimate. */
  probability_of_harm: z.number().nullable(),
  /** Unchanged campaigns that it was compared with, and earlier times that such a comparison was tried on. */
  compared_with: z.int(),
  placebo_times: z.int(),
  verdict: z.enum(verdicts),
  /** One sentence: what was found, or why there is no estimate. */
  reason: z.string(),
  /** No more days will be counted. */
  is_final: z.boolean(),
});
export type Effect = z.infer<typeof effect>;
