import { describe, expect, it } from 'vitest';
import { dispersion, overdispersionOf } from '../../../core/statistics/dispersion.ts';
import { countsOf, type Day } from '../optimize/proposals/creatives.ts';
import { seeded, simulateDays } from '../optimize/proposals/simulation.ts';

const nothing = { observed: 0, expected: 0, spareDays: 0 };

describe('dispersion of daily counts', () => {
  it('is the sum of squared distances over what chance alone would make of them', () => {
    const own = overdispersionOf([
      countsOf([
        [100, 5],
        [100, 15],
      ]),
    ]);
    // rate 0.1: (5 - 10)² + (15 - 10)² = 50 against 200 · 0.1 · 0.9 · (1 - 20,000 / 40,000) = 9
    expect(own.observed).toBeCloseTo(50, 9);
    expect(own.expected).toBeCloseTo(9, 9);
    expect(own.spareDays).toBe(1);
    expect(dispersion(own, own)).toBeCloseTo(50 / 9, 9);
  });

  it('is about 1 for pure chance and grows with the differences between days', () => {
    const factor = (variation: number): number => {
      const days = simulateDays(seeded(3), { rate: 0.01, days: 2_000, dailyImpressions: 1_000, variation });
      const own = overdispersionOf([countsOf(days)]);
      return dispersion(own, own) ?? 0;
    };
    expect(factor(0)).toBeGreaterThanOrEqual(1);
    expect(factor(0)).toBeLessThan(1.1);
    expect(factor(0.3)).toBeGreaterThan(1.5);
    expect(factor(0.6)).toBeGreaterThan(factor(0.3));
  });

  it('is never below 1, however even the days', () => {
    const even = overdispersionOf([countsOf(Array.from({ length: 50 }, (): Day => [1_000, 10]))]);
    expect(even.observed).toBeCloseTo(0, 6);
    expect(dispersion(even, even)).toBe(1);
  });

  it("follows the account's where the campaign has few days, its own where it has many", () => {
    const account = { observed: 400, expected: 100, spareDays: 300 };
    expect(dispersion(nothing, account)).toBe(4);
    expect(dispersion({ observed: 10, expected: 10, spareDays: 30 }, account)).toBe(2.5);
    expect(dispersion({ observed: 10, expected: 10, spareDays: 2970 }, account)).toBeCloseTo(1.03, 9);
  });

  it('is unknown while no creative has two days', () => {
    expect(
      dispersion(overdispersionOf([countsOf([[1_000, 10]])]), overdispersionOf([countsOf([[1_000, 10]])])),
    ).toBeNull();
    expect(overdispersionOf([])).toEqual(nothing);
  });
});
