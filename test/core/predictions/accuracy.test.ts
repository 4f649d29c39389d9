import { describe, expect, it } from 'vitest';
import { combined, measure, type Outcome } from '../../../core/predictions/accuracy.ts';
import type { Prediction } from '../../../core/predictions/prediction.ts';

const about = { key: 'k', maturedOn: '2026-07-01', least: 1000 };

const expecting = (expected: number): Prediction => ({
  run_id: 'r',
  predicted_at: '2026-06-01T08:00:00.000Z',
  model: 'creative_scorer',
  version: 'v1',
  sha256: 'a',
  platform: 'linkedin',
  account_id: '1',
  campaign_id: '2',
  creative_id: '3',
  for_day: '2026-06-01',
  ctr: { expected, low: expected / 1.2, high: expected * 1.2 },
  result_rate: null,
  because: [],
});
const pair = (expected: number, outcome: Outcome | undefined) => ({ prediction: expecting(expected), outcome });

describe('the accuracy of predictions', () => {
  it('is 100 % less the error weighted by impressions', () => {
    const file = measure(
      [pair(0.01, { impressions: 10_000, clicks: 90 }), pair(0.02, { impressions: 30_000, clicks: 660 })],
      about,
    );
    expect(file).toMatchObject({ creatives: 2, impressions: 40_000, clicks: 750, covered: 2 });
    expect(file?.expected_clicks).toBeCloseTo(700, 9);
    const found = combined(file ? [file] : []);
    expect(found?.percent).toBeCloseTo(100 * (1 - (10 + 60) / 750), 9);
    expect(found?.meanAbsoluteError).toBeCloseTo(70 / 40_000, 12);
    expect(found?.calibration).toBeCloseTo(750 / 700, 9);
    expect(found?.coverage).toBe(1);
  });

  it('does not count creatives that hardly ran, or of which nothing is known', () => {
    const pairs = [pair(0.01, { impressions: 999, clicks: 50 }), pair(0.01, undefined)];
    expect(measure(pairs, about)).toBeUndefined();
    expect(combined([])).toBeNull();
  });

  it('sees a prediction that is too sure of itself', () => {
    const file = measure([pair(0.01, { impressions: 100_000, clicks: 2000 })], about);
    expect(file?.covered).toBe(0);
    expect(combined(file ? [file] : [])?.percent).toBeCloseTo(50, 9);
  });

  it('is not known where nobody clicked', () => {
    const file = measure([pair(0.001, { impressions: 2000, clicks: 0 })], about);
    expect(combined(file ? [file] : [])).toMatchObject({ percent: null, calibration: 0 });
  });
});
