/** What a source of predictions says of an ad, in one shape, so that all are measured alike. */
import type { Interval } from '../../statistics/interval.ts';

/** A prediction is about so many days: four pulls see a week whole, and weekdays weigh alike. */
export const horizonDays = 7;

/** Results per impression of one creative over `horizonDays` days. */
export interface RatePrediction {
  platform: string;
  accountId: string;
  campaignId: string;
  creativeId: string;
  /** What is counted; of `clicks` the rate is the CTR. */
  kpi: string;
  /** ISO instant. */
  madeAt: string;
  /** The first day that it is about. */
  fromDay: string;
  rate: { expected: number; low: number; high: number };
  /** The model that said so; null where none did. */
  model: { version: string; sha256: string } | null;
}

export const sourceNames = ['models', 'posteriors'] as const;
export type SourceName = (typeof sourceNames)[number];

/** Who predicts: where its predictions are kept, and how they are read. What became of them is measured elsewhere. */
export interface PredictionSource {
  name: SourceName;
  /** Its objects are `<prefix>YYYY-MM-DD/…`, by the UTC date on which they were made. */
  prefix: string;
  /** Days from that date to the first that is predicted, at least. */
  startsAfterDays: number;
  /** What its low and high hold. */
  interval: Interval;
  read(key: string, body: Uint8Array): Promise<readonly RatePrediction[]> | readonly RatePrediction[];
}
