/** Predictions against what became of them, once that is known: by the prediction file, and by version. */
import { z } from 'zod';
import { isoDate } from '../contracts.ts';
import type { Prediction } from './prediction.ts';

/** What a creative did in the days that a prediction was about. */
export interface Outcome {
  impressions: number;
  clicks: number;
}

/** Sums, so that files add up to versions; losses are weighted by impressions. */
export const fileAccuracy = z.object({
  /** Key of the predictions. */
  key: z.string(),
  version: z.string(),
  sha256: z.string(),
  for_day: isoDate,
  matured_on: isoDate,
  creatives: z.int(),
  impressions: z.number(),
  clicks: z.number(),
  expected_clicks: z.number(),
  /** Of impressions × |predicted − observed CTR|. */
  absolute_error: z.number(),
  /** Creatives whose clicks lie within the interval that should hold four of five, chance of counts included. */
  covered: z.int(),
});
export type FileAccuracy = z.infer<typeof fileAccuracy>;

export interface Accuracy {
  creatives: number;
  impressions: number;
  /** Mean |predicted − observed CTR|, weighted by impressions. */
  meanAbsoluteError: number;
  /** Clicks that came over clicks that were expected: 1 is right. */
  calibration: number | null;
  coverage: number;
  /** 100 · (1 − impression-weighted absolute percentage error of the CTR); below 0 it is worse than saying nothing. Null without clicks. */
  percent: number | null;
}

/** The normal quantile of 0.9: four of five lie within. */
const deviations = 1.2815515655446004;

/** Creatives with fewer impressions than `least` say nothing. Undefined when none has enough. */
export function measure(
  predictions: readonly { prediction: Prediction; outcome: Outcome | undefined }[],
  about: { key: string; maturedOn: string; least: number },
): FileAccuracy | undefined {
  const known = predictions.flatMap(({ prediction, outcome }) =>
    outcome && outcome.impressions >= about.least ? [{ prediction, outcome }] : [],
  );
  const first = known[0]?.prediction;
  if (!first) return undefined;
  const sum = (part: (each: (typeof known)[number]) => number) => known.reduce((total, each) => total + part(each), 0);
  return {
    key: about.key,
    version: first.version,
    sha256: first.sha256,
    for_day: first.for_day,
    matured_on: about.maturedOn,
    creatives: known.length,
    impressions: sum(({ outcome }) => outcome.impressions),
    clicks: sum(({ outcome }) => outcome.clicks),
    expected_clicks: sum(({ prediction, outcome }) => prediction.ctr.expected * outcome.impressions),
    absolute_error: sum(({ prediction, outcome }) =>
      Math.abs(prediction.ctr.expected * outcome.impressions - outcome.clicks),
    ),
    covered: known.filter(({ prediction, outcome }) => isCovered(prediction, outcome)).length,
  };
}

/** On the log scale, where a count of n scatters by 1/√n around its expectation. */
function isCovered({ ctr }: Prediction, { impressions, clicks }: Outcome): boolean {
  const expected = ctr.expected * impressions;
  if (expected <= 0) return clicks === 0;
  const scatter = Math.log(ctr.high / ctr.expected) / deviations;
  const reach = deviations * Math.hypot(scatter, 1 / Math.sqrt(expected));
  return Math.abs(Math.log(Math.max(clicks, 0.5) / expected)) <= reach;
}

/** Null without files. */
export function combined(files: readonly FileAccuracy[]): Accuracy | null {
  const sum = (part: 'creatives' | 'impressions' | 'clicks' | 'expected_clicks' | 'absolute_error' | 'covered') =>
    files.reduce((total, file) => total + file[part], 0);
  const [impressions, clicks, expected, error] = [
    sum('impressions'),
    sum('clicks'),
    sum('expected_clicks'),
    sum('absolute_error'),
  ];
  if (impressions === 0) return null;
  return {
    creatives: sum('creatives'),
    impressions,
    meanAbsoluteError: error / impressions,
    calibration: expected > 0 ? clicks / expected : null,
    coverage: sum('covered') / sum('creatives'),
    percent: clicks > 0 ? 100 * (1 - error / clicks) : null,
  };
}
