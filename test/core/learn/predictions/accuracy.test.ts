import { describe, expect, it } from 'vitest';
import {
  added,
  observedOverExpected,
  predictionAccuracy,
  predictionQualityOf,
  sumsOf,
} from '../../../../core/learn/predictions/accuracy.ts';
import type { MaturedPrediction } from '../../../../core/learn/predictions/outcomes.ts';
import { interval80, interval95 } from '../../../../core/statistics/interval.ts';
import { normal, seeded } from '../../optimize/proposals/simulation.ts';

const matured = (more: Partial<MaturedPrediction>): MaturedPrediction => ({
  platform: 'linkedin',
  accountId: '1',
  campaignId: 'c',
  creativeId: 'a',
  kpi: 'clicks',
  madeAt: '2026-03-01T08:00:00.000Z',
  fromDay: '2026-03-02',
  rate: { expected: 0.005, low: 0.004, high: 0.006 },
  model: null,
  impressions: 1000,
  results: 5,
  ...more,
});

describe('PredictionAccuracy', () => {
  it('is 100 × (1 − impression-weighted absolute percentage error of CTR)', () => {
    // predicted 0.5 %: exact for 1,000 impressions, and twice what came for 2,000
    expect(predictionAccuracy([matured({}), matured({ impressions: 2000, results: 5 })])).toBeCloseTo(50, 9);
    expect(predictionAccuracy([matured({})])).toBe(100);
  });

  it('is below zero where saying nothing would have been better', () => {
    expect(predictionAccuracy([matured({ results: 2 })])).toBeCloseTo(-50, 9);
  });

  it('is null where no prediction of clicks matured or no click came', () => {
    expect(predictionAccuracy([])).toBeNull();
    expect(predictionAccuracy([matured({ kpi: 'leads' })])).toBeNull();
    expect(predictionAccuracy([matured({ results: 0 })])).toBeNull();
  });
});

describe('the sums of errors', () => {
  it('add up, and say how much more came than was expected', () => {
    const parts = [matured({}), matured({ impressions: 3000, results: 25 })];
    const sums = sumsOf(parts);
    expect(sums).toMatchObject({ predictions: 2, impressions: 4000, results: 30 });
    expect(sums.expected_results).toBeCloseTo(20, 9);
    expect(sums.absolute_error).toBeCloseTo(10, 9);
    expect(added(parts.map((each) => sumsOf([each])))).toEqual(sums);
    expect(observedOverExpected(sums)).toBeCloseTo(1.5, 9);
    expect(observedOverExpected(sumsOf([]))).toBeNull();
  });
});

describe('the quality of predictions', () => {
  it.each([interval80, interval95])('is told with coverage of $share, error and deciles', (interval) => {
    const random = seeded(31);
    // beliefs with a standard deviation of a tenth, which are right
    const reach = Math.exp(0.1 * interval.deviations);
    const all = Array.from({ length: 4000 }, () => {
      const expected = 0.003 + 0.004 * random();
      const mean = 20_000 * expected * Math.exp(0.1 * normal(random));
      const results = Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
      return matured({
        rate: { expected, low: expected / reach, high: expected * reach },
        impressions: 20_000,
        results,
      });
    });
    const quality = predictionQualityOf(all, interval);
    expect(quality.interval).toBe(interval.share);
    expect(Math.abs((quality.coverage ?? 0) - interval.share)).toBeLessThan(0.02);
    // percentage points
    expect(Math.abs(quality.bias ?? 1)).toBeLessThan(0.01);
    expect(quality.deciles).toHaveLength(10);
    for (const { predictions, predicted, observed } of quality.deciles) {
      expect(predictions).toBe(400);
      expect(Math.abs(observed / predicted - 1)).toBeLessThan(0.03);
    }
  });

  it('sees a prediction that is too sure of itself', () => {
    expect(predictionQualityOf([matured({ impressions: 100_000, results: 1000 })], interval95).coverage).toBe(0);
  });

  it('is nothing without any', () => {
    expect(predictionQualityOf([], interval95)).toEqual({
      predictions: 0,
      impressions: 0,
      interval: 0.95,
      coverage: null,
      bias: null,
      absolute_error: null,
      deciles: [],
    });
  });
});
