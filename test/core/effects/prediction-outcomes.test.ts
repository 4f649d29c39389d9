import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../core/contracts.ts';
import {
  type MaturedPrediction,
  maturedPredictions,
  type OutcomeDay,
  predictionAccuracy,
  predictionQuality,
  predictionsOf,
} from '../../../core/effects/prediction-outcomes.ts';
import { normal, seeded } from '../decisions/simulation.ts';

const prediction = {
  decisionId: 'd',
  creativeId: 'a',
  kpi: 'clicks',
  madeOn: '2026-03-01',
  rate: 0.5,
  low: 0.4,
  high: 0.6,
};
const day = (date: string, impressions: number, clicks: number | null): OutcomeDay => ({
  creativeId: 'a',
  date,
  impressions,
  results: { clicks },
});
const matured = (more: Partial<MaturedPrediction>): MaturedPrediction => ({
  ...prediction,
  impressions: 1000,
  results: 5,
  ...more,
});

describe('predictions', () => {
  const decision = {
    decision_id: 'd',
    creative_id: 'a',
    created_at: '2026-03-01T08:00:00.000Z',
    evidence: { kpi: 'clicks', impressions: 10, posterior_rate: 0.5, posterior_low: 0.4, posterior_high: 0.6 },
  } as Decision;

  it('are the rates of the creatives that decisions judged, but for what was changed', () => {
    const campaign = { ...decision, creative_id: null };
    expect(predictionsOf([decision, campaign])).toEqual([prediction]);
    expect(predictionsOf([decision], new Set(['d']))).toEqual([]);
  });

  it('mature when the seven days after them do', () => {
    const days = [
      day('2026-03-01', 900, 9),
      day('2026-03-02', 400, 2),
      day('2026-03-08', 600, 3),
      day('2026-03-09', 900, 9),
    ];
    expect(maturedPredictions([prediction], days, '2026-03-07')).toEqual([]);
    expect(maturedPredictions([prediction], days, '2026-03-08')).toEqual([matured({})]);
  });

  it('are not held against what nobody measured', () => {
    expect(maturedPredictions([prediction], [day('2026-03-02', 0, 0)], '2026-03-08')).toEqual([]);
    expect(maturedPredictions([prediction], [day('2026-03-02', 100, null)], '2026-03-08')).toEqual([]);
  });
});

describe('PredictionAccuracy', () => {
  it('is 100 × (1 − impression-weighted absolute percentage error of CTR)', () => {
    // predicted 0.5 %: exact for 1,000 impressions, and twice what came for 2,000
    expect(predictionAccuracy([matured({}), matured({ impressions: 2000, results: 5 })])).toBeCloseTo(50, 9);
    expect(predictionAccuracy([matured({})])).toBe(100);
  });

  it('is null where no prediction of clicks matured or no click came', () => {
    expect(predictionAccuracy([])).toBeNull();
    expect(predictionAccuracy([matured({ kpi: 'leads' })])).toBeNull();
    expect(predictionAccuracy([matured({ results: 0 })])).toBeNull();
  });
});

describe('the quality of predictions', () => {
  it('is told with coverage, error and deciles', () => {
    const random = seeded(31);
    // beliefs with a standard deviation of a tenth, which are right
    const all = Array.from({ length: 4000 }, (_, index) => {
      const rate = 0.3 + 0.4 * random();
      const truth = rate * Math.exp(0.1 * normal(random));
      const impressions = 20_000;
      const mean = (impressions * truth) / 100;
      const results = Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
      return matured({
        decisionId: `${index}`,
        rate,
        low: rate * Math.exp(-0.196),
        high: rate * Math.exp(0.196),
        impressions,
        results,
      });
    });
    const quality = predictionQuality(all);
    expect(quality.coverage).toBeGreaterThan(0.94);
    expect(quality.coverage).toBeLessThan(0.96);
    expect(Math.abs(quality.bias!)).toBeLessThan(0.01);
    expect(quality.deciles).toHaveLength(10);
    for (const { predictions, predicted, observed } of quality.deciles) {
      expect(predictions).toBe(400);
      expect(Math.abs(observed / predicted - 1)).toBeLessThan(0.03);
    }
  });

  it('is nothing without any', () => {
    expect(predictionQuality([])).toEqual({
      predictions: 0,
      impressions: 0,
      coverage: null,
      bias: null,
      absolute_error: null,
      deciles: [],
    });
  });
});
