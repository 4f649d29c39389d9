/** The normal distribution, and rates on the log scale, where a Beta is nearly normal and ratios are differences. */
import type { Beta } from './beta.ts';

/** Share of the standard normal distribution below z; absolute error below 1.2e-7 (Numerical Recipes, erfcc). */
export function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  let series = 0;
  for (const coefficient of erfcTerms) series = series * t + coefficient;
  const tail = 0.5 * t * Math.exp(-x * x + series);
  return z >= 0 ? 1 - tail : tail;
}

const erfcTerms = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
  -1.26551223,
];

export interface LogNormal {
  /** Mean and standard deviation of the logarithm. */
  mean: number;
  deviation: number;
}

const digammaFrom = 6;

/** d ln Γ(x) / dx for x > 0 (asymptotic series, Abramowitz & Stegun 6.3.18). */
export function digamma(x: number): number {
  let shifted = x;
  let below = 0;
  while (shifted < digammaFrom) below += 1 / shifted++;
  const inverse = 1 / shifted ** 2;
  return Math.log(shifted) - 0.5 / shifted - inverse * (1 / 12 - inverse * (1 / 120 - inverse / 252)) - below;
}

/** d² ln Γ(x) / dx² for x > 0 (Abramowitz & Stegun 6.4.12). */
export function trigamma(x: number): number {
  let shifted = x;
  let below = 0;
  while (shifted < digammaFrom) below += 1 / (shifted++) ** 2;
  const inverse = 1 / shifted ** 2;
  return 1 / shifted + inverse / 2 + (inverse / shifted) * (1 / 6 - inverse * (1 / 30 - inverse / 42)) + below;
}

/** The logarithm of a rate: exact mean and standard deviation. */
export const logOf = ({ alpha, beta }: Beta): LogNormal => ({
  mean: digamma(alpha) - digamma(alpha + beta),
  deviation: Math.sqrt(Math.max(0, trigamma(alpha) - trigamma(alpha + beta))),
});

/** One quantity in units of another, both independent. */
export const ratioOf = (one: LogNormal, other: LogNormal): LogNormal => ({
  mean: one.mean - other.mean,
  deviation: Math.hypot(one.deviation, other.deviation),
});

/** Value below which a share of the distribution lies that is `z` standard deviations from its middle. */
export const atDeviation = ({ mean, deviation }: LogNormal, z: number): number => Math.exp(mean + z * deviation);

export const averageOf = ({ mean, deviation }: LogNormal): number => Math.exp(mean + deviation ** 2 / 2);

/** Probability that the quantity is above a value. */
export const probabilityAbove = ({ mean, deviation }: LogNormal, value: number): number =>
  deviation > 0 ? normalShare((mean - Math.log(value)) / deviation) : Number(Math.exp(mean) > value);
