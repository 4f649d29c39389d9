/**
 * Quantiles of a negative binomial count, which is a Poisson count whose own mean is uncertain. Every count is spread evenly over
 * the half units around it, so that a bound lies between counts and covers, on average over many, exactly what it says.
 */

/** From this mean on the distribution is close enough to a gamma distribution of the same mean and variance. */
const largeMean = 30;
/** Ends the sum where the distribution is so skewed that its tail never does. */
const maximumCounts = 10_000;

export interface CountDistribution {
  mean: number;
  /** Variance as a multiple of the mean: 1 for Poisson, more otherwise. */
  dispersion: number;
}

/** Probability that nothing is counted. */
export function zeroShare({ mean, dispersion }: CountDistribution): number {
  const excess = dispersion - 1;
  return Math.exp(excess > 1e-9 ? (-mean * Math.log1p(excess)) / excess : -mean);
}

/** The count below which `share` lies; `z` is the same quantile of the standard normal distribution. */
export function countQuantile(distribution: CountDistribution, share: number, z: number): number {
  const { mean, dispersion } = distribution;
  if (mean > largeMean) return gammaQuantile(distribution, z);
  let term = zeroShare(distribution);
  let below = 0;
  let count = 0;
  while (below + term < share && count < maximumCounts) {
    below += term;
    term *= (mean + count * (dispersion - 1)) / (dispersion * (count + 1));
    count += 1;
  }
  return count - 0.5 + (term > 0 ? Math.min(1, (share - below) / term) : 0);
}

/** The same of a gamma distribution, for amounts: Wilson & Hilferty (1931), the cube root of a gamma variable is nearly normal. */
export function gammaQuantile({ mean, dispersion }: CountDistribution, z: number): number {
  if (mean <= 0) return 0;
  const ninth = dispersion / (9 * mean);
  return mean * Math.max(0, 1 - ninth + z * Math.sqrt(ninth)) ** 3;
}
