import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteBeta, logBeta, logGamma } from '../../../core/statistics/special-functions.ts';

describe('special functions', () => {
  it('gives the logarithm of factorials', () => {
    expect(logGamma(1)).toBeCloseTo(0, 13);
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 13);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    // ln 1000! as published
    expect(logGamma(1001)).toBeCloseTo(5912.128178488163, 9);
  });

  it('gives B(2, 3) = 1/12', () => {
    expect(Math.exp(logBeta(2, 3))).toBeCloseTo(1 / 12, 13);
  });

  it('agrees with the closed forms of the incomplete beta function', () => {
    expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12);
    expect(incompleteBeta(0.3, 2, 1)).toBeCloseTo(0.09, 12);
    expect(incompleteBeta(0.3, 1, 4)).toBeCloseTo(1 - 0.7 ** 4, 12);
    // arcsine distribution
    expect(incompleteBeta(0.2, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(0.2)), 12);
  });

  it('is the tail of a binomial distribution for whole arguments', () => {
    // P(X >= 3) of 10 draws at 0.25
    const tail = 1 - [0, 1, 2].reduce((sum, k) => sum + choose(10, k) * 0.25 ** k * 0.75 ** (10 - k), 0);
    expect(incompleteBeta(0.25, 3, 8)).toBeCloseTo(tail, 12);
  });

  it('lies within 0 and 1, rises with x, and mirrors, up to a million trials', () => {
    const argument = fc.double({ min: 0.05, max: 1e6, noNaN: true });
    const rate = fc.double({ min: 1e-6, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(argument, argument, rate, (a, b, x) => {
        const value = incompleteBeta(x, a, b);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(incompleteBeta(Math.min(1, x * 1.01), a, b)).toBeGreaterThanOrEqual(value - 1e-8);
        expect(value + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 7);
      }),
      { numRuns: 300 },
    );
  });

  it('is 0 and 1 outside of the rates there are', () => {
    expect(incompleteBeta(-0.1, 2, 3)).toBe(0);
    expect(incompleteBeta(1.5, 2, 3)).toBe(1);
  });
});

function choose(n: number, k: number): number {
  let ways = 1;
  for (let index = 0; index < k; index++) ways = (ways * (n - index)) / (index + 1);
  return ways;
}
