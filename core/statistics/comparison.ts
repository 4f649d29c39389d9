/** How two uncertain rates compare: deterministic quadrature, no random draws, so the same data gives the same decision. */
import { type Beta, logOddsDeviation, quadrature, shareBelow } from './beta.ts';

/** Probability that `rate` is below `factor` times `other`; `factor` within 0 (excluded) and 1. */
export function probabilityBelow(rate: Beta, other: Beta, factor: number): number {
  const step = Math.min(logOddsDeviation(rate), logOddsDeviation(other)) / stepsPerDeviation;
  // integrating over the narrower of the two keeps the integrand smooth at the scale of the steps
  const probability =
    logOddsDeviation(other) <= logOddsDeviation(rate)
      ? sum(quadrature(other, step), (value) => shareBelow(rate, factor * value))
      : sum(quadrature(rate, step), (value) => 1 - shareBelow(other, value / factor));
  return clampToShare(probability);
}

/** The trapezoid rule on a normal density is exact to 1e-8 at one step a deviation; two leave room for the integrand. */
const stepsPerDeviation = 2;

const sum = (nodes: ReturnType<typeof quadrature>, value: (rate: number) => number): number =>
  nodes.reduce((total, node) => total + node.weight * value(node.rate), 0);

const clampToShare = (value: number): number => Math.min(1, Math.max(0, value));
