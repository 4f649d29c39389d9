import { describe, expect, it } from 'vitest';
import { quantileT, shareBelowT } from '../../../core/statistics/student-t.ts';

describe('Student’s t distribution', () => {
  it('has the quantiles of the printed tables', () => {
    // Abramowitz & Stegun, table 26.10
    for (const [share, degrees, t] of [
      [0.9, 1, 3.078],
      [0.975, 1, 12.706],
      [0.95, 3, 2.353],
      [0.975, 10, 2.228],
      [0.995, 30, 2.75],
    ] as const)
      expect(quantileT(share, degrees)).toBeCloseTo(t, 3);
  });

  it('becomes the normal distribution with many degrees of freedom', () => {
    expect(quantileT(0.975, 1e9)).toBeCloseTo(1.959964, 5);
    expect(quantileT(0.975, Number.POSITIVE_INFINITY)).toBeCloseTo(1.959964, 5);
  });

  it('is symmetric, with fractions of degrees of freedom too', () => {
    expect(shareBelowT(0, 2.5)).toBe(0.5);
    expect(shareBelowT(-1.3, 2.5)).toBeCloseTo(1 - shareBelowT(1.3, 2.5), 12);
    expect(quantileT(shareBelowT(0.7, 4.2), 4.2)).toBeCloseTo(0.7, 9);
  });
});
