import { describe, expect, it } from 'vitest';
import { calibrationError, calibrationOf } from '../../../bench/decisions/calibration.ts';
import { bootstrapped, mean, quantile } from '../../../bench/decisions/intervals.ts';
import { gaussian, mix } from '../../../twin/random.ts';

describe('intervals over worlds', () => {
  it('reads quantiles straight between the ordered values', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1], 0.975)).toBe(1);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('are the same for the same worlds, and are as wide as the mean’s error says', () => {
    const values = Array.from({ length: 30 }, (_, index) => gaussian(mix(5, index)));
    const interval = bootstrapped(values, mean);
    expect(bootstrapped(values, mean)).toEqual(interval);
    const deviation = Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    const width = (2 * 1.96 * deviation) / Math.sqrt(30);
    expect((interval.high - interval.low) / width).toBeGreaterThan(0.93);
    expect((interval.high - interval.low) / width).toBeLessThan(1.07);
  });
});

describe('calibration', () => {
  it('holds what was stated against what was right, by decile', () => {
    const judged = [
      ...Array.from({ length: 8 }, () => ({ action: 'pause_creative', probability: 0.85, right: true })),
      ...Array.from({ length: 2 }, () => ({ action: 'pause_creative', probability: 0.85, right: false })),
      { action: 'lower_bid', probability: 1, right: false },
    ];
    const bins = calibrationOf(judged);
    expect(bins[8]).toEqual({ from: 0.8, to: 0.9, count: 10, stated: expect.closeTo(0.85, 12), right: 0.8 });
    expect(bins[9]).toMatchObject({ count: 1, stated: 1, right: 0 });
    expect(bins[0]).toMatchObject({ count: 0, stated: null, right: null });
    expect(calibrationError(bins)).toBeCloseTo((10 * 0.05 + 1) / 11, 12);
    expect(calibrationError(calibrationOf([]))).toBeNull();
  });
});
