/** One metric of the accounts of one platform: the platform's curve, the accounts' curves, and how well they forecast. */
import { type CommonMeasure, measureFacts } from '../../contracts/measures.ts';
import { type Curve, curveOf } from './curve.ts';
import { type AccountSnapshots, newestValues } from './day-snapshot.ts';
import { isCounted } from './forecast.ts';
import { type MeanDay, meanDay } from './mean-day.ts';
import { errorsOf, type MetricSetting, metricMaturityOf } from './metric-maturity.ts';
import { type Miss, missesOf } from './misses.ts';
import { assumedCurve, assumedEventsPerDay, pseudoDays } from './prior.ts';
import type { MetricMaturity } from './schema.ts';
import { accountStretch, platformStretch } from './stretch.ts';
import { addScaled, emptyTriangle, type Triangle, triangleOf, typicalDay } from './triangle.ts';

export interface LearnedMetric {
  pool: MetricMaturity;
  /** In the order of the accounts. */
  accounts: MetricMaturity[];
}

/** Growth is allotted to cells by the assumption first, then twice by what was learned: more changes nothing visible. */
const passes = 3;

export function learnMetric(accounts: readonly AccountSnapshots[], setting: MetricSetting): LearnedMetric {
  const { metric, knots } = setting;
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
    return fitAccount(account, curve, typical[index]!, setting);
  });
  const stretch = platformStretch(fits.flatMap(({ misses }) => misses));
  const days = sum(fits.map((fit) => fit.days));
  return {
    pool: metricMaturityOf({ curve: pool, stretch, days }, setting),
    accounts: fits.map((fit) => metricMaturityOf({ ...fit, stretch: accountStretch(fit.misses, stretch) }, setting)),
  };
}

interface AccountFit {
  curve: Curve;
  /** With two snapshots or more. */
  days: number;
  volume: number;
  eventSize: number | null;
  usual: MeanDay;
  misses: Miss[];
}

function fitAccount({ metrics }: AccountSnapshots, curve: Curve, typical: number, setting: MetricSetting): AccountFit {
  const { metric, knots } = setting;
  const { shares } = curve;
  const series = metrics[metric];
  const volume = sum(newestValues(series));
  const eventSize = volume > 0 ? eventSizeOf(metric, metrics, typical) : null;
  const usual = meanDay(series, knots, shares, eventSize ?? 0);
  const fit = { curve, days: series.filter(({ ages }) => ages.length > 1).length, volume, eventSize, usual };
  if (eventSize === null) return { ...fit, misses: [] };
  const chanceErrors = errorsOf(curve, eventSize, setting).chance;
  const events = { eventSize, isCounted: isCounted(metric) };
  const misses = missesOf({
    series,
    knots,
    shares,
    chanceErrors,
    meanDays: usual.before,
    dayShape: usual.shape,
    ...events,
  });
  return { ...fit, misses };
}

/** What one event is worth: cost per click, value per conversion, 1 for counts. */
function eventSizeOf(metric: CommonMeasure, metrics: AccountSnapshots['metrics'], typical: number): number {
  const { paidPer: counted } = measureFacts(metric);
  if (counted === undefined) return 1;
  const events = sum(newestValues(metrics[counted]));
  return events > 0 ? sum(newestValues(metrics[metric])) / events : typical / assumedEventsPerDay;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
