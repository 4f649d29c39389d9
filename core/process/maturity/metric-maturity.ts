/** What is kept of a metric's curve, learned or assumed. */
import type { CommonMeasure } from '../../contracts/measures.ts';
import type { Curve } from './curve.ts';
import { type CurveErrors, curveErrors } from './curve-errors.ts';
import { valueAt } from './knots.ts';
import type { MeanDay } from './mean-day.ts';
import { assumedCurve, assumedDayShape, assumedGrowthErrors } from './prior.ts';
import type { MetricMaturity } from './schema.ts';
import { type Stretch, unstretched } from './stretch.ts';

export interface MetricSetting {
  metric: CommonMeasure;
  knots: readonly number[];
  level: number;
}

interface Known {
  curve: Curve;
  stretch: Stretch;
  days?: number;
  volume?: number;
  eventSize?: number | null;
  usual?: MeanDay;
}

export function metricMaturityOf(known: Known, setting: MetricSetting): MetricMaturity {
  const { curve, stretch, days = 0, volume = 0, eventSize = null, usual } = known;
  const errors = errorsOf(curve, eventSize ?? 0, setting);
  return {
    shares: curve.shares,
    chance_errors: errors.chance,
    prior_errors: errors.prior,
    prior_shares: curve.priorShare,
    days,
    volume,
    stretch,
    event_size: eventSize,
    mean_day: usual?.mean ?? null,
    day_shape: usual?.shape ?? assumedDayShape,
    mature_after_days: volume > 0 ? matureAfterDays(setting.knots, curve.shares, setting.level) : null,
  };
}

/** The assumption alone, for a platform that nothing is known of. */
export const assumedMaturity = (setting: MetricSetting): MetricMaturity =>
  metricMaturityOf({ curve: assumedCurve(setting.metric, setting.knots), stretch: unstretched }, setting);

export const errorsOf = (curve: Curve, eventSize: number, { metric, knots }: MetricSetting): CurveErrors =>
  curveErrors(curve, eventSize, assumedGrowthErrors(metric, knots));

/** Day 0 runs until its age is 0; day k begins at an age of (k - 1) days. Curves never fall, so the first that is enough stays so. */
export function matureAfterDays(knots: readonly number[], shares: readonly number[], level: number): number {
  let days = 1;
  while ((days - 1) * 24 < knots.at(-1)! && valueAt(knots, shares, (days - 1) * 24) < level) days += 1;
  return days;
}
