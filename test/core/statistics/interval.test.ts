import { describe, expect, it } from 'vitest';
import { interval80, interval90, interval95 } from '../../../core/statistics/interval.ts';
import { normalShare } from '../../../core/statistics/normal.ts';

describe('an interval', () => {
  it.each([interval80, interval90, interval95])(
    'holds $share of the normal distribution, and leaves as much on either side',
    (interval) => {
      const { share, tail, deviations } = interval;
      expect(share + 2 * tail).toBeCloseTo(1, 12);
      expect(normalShare(-deviations)).toBeCloseTo(tail, 6);
      expect(normalShare(deviations)).toBeCloseTo(1 - tail, 6);
    },
  );
});
