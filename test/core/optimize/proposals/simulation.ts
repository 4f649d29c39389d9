/** Days of ads drawn from a seed: rates that differ from day to day, impressions that do, too. */
import type { Day } from './creatives.ts';

export type Random = () => number;

/** mulberry32: 32 bits of state, the same numbers everywhere. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** `variation` is the standard deviation of the logarithm of a day's rate: 0 is pure chance, 0.5 already restless. */
export function simulateDays(
  random: Random,
  {
    rate,
    days,
    dailyImpressions,
    variation,
  }: { rate: number; days: number; dailyImpressions: number; variation: number },
): Day[] {
  return Array.from({ length: days }, () => {
    const impressions = Math.round(dailyImpressions * Math.exp(0.6 * normal(random)));
    const dayRate = rate * Math.exp(variation * normal(random) - variation ** 2 / 2);
    return [impressions, Math.min(impressions, poisson(random, impressions * dayRate))];
  });
}

/** Poisson stands for the binomial at such small rates. */
export function poisson(random: Random, expected: number): number {
  // large expectations by their normal limit, small ones by multiplying uniforms (Knuth)
  if (expected > 60) return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal(random)));
  let product = random();
  let count = 0;
  while (product > Math.exp(-expected)) {
    product *= random();
    count++;
  }
  return count;
}
