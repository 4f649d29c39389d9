import { describe, expect, it } from 'vitest';
import type { DaySeries } from '../../../../core/process/maturity/day-snapshot.ts';
import { meanDay } from '../../../../core/process/maturity/mean-day.ts';

const knots = [0, 24];
const shares = [0.5, 1];
const seen = (...days: [day: number, age: number, value: number][]): DaySeries[] =>
  days.map(([day, age, value]) => ({ day, ages: [age], values: [value] }));

describe('the mean day', () => {
  it('is what was seen over the shares that should be visible', () => {
    expect(meanDay(seen([0, 24, 10]), knots, shares, 1).mean).toBe(10);
    expect(meanDay(seen([0, 0, 5]), knots, shares, 1).mean).toBe(10);
    expect(meanDay([], knots, shares, 1).mean).toBeNull();
  });

  it('halves the weight of a day every two weeks', () => {
    // (0.5 · 10 + 40) / 1.5
    expect(meanDay(seen([0, 24, 10], [14, 24, 40]), knots, shares, 1).mean).toBeCloseTo(30, 12);
  });

  it('is kept as it stood before each day', () => {
    const { before } = meanDay(seen([0, 24, 10], [14, 24, 40], [15, 0, 1]), knots, shares, 1);
    expect(before[0]).toBeNull();
    expect(before[1]).toBe(10);
    expect(before[2]).toBeCloseTo(30, 12);
  });

  it('takes days to differ by half of it until they are known', () => {
    expect(meanDay([], knots, shares, 1).shape).toBe(4);
    expect(meanDay(seen([0, 24, 10]), knots, shares, 1).shape).toBe(4);
  });

  it('learns that days are alike, or are not, beyond what counting explains', () => {
    const days = (value: (day: number) => number): DaySeries[] =>
      seen(...Array.from({ length: 200 }, (_, day): [number, number, number] => [day, 24, value(day)]));
    expect(
      meanDay(
        days(() => 100),
        knots,
        shares,
        1,
      ).shape,
    ).toBe(50);
    const swinging = meanDay(
      days((day) => (day % 2 ? 40 : 160)),
      knots,
      shares,
      1,
    );
    // a coefficient of variation of 0.6 is a shape of 2.8
    expect(swinging.shape).toBeGreaterThan(2);
    expect(swinging.shape).toBeLessThan(3.5);
  });
});
