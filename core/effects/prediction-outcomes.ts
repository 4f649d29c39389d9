/**
 * What decisions predicted, held against what came. A decision's prediction is its creative's rate of results per impression, in
 * percent (`posterior_rate`, with 95 % between `posterior_low` and `posterior_high`); what came are the mature days after it.
 */
import { z } from 'zod';
import type { Decision } from '../contracts.ts';
import { countQuantile } from '../maturity/count-quantile.ts';

export interface RatePrediction {
  decisionId: string;
  creativeId: string;
  kpi: string;
  /** When it was made; days from the next one on are held against it. */
  madeOn: string;
  /** Results per 100 impressions. */
  rate: number;
  low: number;
  high: number;
}

/** One creative on one mature, reconciled day. */
export interface OutcomeDay {
  creativeId: string;
  date: string;
  impressions: number;
  /** By KPI; null where the platform did not give it. */
  results: Readonly<Record<string, number | null>>;
}

/** A prediction whose days have come. */
export interface MaturedPrediction extends RatePrediction {
  impressions: number;
  results: number;
}

export const predictionQualities = z.object({
  predictions: z.int(),
  impressions: z.number(),
  /** Share of the outcomes within the 95 % interval, after what chance adds to a count; null without predictions. */
  coverage: z.number().nullable(),
  /** Impression-weighted mean of what was predicted too much, in percentage points of the rate. */
  bias: z.number().nullable(),
  /** Impression-weighted absolute error as a share of the rate; null where nothing came. */
  absolute_error: z.number().nullable(),
  /** By predicted rate, lowest first, the tenths of the predictions: what was predicted and what came, weighted by impressions. */
  deciles: z.array(z.object({ predictions: z.int(), predicted: z.number(), observed: z.number() })),
});
export type PredictionQuality = z.infer<typeof predictionQualities>;

/** Seven days after a decision are what it is judged by. */
export const judgedDays = 7;
const msPerDay = 86_400_000;
const z95 = 1.959964;

/** Of the creatives that were judged as they ran: nothing was to be changed about them, or nothing was. */
export function predictionsOf(
  decisions: readonly Decision[],
  appliedIds: ReadonlySet<string> = new Set(),
): RatePrediction[] {
  return decisions.flatMap(({ decision_id, creative_id, created_at, evidence }) =>
    // what was changed is no longer what was predicted of
    creative_id === null || evidence.impressions === 0 || appliedIds.has(decision_id)
      ? []
      : {
          decisionId: decision_id,
          creativeId: creative_id,
          kpi: evidence.kpi,
          madeOn: created_at.slice(0, 10),
          rate: evidence.posterior_rate,
          low: evidence.posterior_low,
          high: evidence.posterior_high,
        },
  );
}

/** Those whose seven days are all mature, with what came on them; without impressions there is nothing to hold against them. */
export function maturedPredictions(
  predictions: readonly RatePrediction[],
  days: readonly OutcomeDay[],
  newestMatureDay: string,
): MaturedPrediction[] {
  const byCreative = new Map<string, OutcomeDay[]>();
  for (const day of days) byCreative.set(day.creativeId, [...(byCreative.get(day.creativeId) ?? []), day]);
  return predictions.flatMap((prediction) => {
    const through = new Date(Date.parse(prediction.madeOn) + judgedDays * msPerDay).toISOString().slice(0, 10);
    if (through > newestMatureDay) return [];
    const own = (byCreative.get(prediction.creativeId) ?? []).filter(
      ({ date }) => date > prediction.madeOn && date <= through,
    );
    const results = own.map((day) => day.results[prediction.kpi] ?? null);
    const impressions = own.reduce((sum, day) => sum + day.impressions, 0);
    if (impressions === 0 || results.includes(null)) return [];
    return { ...prediction, impressions, results: results.reduce((sum: number, each) => sum + (each ?? 0), 0) };
  });
}

export function predictionQuality(matured: readonly MaturedPrediction[]): PredictionQuality {
  const impressions = total(matured, (each) => each.impressions);
  const came = total(matured, (each) => each.results);
  const share = (sum: number, of: number): number | null => (of > 0 ? sum / of : null);
  return {
    predictions: matured.length,
    impressions,
    coverage: share(matured.filter(isCovered).length, matured.length),
    bias: share(
      total(matured, (each) => each.impressions * (each.rate - observed(each))),
      impressions,
    ),
    absolute_error: share(total(matured, absoluteError), came),
    deciles: decilesOf(matured),
  };
}

/**
 * 100 × (1 − impression-weighted absolute percentage error of CTR): Σ impressions × |predicted − observed| over Σ impressions ×
 * observed, so that a creative without clicks counts by its size and not infinitely. Null when no prediction of clicks matured, or no
 * click came. May be negative: worse than predicting nothing at all.
 */
export function predictionAccuracy(matured: readonly MaturedPrediction[]): number | null {
  const ofClicks = matured.filter(({ kpi }) => kpi === 'clicks');
  const clicks = total(ofClicks, (each) => each.results);
  return clicks > 0 ? 100 * (1 - total(ofClicks, absoluteError) / clicks) : null;
}

const observed = ({ results, impressions }: MaturedPrediction): number => (100 * results) / impressions;

/** In results. */
const absoluteError = (each: MaturedPrediction): number =>
  (each.impressions * Math.abs(each.rate - observed(each))) / 100;

/** A Poisson count whose mean is believed to be gamma distributed: the belief's own spread, and chance in the count. */
function isCovered(each: MaturedPrediction): boolean {
  const mean = (each.impressions * each.rate) / 100;
  if (!(each.low > 0 && each.high > each.low && mean > 0)) return false;
  const belief = Math.log(each.high / each.low) / (2 * z95);
  const count = { mean, dispersion: 1 + mean * belief ** 2 };
  return countQuantile(count, 0.025, -z95) <= each.results && each.results <= countQuantile(count, 0.975, z95);
}

function decilesOf(matured: readonly MaturedPrediction[]): PredictionQuality['deciles'] {
  const sorted = matured.toSorted((one, other) => one.rate - other.rate);
  const edges = Array.from({ length: 11 }, (_, tenth) => Math.round((tenth * sorted.length) / 10));
  return edges.slice(1).flatMap((end, tenth) => {
    const own = sorted.slice(edges[tenth]!, end);
    const impressions = total(own, (each) => each.impressions);
    if (own.length === 0) return [];
    return {
      predictions: own.length,
      predicted: total(own, (each) => each.impressions * each.rate) / impressions,
      observed: (100 * total(own, (each) => each.results)) / impressions,
    };
  });
}

const total = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0);
