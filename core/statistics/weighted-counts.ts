/** The interval of a weighted sum of counts, which is good for few events too: the gamma interval of Fay & Feuer (1997). */
import { quantileChiSquare } from './chi-square.ts';

export interface WeightedCounts {
  /** y: the sum of weight × count; 0 where nothing happened. */
  sum: number;
  /** v: its variance; of Poisson counts, the sum of weight² × count. */
  variance: number;
  /** k: the weight that one more event would have. */
  nextWeight: number;
}

/** Both ends of the 95% interval of the sum's expected value. */
export function weightedCountsInterval({ sum, variance, nextWeight }: WeightedCounts): [low: number, high: number] {
  return [
    sum > 0 ? scaledChiSquare(0.025, sum, variance) : 0,
    scaledChiSquare(0.975, sum + nextWeight, variance + nextWeight ** 2),
  ];
}

/** Quantile of the gamma distribution with this mean and variance. */
const scaledChiSquare = (share: number, mean: number, variance: number): number =>
  (variance / (2 * mean)) * quantileChiSquare(share, (2 * mean ** 2) / variance);
