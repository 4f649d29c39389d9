import { describe, expect, it } from 'vitest';
import type { DaySeries } from '../../../../core/process/maturity/day-snapshot.ts';
import { addScaled, emptyTriangle, triangleOf, typicalDay } from '../../../../core/process/maturity/triangle.ts';

const knots = [0, 6, 12, 18];
const current = [0.4, 0.6, 0.9, 1];
const day = (...seen: [number, number][]): DaySeries => ({
  day: 0,
  ages: seen.map(([age]) => age),
  values: seen.map(([, value]) => value),
});
const rounded = (values: Float64Array): number[] => [...values].map((value) => Number(value.toFixed(9)));

describe('a development triangle', () => {
  it('adds up what days grew by from knot to knot, and what they grew from', () => {
    const { exposure, growth } = triangleOf([day([0, 10], [6, 16], [12, 18]), day([0, 30], [6, 40])], knots, current);
    expect(rounded(growth)).toEqual([16, 2, 0]);
    expect(rounded(exposure)).toEqual([40, 16, 0]);
  });

  it('spreads growth between distant snapshots as the current curve says', () => {
    // 0.4 → 0.6 → 0.9: two fifths of the ten came in the first cell
    const { exposure, growth } = triangleOf([day([0, 10], [12, 20])], knots, current);
    expect(rounded(growth)).toEqual([4, 6, 0]);
    expect(rounded(exposure)).toEqual([10, 14, 0]);
  });

  it('counts a cell that was seen in part as that part', () => {
    // from 3 to 9 hours: half of either cell; the shares there are 0.5, 0.6 and 0.75
    const { exposure, growth } = triangleOf([day([3, 10], [9, 20])], knots, current);
    expect(rounded(growth)).toEqual([4, 6, 0]);
    expect(rounded(exposure)).toEqual([5, 7, 0]);
  });

  it('spreads growth evenly over time where the curve has none', () => {
    const { growth } = triangleOf([day([0, 10], [18, 16])], knots, [1, 1, 1, 1]);
    expect(rounded(growth)).toEqual([2, 2, 2]);
  });

  it('takes a fall as growth below zero, and learns nothing from a single snapshot', () => {
    expect(rounded(triangleOf([day([0, 10], [6, 9])], knots, current).growth)).toEqual([-1, 0, 0]);
    expect(rounded(triangleOf([day([6, 9])], knots, current).exposure)).toEqual([0, 0, 0]);
  });

  it('is pooled in units of a typical day, without accounts that have none', () => {
    const own = triangleOf([day([0, 10], [6, 16])], knots, current);
    const pool = emptyTriangle(knots);
    addScaled(pool, own, 4);
    addScaled(pool, own, 0);
    expect(rounded(pool.growth)).toEqual([1.5, 0, 0]);
    expect(rounded(pool.exposure)).toEqual([2.5, 0, 0]);
  });
});

describe('the typical day', () => {
  it('is the mean of steady days, and one event more than the mean of rare ones', () => {
    expect(typicalDay([50, 50, 50])).toBe(50);
    expect(typicalDay([0, 0, 1, 0, 1])).toBe(1);
    expect(typicalDay([0, 0])).toBe(0);
    expect(typicalDay([])).toBe(0);
  });
});
