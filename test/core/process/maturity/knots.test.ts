import { describe, expect, it } from 'vitest';
import { ageKnots, cellAt, valueAt } from '../../../../core/process/maturity/knots.ts';

describe('age knots', () => {
  it('follow the buckets of the stored snapshots: six hours, a day, a week, and end at the horizon', () => {
    const knots = ageKnots(120);
    expect(knots.slice(0, 18)).toEqual([0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60, 66, 72, 78, 84, 90, 96, 120]);
    expect(knots.slice(knots.indexOf(720))).toEqual([
      720, 888, 1056, 1224, 1392, 1560, 1728, 1896, 2064, 2232, 2400, 2568, 2736, 2880,
    ]);
    expect(ageKnots(1)).toEqual([0, 6, 12, 18, 24]);
  });

  it('find the cell of an age, the last one for the horizon and beyond', () => {
    const knots = [0, 6, 12, 24];
    expect([0, 5, 6, 11, 12, 23, 24, 99].map((age) => cellAt(knots, age))).toEqual([0, 0, 1, 1, 2, 2, 2, 2]);
  });

  it('are joined by straight lines', () => {
    const read = (age: number): number => valueAt([0, 6, 12], [0.5, 0.8, 1], age);
    expect([-1, 0, 3, 6, 9, 12, 99].map(read)).toEqual([0.5, 0.5, 0.65, 0.8, 0.9, 1, 1]);
  });
});
