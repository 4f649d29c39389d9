import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedShortfall, gainFromRatio } from '../../../core/optimize/posteriors/gain.ts';
import { type Beta, mean, productOf, quantile, shareBelow } from '../../../core/statistics/beta.ts';
import { probabilityBelow } from '../../../core/statistics/comparison.ts';
import { digamma, logOf, probabilityAbove, ratioOf, trigamma } from '../../../core/statistics/normal.ts';
import { logBeta } from '../../../core/statistics/special-functions.ts';

describe('comparing two uncertain rates', () => {
  it('agrees with the exact sum for whole numbers', () => {
    const cases: [Beta, Beta][] = [
      [beta(3, 200), beta(9, 180)],
      [beta(20, 4_000), beta(31, 5_000)],
      [beta(400, 90_000), beta(5, 900)],
      [beta(1, 1), beta(1, 1)],
    ];
    for (const [rate, other] of cases) {
      expect(probabilityBelow(rate, other, 1)).toBeCloseTo(exactProbabilityBelow(rate, other), 6);
    }
  });

  it('agrees with brute force over a fine grid, margin and shortfall included', () => {
    const cases: [Beta, Beta][] = [
      [beta(2.5, 310.5), beta(40.25, 8_000)],
      [beta(60, 12_000), beta(4.5, 700)],
      [beta(0.7, 150), beta(12, 2_400)],
    ];
    for (const [rate, other] of cases) {
      const brute = bruteForce(rate, other, 0.9);
      expect(probabilityBelow(rate, other, 0.9)).toBeCloseTo(brute.probability, 3);
      // the log-normal approximation is rough only where there is not one result
      expect(Math.abs(shortfall(rate, other) - brute.shortfall)).toBeLessThan(rate.alpha < 1 ? 0.06 : 0.02);
    }
  });

  it('is one half for equal posteriors, and complementary when they are swapped', () => {
    expect(probabilityBelow(beta(5, 995), beta(5, 995), 1)).toBeCloseTo(0.5, 8);
    const [a, b] = [beta(12, 3_000), beta(300, 60_000)];
    expect(probabilityBelow(a, b, 1) + probabilityBelow(b, a, 1)).toBeCloseTo(1, 7);
  });

  it('is certain where the data is', () => {
    expect(probabilityBelow(beta(100, 100_000), beta(4_000, 996_000), 0.9)).toBeGreaterThan(0.999999);
    expect(shortfall(beta(100_000, 99_900_000), beta(400_000, 99_600_000))).toBeCloseTo(0.75, 2);
  });

  const alpha = fc.double({ min: 0.4, max: 3_000, noNaN: true });
  const failures = fc.double({ min: 50, max: 500_000, noNaN: true });
  const posterior = fc.record({ alpha, beta: failures });

  it('stays within 0 and 1', () => {
    fc.assert(
      fc.property(posterior, posterior, (rate, other) => {
        for (const value of [probabilityBelow(rate, other, 0.9), shortfall(rate, other)]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('falls with every result of the creative, rises with every impression without one and every result of the others', () => {
    fc.assert(
      fc.property(posterior, posterior, fc.integer({ min: 1, max: 500 }), (rate, other, more) => {
        const before = probabilityBelow(rate, other, 0.9);
        expect(probabilityBelow({ ...rate, alpha: rate.alpha + more }, other, 0.9)).toBeLessThanOrEqual(before + 1e-7);
        expect(probabilityBelow({ ...rate, beta: rate.beta + more }, other, 0.9)).toBeGreaterThanOrEqual(before - 1e-7);
        expect(probabilityBelow(rate, { ...other, alpha: other.alpha + more }, 0.9)).toBeGreaterThanOrEqual(
          before - 1e-7,
        );
      }),
      { numRuns: 100 },
    );
  });

  it('finds quantiles that the share below them confirms', () => {
    fc.assert(
      fc.property(posterior, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (distribution, share) => {
        expect(shareBelow(distribution, quantile(distribution, share))).toBeCloseTo(share, 5);
      }),
      { numRuns: 100 },
    );
  });
});

describe('rates on the log scale', () => {
  it('have the exact mean and deviation', () => {
    // ψ(1) = -γ, ψ'(1) = π² / 6
    expect(digamma(1)).toBeCloseTo(-0.5772156649, 8);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 8);
    const { mean: middle, deviation } = logOf(beta(400, 99_600));
    expect(middle).toBeCloseTo(Math.log(0.004) - 1 / 800, 4);
    expect(deviation).toBeCloseTo(1 / 20, 3);
  });

  it('give nearly the same probabilities as the quadrature', () => {
    const [rate, other] = [beta(30, 6_000), beta(90, 14_000)];
    const below = 1 - probabilityAbove(ratioOf(logOf(rate), logOf(other)), 0.9);
    expect(below).toBeCloseTo(probabilityBelow(rate, other, 0.9), 2);
  });

  it('say what a stake would bring, with an interval', () => {
    const gain = gainFromRatio({ mean: Math.log(0.5), deviation: 0.1 }, 100, 30);
    expect(gain.mean).toBeCloseTo(100 * (1 - 0.5 * Math.exp(0.005)), 9);
    expect([gain.low, gain.high].map((amount) => Math.round(amount))).toEqual([41, 58]);
    expect(gain).toMatchObject({ unit: 'money', days: 30 });
  });
});

describe('the rate of two steps', () => {
  it('has the mean and the variance of the product', () => {
    const product = productOf(beta(50, 9_950), beta(6, 194));
    expect(mean(product)).toBeCloseTo(0.005 * 0.03, 12);
    // relative variances add up, and multiply a little
    const relative = ({ alpha, beta: failures }: Beta) => failures / (alpha * (alpha + failures + 1));
    const [one, other] = [relative(beta(50, 9_950)), relative(beta(6, 194))];
    expect(relative(product)).toBeCloseTo(one + other + one * other, 9);
  });
});

const shortfall = (rate: Beta, other: Beta): number => expectedShortfall(ratioOf(logOf(rate), logOf(other)));

function beta(alpha: number, failures: number): Beta {
  return { alpha, beta: failures };
}

/** P(X < Y) for whole alpha of Y: the well-known finite sum (Miller, "Formulas for Bayesian A/B testing"). */
function exactProbabilityBelow(x: Beta, y: Beta): number {
  let sum = 0;
  for (let i = 0; i < y.alpha; i++) {
    sum += Math.exp(
      logBeta(x.alpha + i, x.beta + y.beta) - Math.log(y.beta + i) - logBeta(1 + i, y.beta) - logBeta(x.alpha, x.beta),
    );
  }
  return sum;
}

/** Midpoints of 2,000 equal slices of probability of each: slow and plain. */
function bruteForce(rate: Beta, other: Beta, factor: number): { probability: number; shortfall: number } {
  const slices = 2_000;
  const points = (of: Beta): number[] => Array.from({ length: slices }, (_, i) => quantile(of, (i + 0.5) / slices));
  const [rates, others] = [points(rate), points(other)];
  let below = 0;
  let shortfall = 0;
  for (const value of rates) {
    for (const against of others) {
      if (value < factor * against) below++;
      if (value < against) shortfall += 1 - value / against;
    }
  }
  expect(rates.reduce((sum, value) => sum + value, 0) / slices).toBeCloseTo(mean(rate), 4);
  return { probability: below / slices ** 2, shortfall: shortfall / slices ** 2 };
}
