/** What a provisional value will come to. */
import type { ExpectedValue } from '../../contracts/aggregates.ts';
import { type CommonMeasure, isMoney } from '../../contracts/measures.ts';
import { forecast, isCounted, type Level, levels } from './forecast.ts';
import { valueAt } from './knots.ts';
import { assumedMaturity } from './metric-maturity.ts';
import { bandOf } from './misses.ts';
import { assumedEventsPerDay } from './prior.ts';
import type { Maturity, MetricMaturity } from './schema.ts';

export interface MetricAge {
  platform: string;
  account_id: string;
  metric: CommonMeasure;
  /** Hours since the stat date ended. */
  age_hours: number;
}

export interface SeenValue extends MetricAge {
  /** Value visible now; null when the metric was not measured. */
  seen: number | null;
  /**
   * What a day of this entity usually comes to in the end; null when nothing is known. Left out, it is the account's mean day,
   * which is right for sums over the whole account only.
   */
  mean_day?: number | null;
}

/** Within (0, 1]. An account that is not known has its platform's curve, a platform that is not known the stated assumption. */
export function shareAt(maturity: Maturity, { platform, account_id, metric, age_hours }: MetricAge): number {
  return valueAt(maturity.knots, learnedOf(maturity, platform, account_id, metric).shares, ended(age_hours));
}

/**
 * The final value with its 80% and 95% intervals; null when nothing was measured. Bounds are no whole numbers and hold on
 * average over days; a bound may lie below what is seen, because platforms take values back. Without any volume in the account
 * and nothing seen, everything is 0.
 *
 * For a campaign's day of the account pass the campaign's own `mean_day` (or null). The curve, the size of an event, the
 * variation of days and the stretch are the account's and carry over; the interval's width goes with the square root of the
 * volume. What does not carry over: a campaign whose conversions come later than its account's. Days and campaigns must not
 * be added up bound by bound: ask for the sum's own interval.
 */
export function expectedFinal(
  maturity: Maturity,
  { platform, account_id, metric, age_hours, seen, mean_day: given }: SeenValue,
): ExpectedValue | null {
  if (seen === null) return null;
  const age = ended(age_hours);
  const { knots } = maturity;
  const learned = learnedOf(maturity, platform, account_id, metric);
  const share = valueAt(knots, learned.shares, age);
  const value = Math.max(0, seen);
  const meanDay = given === undefined ? learned.mean_day : given;
  const prediction = forecast({
    seen: value,
    share,
    laterShare: 1,
    eventSize: learned.event_size ?? eventSizeUnknown(metric, Math.max(value, meanDay ?? 0)),
    isCounted: isCounted(metric),
    meanDay,
    dayShape: learned.day_shape,
    chanceError: valueAt(knots, learned.chance_errors, age),
  });
  const { expected } = prediction;
  const curveError = valueAt(knots, learned.prior_errors, age) * expected;
  const bounds = (level: Level): { low: number; high: number } => {
    const { below, above, includesSeen } = prediction.reach(level);
    const stretch = learned.stretch[level][bandOf(age)]!;
    const ofCurve = levels[level].deviations * curveError;
    const low = Math.max(0, expected - Math.hypot(stretch * below, ofCurve));
    return {
      low: includesSeen ? Math.min(low, value) : low,
      high: expected + Math.hypot(stretch * above, ofCurve),
    };
  };
  const [likely, nearlySure] = [bounds(80), bounds(95)];
  return {
    seen,
    share,
    expected,
    low80: likely.low,
    high80: likely.high,
    low95: Math.min(nearlySure.low, likely.low),
    high95: Math.max(nearlySure.high, likely.high),
  };
}

function ended(ageHours: number): number {
  if (ageHours >= 0) return ageHours;
  throw new RangeError(`A day that is still running has no maturity yet (${ageHours} hours after its end).`);
}

function learnedOf(maturity: Maturity, platform: string, accountId: string, metric: CommonMeasure): MetricMaturity {
  const account = maturity.accounts.find((each) => each.platform === platform && each.account_id === accountId);
  const pool = maturity.platforms.find((each) => each.platform === platform);
  return (
    (account ?? pool)?.metrics[metric] ?? assumedMaturity({ metric, knots: maturity.knots, level: maturity.level })
  );
}

/** A count is a count everywhere; money that nothing else is known of is taken as a day's. */
const eventSizeUnknown = (metric: CommonMeasure, day: number): number =>
  isMoney(metric) && day > 0 ? day / assumedEventsPerDay : 1;
