/** The errors of predictions, from any source. */
import { z } from 'zod';
import { countQuantile } from '../../statistics/count-quantile.ts';
import type { Interval } from '../../statistics/interval.ts';
import type { MaturedPrediction } from './outcomes.ts';

/** Sums, so that parts add up. */
export const errorSums = z.object({
  predictions: z.int(),
  impressions: z.number(),
  results: z.number(),
  expected_results: z.number(),
  /** Of impressions × |predicted − observed rate|, in results. */
  absolute_error: z.number(),
});
export type ErrorSums = z.infer<typeof errorSums>;

export const predictionQuality = z.object({
  predictions: z.int(),
  impressions: z.number(),
  /** Share that the intervals should hold, and the share of outcomes within, after what chance adds to a count; null without predictions. */
  interval: z.number(),
  coverage: z.number().nullable(),
  /** Impression-weighted mean of what was predicted too much, in percentage points of the rate. */
  bias: z.number().nullable(),
  /** Impression-weighted absolute error as a share of the rate; null where nothing came. */
  absolute_error: z.number().nullable(),
  /** By predicted rate, lowest first, the tenths of the predictions: percent predicted and observed, weighted by impressions. */
  deciles: z.array(z.object({ predictions: z.int(), predicted: z.number(), observed: z.number() })),
});
export type PredictionQuality = z.infer<typeof predictionQuality>;

export const sumsOf = (matured: readonly MaturedPrediction[]): ErrorSums => ({
  predictions: matured.length,
  impressions: total(matured, ({ impressions }) => impressions),
  results: total(matured, ({ results }) => results),
  expected_results: total(matured, expectedResults),
  absolute_error: total(matured, (each) => Math.abs(expectedResults(each) - each.results)),
});

export const added = (parts: readonly ErrorSums[]): ErrorSums => ({
  predictions: total(parts, ({ predictions }) => predictions),
  impressions: total(parts, ({ impressions }) => impressions),
  results: total(parts, ({ results }) => results),
  expected_results: total(parts, ({ expected_results }) => expected_results),
  absolute_error: total(parts, ({ absolute_error }) => absolute_error),
});

/**
 * 100 × (1 − impression-weighted absolute percentage error of CTR): Σ impressions × |predicted − observed| over Σ impressions ×
 * observed, so that a creative without clicks counts by its size and not infinitely. Null when no prediction of clicks matured, or no
 * click came. May be negative: worse than predicting nothing at all.
 */
export function predictionAccuracy(matured: readonly MaturedPrediction[]): number | null {
  const { results, absolute_error } = sumsOf(matured.filter(({ kpi }) => kpi === 'clicks'));
  return results > 0 ? 100 * (1 - absolute_error / results) : null;
}

/** Results that came over results that were expected: 1 is right. */
export const observedOverExpected = ({ results, expected_results }: ErrorSums): number | null =>
  share(results, expected_results);

export function predictionQualityOf(matured: readonly MaturedPrediction[], interval: Interval): PredictionQuality {
  const sums = sumsOf(matured);
  const covered = matured.filter((each) => isCovered(each, interval)).length;
  return {
    predictions: sums.predictions,
    impressions: sums.impressions,
    interval: interval.share,
    coverage: share(covered, matured.length),
    bias: share(100 * (sums.expected_results - sums.results), sums.impressions),
    absolute_error: share(sums.absolute_error, sums.results),
    deciles: decilesOf(matured),
  };
}

const expectedResults = ({ impressions, rate }: MaturedPrediction): number => impressions * rate.expected;

/** A Poisson count whose mean has a gamma posterior: the posterior's own variance, and chance in the count. */
function isCovered(each: MaturedPrediction, { tail, deviations }: Interval): boolean {
  const { low, high } = each.rate;
  const mean = expectedResults(each);
  if (!(low > 0 && high > low && mean > 0)) return false;
  const spread = Math.log(high / low) / (2 * deviations);
  const count = { mean, dispersion: 1 + mean * spread ** 2 };
  return (
    countQuantile(count, tail, -deviations) <= each.results &&
    each.results <= countQuantile(count, 1 - tail, deviations)
  );
}

function decilesOf(matured: readonly MaturedPrediction[]): PredictionQuality['deciles'] {
  const sorted = matured.toSorted((one, other) => one.rate.expected - other.rate.expected);
  const edges = Array.from({ length: 11 }, (_, tenth) => Math.round((tenth * sorted.length) / 10));
  return edges.slice(1).flatMap((end, tenth) => {
    const { predictions, impressions, results, expected_results } = sumsOf(sorted.slice(edges[tenth], end));
    if (predictions === 0) return [];
    return { predictions, predicted: (100 * expected_results) / impressions, observed: (100 * results) / impressions };
  });
}

const share = (sum: number, of: number): number | null => (of > 0 ? sum / of : null);

const total = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0);
