/** Learns from stored looks how an account's numbers grow until they are final. */
import { type MetricName, metricNames } from '../contracts.ts';
import { groupBy } from '../decisions/grouping.ts';
import { type Curve, curveOf } from './curve.ts';
import { curveErrors } from './curve-errors.ts';
import { isCounted } from './forecast.ts';
import { ageKnots, valueAt } from './knots.ts';
import { type AccountLooks, accountsOf, type DayLook, newestValues } from './look.ts';
import { type MeanDay, meanDay } from './mean-day.ts';
import { assumedCurve, assumedDayShape, assumedEventsPerDay, pseudoDays } from './prior.ts';
import type { Maturity, MetricMaturity } from './stored.ts';
import {
  type Miss,
  missesOf,
  overallStretch,
  type Stretch,
  stretchOf,
  stretchPseudoMisses,
  unstretched,
} from './stretch.ts';
import { addScaled, emptyTriangle, type Triangle, triangleOf, typicalDay } from './triangle.ts';

export interface MaturitySettings {
  /** Share of the final value from which on a day counts as mature. */
  level: number;
  /** Age at which every value is taken to be final. */
  horizonDays: number;
}

/**
 * A chain ladder for each platform and metric, whose development factors are pulled towards the stated assumption, and for each
 * account, pulled towards its platform's. Accounts are pooled in units of their own typical day, so neither currency
 * nor size matters. The order of the looks does not matter either.
 */
export function learnMaturity(looks: readonly DayLook[], settings: MaturitySettings): Maturity {
  const knots = ageKnots(settings.horizonDays);
  const platforms = groupBy(accountsOf(looks, settings.horizonDays * 24), ({ platform }) => platform);
  const learned = platforms.map((accounts) => {
    const byMetric = metricNames.map((metric) => learnMetric(metric, accounts, knots, settings.level));
    const pick = (choose: (entry: LearnedMetric) => MetricMaturity): Record<MetricName, MetricMaturity> =>
      Object.fromEntries(metricNames.map((metric, index) => [metric, choose(byMetric[index]!)])) as Record<
        MetricName,
        MetricMaturity
      >;
    return {
      platform: { platform: accounts[0]!.platform, metrics: pick(({ pool }) => pool) },
      accounts: accounts.map(({ platform, accountId }, index) => ({
        platform,
        account_id: accountId,
        metrics: pick((entry) => entry.accounts[index]!),
      })),
    };
  });
  return {
    schema_version: 1,
    level: settings.level,
    horizon_days: settings.horizonDays,
    knots,
    platforms: learned.map(({ platform }) => platform),
    accounts: learned.flatMap(({ accounts }) => accounts),
  };
}

interface LearnedMetric {
  pool: MetricMaturity;
  /** In the order of the accounts. */
  accounts: MetricMaturity[];
}

/** Growth is allotted to cells by the assumption first, then twice by what was learned: more changes nothing visible. */
const passes = 3;

function learnMetric(
  metric: MetricName,
  accounts: readonly AccountLooks[],
  knots: readonly number[],
  level: number,
): LearnedMetric {
  const series = accounts.map((account) => account.metrics[metric]);
  const typical = series.map((days) => typicalDay(newestValues(days)));
  const assumption = assumedCurve(metric, knots);
  let pool = assumption;
  let triangles: Triangle[] = [];
  for (let pass = 0; pass < passes; pass++) {
    triangles = series.map((days) => triangleOf(days, knots, pool.shares));
    const sum = emptyTriangle(knots);
    for (const [index, triangle] of triangles.entries()) addScaled(sum, triangle, typical[index]!);
    pool = curveOf(sum, assumption, pseudoDays.platform);
  }
  const fits = accounts.map((account, index) => {
    const curve = curveOf(triangles[index]!, pool, pseudoDays.account * typical[index]!);
    return fitAccount(metric, account, curve, knots, typical[index]!);
  });
  const poolMisses = fits.flatMap(({ misses }) => misses);
  const poolStretch = stretchOf(poolMisses, overallStretch(poolMisses), stretchPseudoMisses.band);
  return {
    pool: summary({
      curve: pool,
      knots,
      level,
      stretch: poolStretch,
      days: fits.reduce((sum, { days }) => sum + days, 0),
    }),
    accounts: fits.map((fit) =>
      summary({ ...fit, knots, level, stretch: stretchOf(fit.misses, poolStretch, stretchPseudoMisses.account) }),
    ),
  };
}

interface AccountFit {
  curve: Curve;
  days: number;
  volume: number;
  eventSize: number | null;
  usual: MeanDay;
  misses: Miss[];
}

function fitAccount(
  metric: MetricName,
  { metrics }: AccountLooks,
  curve: Curve,
  knots: readonly number[],
  typical: number,
): AccountFit {
  const series = metrics[metric];
  const volume = sum(newestValues(series));
  const eventSize = volume > 0 ? eventSizeOf(metric, metrics, typical) : null;
  const usual = meanDay(series, knots, curve.shares, eventSize ?? 0);
  const misses =
    eventSize === null
      ? []
      : missesOf({
          series,
          knots,
          shares: curve.shares,
          chanceErrors: curveErrors(curve, eventSize).chance,
          meanDays: usual.before,
          eventSize,
          isCounted: isCounted(metric),
          dayShape: usual.shape,
        });
  return { curve, days: series.filter(({ ages }) => ages.length > 1).length, volume, eventSize, usual, misses };
}

/** What one event is worth: cost per click, value per conversion, 1 for counts. */
function eventSizeOf(metric: MetricName, metrics: AccountLooks['metrics'], typical: number): number {
  const counted = eventsOf[metric];
  if (counted === null) return 1;
  const events = sum(newestValues(metrics[counted]));
  return events > 0 ? sum(newestValues(metrics[metric])) / events : typical / assumedEventsPerDay;
}

const eventsOf: Record<MetricName, MetricName | null> = {
  impressions: null,
  clicks: null,
  cost: 'clicks',
  conversions: null,
  conversion_value: 'conversions',
  leads: null,
};

interface Summary {
  curve: Curve;
  knots: readonly number[];
  level: number;
  stretch: Stretch;
  days?: number;
  volume?: number;
  eventSize?: number | null;
  usual?: MeanDay;
}

function summary({
  curve,
  knots,
  level,
  stretch,
  days = 0,
  volume = 0,
  eventSize = null,
  usual,
}: Summary): MetricMaturity {
  const errors = curveErrors(curve, eventSize ?? 0);
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
    mature_after_days: volume > 0 ? matureAfterDays(knots, curve.shares, level) : null,
  };
}

/** The assumption alone, for a platform that nothing is known of. */
export const assumedMaturity = (metric: MetricName, knots: readonly number[], level: number): MetricMaturity =>
  summary({ curve: assumedCurve(metric, knots), knots, level, stretch: unstretched });

/** Day 0 runs until its age is 0; day k begins at an age of (k - 1) days. Curves never fall, so the first that is enough stays so. */
export function matureAfterDays(knots: readonly number[], shares: readonly number[], level: number): number {
  let days = 1;
  while ((days - 1) * 24 < knots.at(-1)! && valueAt(knots, shares, (days - 1) * 24) < level) days += 1;
  return days;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
