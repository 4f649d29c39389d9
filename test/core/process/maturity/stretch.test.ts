import { describe, expect, it } from 'vitest';
import type { DaySeries } from '../../../../core/process/maturity/day-snapshot.ts';
import { bandOf, type Miss, missesOf } from '../../../../core/process/maturity/misses.ts';
import {
  accountStretch,
  learnedStretch,
  platformStretch,
  unstretched,
} from '../../../../core/process/maturity/stretch.ts';

const knots = [0, 24, 48, 960];
const known = {
  knots,
  shares: [0.5, 0.8, 1, 1],
  chanceErrors: [0, 0, 0, 0],
  meanDays: [null, null],
  eventSize: 1,
  isCounted: false,
  dayShape: 4,
};
const series = (...seen: [number, number][]): DaySeries[] => [
  { day: 0, ages: seen.map(([age]) => age), values: seen.map(([, value]) => value) },
];

describe('past misses', () => {
  it('are taken once in each band of age, against the newest snapshot', () => {
    const misses = missesOf({
      series: series([0, 50], [6, 55], [24, 80], [80, 100], [240, 100], [960, 100]),
      ...known,
    });
    expect(misses.map(({ band }) => band)).toEqual([0, 1, 2, 3]);
    expect(misses.map((miss) => miss[80][0]).map((miss) => Number(miss?.toFixed(9)))).toEqual([0, 0, 0, 0]);
  });

  it('are 1 at the very end of the interval', () => {
    // 50 of an expected 100 are seen: the unseen 50 spread by chance and by a tenth of themselves
    const [below] = missesOf({ series: series([0, 50], [960, 80]), ...known });
    const [above] = missesOf({ series: series([0, 50], [960, 120]), ...known });
    expect(below?.[80][0]).toBeGreaterThan(1);
    expect(below?.[95][0]).toBeLessThan(below?.[80][0] ?? 0);
    expect(above?.[80][0]).toBeLessThan(below?.[80][0] ?? 0);
    expect(above?.[80]).toHaveLength(1);
  });

  it('stand for every place within a count', () => {
    const [miss] = missesOf({ series: series([48, 10], [960, 10]), ...known, isCounted: true });
    const places = miss?.[80] ?? [];
    expect(places).toHaveLength(10);
    // nothing more to come: 80 % of what lies within half a count lies within 0.4 of it, both ends of the places included
    expect(places.filter((place) => place <= 1)).toHaveLength(9);
  });

  it('are taken against the mean of the last snapshots, so that a correction is not held against the forecast', () => {
    const calm = missesOf({ series: series([0, 50], [100, 100], [200, 100], [960, 100]), ...known });
    const corrected = missesOf({ series: series([0, 50], [100, 100], [200, 97], [960, 103]), ...known });
    expect(corrected[0]?.[80][0]).toBeCloseTo(calm[0]?.[80][0] ?? 1, 12);
    expect(missesOf({ series: series([0, 50], [960, 103]), ...known })[0]?.[80][0]).toBeGreaterThan(0.1);
  });

  it('wait until most of the rest has come, and until a correction has passed', () => {
    expect(missesOf({ series: series([0, 50], [20, 70]), ...known })).toEqual([]);
    expect(missesOf({ series: series([0, 50], [24, 80]), ...known })).toHaveLength(1);
    expect(missesOf({ series: series([48, 80], [96, 80]), ...known })).toEqual([]);
    expect(missesOf({ series: series([48, 80], [120, 80]), ...known })).toHaveLength(1);
  });
});

describe('the stretch of intervals', () => {
  it('has bands from within a day to a month and later', () => {
    expect([0, 23, 24, 71, 72, 167, 168, 335, 336, 719, 720, 2880].map(bandOf)).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5,
    ]);
  });

  it('is the quantile of the misses, halfway to the parent when both count the same', () => {
    const misses = [9, 3, 1, 7, 5, 8, 2, 6, 4].map((miss) => [miss]);
    // the eighth of nine, because 80 % of ten are eight
    expect(learnedStretch(misses, 80, 1, 0)).toBeCloseTo(8, 12);
    expect(learnedStretch(misses, 80, 1, 9)).toBeCloseTo(Math.sqrt(8), 12);
    expect(learnedStretch(misses, 95, 1, 0)).toBeCloseTo(9, 12);
    expect(learnedStretch([], 80, 1.7, 5)).toBe(1.7);
  });

  it('goes on from band to band of a platform, and from a platform to its accounts', () => {
    const misses: Miss[] = Array.from({ length: 495 }, () => ({ band: 1, 80: [2], 95: [3] }));
    const platform = platformStretch(misses);
    expect(platform[80][0]).toBe(1);
    expect(platform[80][1]).toBeCloseTo(2 ** 0.99, 12);
    expect(platform[80].slice(2)).toEqual(new Array(4).fill(platform[80][1]));
    expect(platform[95][5]).toBeCloseTo(3 ** 0.99, 12);
    expect(accountStretch([], platform)).toEqual(platform);
    expect(platformStretch([])).toEqual(unstretched);
  });
});
