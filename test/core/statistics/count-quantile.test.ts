import { describe, expect, it } from 'vitest';
import { countQuantile, gammaQuantile, zeroShare } from '../../../core/statistics/count-quantile.ts';

const z = { 0.025: -1.959963984540054, 0.1: -1.2815515655446004, 0.9: 1.2815515655446004, 0.975: 1.959963984540054 };
const tails = [0.025, 0.1, 0.9, 0.975] as const;

describe('quantiles of counts', () => {
  it('lie within the half units around the count where the distribution passes the share', () => {
    // Poisson with mean 1: 0.3679, 0.7358, 0.9197 are the cumulative shares of 0, 1, 2
    const poisson = { mean: 1, dispersion: 1 };
    expect(countQuantile(poisson, 0.1, z[0.1])).toBeCloseTo(-0.5 + 0.1 / Math.exp(-1), 12);
    expect(countQuantile(poisson, 0.9, z[0.9])).toBeCloseTo(1.5 + (0.9 - 2 * Math.exp(-1)) / (Math.exp(-1) / 2), 12);
  });

  it('know the geometric distribution, which is the negative binomial of dispersion 1 + mean', () => {
    // P(n) = 0.25 · 0.75ⁿ at mean 3
    const geometric = { mean: 3, dispersion: 4 };
    expect(zeroShare(geometric)).toBeCloseTo(0.25, 12);
    // 1 - 0.75⁸ = 0.8999 and 1 - 0.75⁹ = 0.9249
    const within = (0.9 - (1 - 0.75 ** 8)) / (0.25 * 0.75 ** 8);
    expect(countQuantile(geometric, 0.9, z[0.9])).toBeCloseTo(7.5 + within, 9);
  });

  it('stay around nothing when nothing is expected', () => {
    expect(countQuantile({ mean: 0, dispersion: 1 }, 0.1, z[0.1])).toBeCloseTo(-0.4, 12);
    expect(gammaQuantile({ mean: 0, dispersion: 1 }, z[0.9])).toBe(0);
    expect(zeroShare({ mean: 0, dispersion: 2 })).toBe(1);
  });

  it('go over into the gamma distribution without a jump', () => {
    for (const dispersion of [1, 2, 5]) {
      for (const share of tails) {
        const exact = countQuantile({ mean: 30, dispersion }, share, z[share]);
        const approximate = gammaQuantile({ mean: 30, dispersion }, z[share]);
        expect(Math.abs(approximate - exact)).toBeLessThan(0.05 * Math.sqrt(30 * dispersion) + 0.5);
      }
    }
  });
});
