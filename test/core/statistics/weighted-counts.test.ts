import { describe, expect, it } from 'vitest';
import { weightedCountsInterval } from '../../../core/statistics/weighted-counts.ts';

describe('the interval of a weighted sum of counts', () => {
  it('is the exact Poisson interval where every event weighs the same', () => {
    // Garwood (1936), as tabulated for 1, 5 and 10 events
    for (const [events, low, high] of [
      [1, 0.0253, 5.5716],
      [5, 1.6235, 11.6683],
      [10, 4.7954, 18.3904],
    ] as const) {
      const ends = weightedCountsInterval({ sum: events, variance: events, nextWeight: 1 });
      expect(ends[0]).toBeCloseTo(low, 4);
      expect(ends[1]).toBeCloseTo(high, 4);
    }
  });

  it('begins at zero where nothing happened, and ends where one event more would', () => {
    // -ln 0.025 events
    expect(weightedCountsInterval({ sum: 0, variance: 0, nextWeight: 0.01 })).toEqual([
      0,
      expect.closeTo(0.01 * 3.688879, 7),
    ]);
  });

  it('grows with the variance, whatever the sum', () => {
    const [low, high] = weightedCountsInterval({ sum: 10, variance: 10, nextWeight: 1 });
    const [lower, higher] = weightedCountsInterval({ sum: 10, variance: 30, nextWeight: 1 });
    expect(lower).toBeLessThan(low);
    expect(higher).toBeGreaterThan(high);
  });
});
