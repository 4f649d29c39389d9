/** A Beta distribution over a rate: the prior or posterior of a creative's results per impression. */
import { incompleteBeta } from './special-functions.ts';

export interface Beta {
  alpha: number;
  beta: number;
}

export const mean = ({ alpha, beta }: Beta): number => alpha / (alpha + beta);

/**
 * The rate of what needs two steps, such as a click and then a lead: the Beta with the mean and the variance of the product of two
 * independent rates. Exact in both moments; the product of two Betas is so nearly a Beta that its quantiles agree within a percent.
 */
export function productOf(first: Beta, second: Beta): Beta {
  const average = mean(first) * mean(second);
  const squared = meanSquare(first) * meanSquare(second);
  const variance = squared - average ** 2;
  const trials = (average * (1 - average)) / variance - 1;
  return { alpha: average * trials, beta: (1 - average) * trials };
}

const meanSquare = ({ alpha, beta }: Beta): number => (alpha * (alpha + 1)) / ((alpha + beta) * (alpha + beta + 1));

/** Share of the distribution below a rate. */
export const shareBelow = ({ alpha, beta }: Beta, rate: number): number => incompleteBeta(rate, alpha, beta);

/** The rate below which a share of the distribution lies. */
export function quantile(distribution: Beta, share: number): number {
  let low = 0;
  let high = 1;
  // 60 halvings reach the spacing of doubles around the smallest rates that ads have
  for (let step = 0; step < 60 && high - low > 1e-9 * high; step++) {
    const middle = (low + high) / 2;
    if (shareBelow(distribution, middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Standard deviation of the rate's log odds, within a few percent; on that scale a Beta looks nearly normal. */
export function logOddsDeviation({ alpha, beta }: Beta): number {
  // 1/a + 1/a² bounds the trigamma function from above, which the exact variance is made of
  return Math.sqrt(1 / alpha + 1 / alpha ** 2 + 1 / beta + 1 / beta ** 2);
}

export interface Node {
  rate: number;
  weight: number;
}

const reachInDeviations = 8;
/** Tails of the log odds fall like exp(-alpha |x|) and exp(-beta |x|); this many units more leave e^-30 of them. */
const tailUnits = 30;
/** Bounds the work where one distribution is far narrower than the other. */
const maximumNodes = 600;

/**
 * Rates and weights whose weighted sum is the mean of a function over the distribution. The trapezoid rule on the log odds,
 * where the density is smooth and falls off exponentially on both sides, converges exponentially.
 */
export function quadrature(distribution: Beta, wantedStep: number): Node[] {
  const { alpha, beta } = distribution;
  const deviation = logOddsDeviation(distribution);
  const mode = Math.log(alpha / beta);
  const from = mode - reachInDeviations * deviation - tailUnits / alpha;
  const through = mode + reachInDeviations * deviation + tailUnits / beta;
  const steps = Math.min(maximumNodes, Math.ceil((through - from) / wantedStep));
  const logDensity = (x: number): number => -alpha * Math.log1p(Math.exp(-x)) - beta * Math.log1p(Math.exp(x));
  const peak = logDensity(mode);
  const nodes: Node[] = [];
  let total = 0;
  for (let index = 0; index <= steps; index++) {
    const x = from + ((through - from) * index) / steps;
    const weight = Math.exp(logDensity(x) - peak);
    total += weight;
    if (weight > 0) nodes.push({ rate: 1 / (1 + Math.exp(-x)), weight });
  }
  return nodes.map(({ rate, weight }) => ({ rate, weight: weight / total }));
}
