import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileChiSquare, shareBelowChiSquare } from '../../../core/statistics/chi-square.ts';

describe('the chi-square distribution', () => {
  it('has the quantiles of the printed tables', () => {
    // Abramowitz & Stegun, table 26.8
    for (const [share, degrees, value] of [
      [0.025, 1, 0.000982069],
      [0.975, 1, 5.02389],
      [0.025, 2, 0.0506356],
      [0.975, 2, 7.37776],
      [0.95, 10, 18.307],
      [0.025, 20, 9.59083],
      [0.975, 30, 46.9792],
      [0.975, 100, 129.561],
    ] as const)
      expect(quantileChiSquare(share, degrees) / value).toBeCloseTo(1, 4);
  });

  it('agrees with the closed form of two degrees of freedom', () => {
    for (const share of [0.001, 0.025, 0.5, 0.975, 0.999])
      expect(quantileChiSquare(share, 2)).toBeCloseTo(-2 * Math.log1p(-share), 9);
  });

  it('becomes normal with many degrees of freedom, in the approximation of Wilson & Hilferty', () => {
    for (const degrees of [1e4, 1e6, 1e8]) {
      const ninth = 2 / (9 * degrees);
      const nearly = degrees * (1 - ninth + 1.959963985 * Math.sqrt(ninth)) ** 3;
      expect(quantileChiSquare(0.975, degrees) / nearly).toBeCloseTo(1, 7);
    }
  });

  it('has quantiles that undo the shares, with fractions of degrees of freedom too', () => {
    const degrees = fc.double({ min: 0.3, max: 5000, noNaN: true });
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(degrees, share, (freedom, below) => {
        expect(shareBelowChiSquare(quantileChiSquare(below, freedom), freedom)).toBeCloseTo(below, 9);
      }),
    );
  });

  it('has nothing below zero', () => {
    expect(shareBelowChiSquare(0, 3)).toBe(0);
    expect(shareBelowChiSquare(-1, 3)).toBe(0);
  });
});
