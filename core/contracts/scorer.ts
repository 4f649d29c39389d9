/** What a model is to those who ask it. */
import type { BidTarget, ModelFile, RateTarget } from './model-file.ts';

/** An expected value and the interval that the truth lies in four times out of five. */
export interface Estimate {
  expected: number;
  low: number;
  high: number;
}

export type Target = RateTarget | BidTarget;

/**
 * Rates per impression (`ctr`, `result_rate`) of the creative scorer; amounts a day (`cost`, `clicks`, `results`) of the bid
 * model. Null where the model says nothing: no results in its data, or a bid whose effect is not identified.
 */
export type Prediction = Partial<Record<Target, Estimate | null>>;

export interface Contribution {
  /** A feature's name, or `campaign`. */
  name: string;
  /** Of the feature; null for the campaign. */
  value: number | null;
  /** Added to the logarithm of the estimate. */
  effect: number;
}

/** `base` and all effects add up to `logEstimate`. Contributions stand in the order of their size. */
export interface Explanation {
  target: Target;
  base: number;
  contributions: Contribution[];
  logEstimate: number;
}

/** Rows hold the model's features in order: an array each, or one flat array. */
export type FeatureRows = readonly (readonly number[])[] | Float64Array;

export interface Scorer {
  file: ModelFile;
  /** `campaigns` are keys (`campaignKey`), one a row; without them, or where the model does not know one, the estimate is wider. */
  predict(rows: FeatureRows, campaigns?: readonly string[]): Prediction[];
  explain(row: readonly number[], campaign?: string): Explanation[];
}
