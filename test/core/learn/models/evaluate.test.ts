import { describe, expect, it } from 'vitest';
import { compareScorers, evaluate } from '../../../../core/learn/models/evaluate.ts';
import { createBaseline, createScorer } from '../../../../core/learn/models/predict.ts';
import type { ParsedSnapshotRows } from '../../../../core/learn/training/snapshot-file.ts';
import { bootstrapLift } from '../../../../core/statistics/bootstrap.ts';
import { bidFile, forestFile } from './made-models.ts';

const scorer = createScorer(forestFile);

/** Rows of words and numbers in one unknown campaign; clicks are what the forest expects, times a factor. */
function rowsAt(factor: number, features = forestFile.features): ParsedSnapshotRows {
  const full = Array.from({ length: 400 }, (_, at) => [at % 20, at % 2, 0]);
  const rates = scorer.predict(full).map(({ ctr }) => ctr?.expected ?? 0);
  return {
    model: 'creative_scorer',
    features,
    rows: full.length,
    values: Float64Array.from(
      full.flatMap((row) => features.map((name) => row[forestFile.features.indexOf(name)] ?? -1)),
    ),
    campaigns: full.map(() => 'new'),
    clusters: full.map((_, at) => `creative ${at}`),
    targets: {
      ctr: {
        counts: Float64Array.from(rates, (rate) => 100_000 * rate * factor),
        exposures: new Float64Array(full.length).fill(100_000),
      },
      result_rate: { counts: new Float64Array(full.length).fill(Number.NaN), exposures: new Float64Array(full.length) },
    },
  };
}

describe('an evaluation', () => {
  it('finds no fault with estimates that are what came', () => {
    const found = evaluate(scorer, rowsAt(1));
    expect(found).toMatchObject({ rows: 400, rmse: expect.closeTo(0, 15), coverage: 1 });
    expect(found.rankCorrelation).toBeCloseTo(1, 12);
    expect(found.calibration?.slope).toBeCloseTo(1, 9);
    expect(found.calibration?.intercept).toBeCloseTo(0, 12);
    expect(found.calibration?.expectedError).toBeCloseTo(0, 12);
    expect(found.targets.ctr).toMatchObject({ rows: 400 });
    expect(found.targets.result_rate).toEqual({
      rows: 0,
      rmse: null,
      logLoss: null,
      rankCorrelation: null,
      calibration: null,
      coverage: null,
    });
  });

  it('says by how much all of them are too low', () => {
    const found = evaluate(scorer, rowsAt(2));
    expect(found.calibration?.intercept).toBeCloseTo(Math.log(2), 12);
    expect(found.calibration?.expectedError).toBeCloseTo(1, 12);
    expect(found.calibration?.slope).toBeCloseTo(1, 9);
    // twice the estimate is beyond the interval: 1.28 · 0.5 on the log scale
    expect(found.coverage).toBe(0);
  });

  it('finds features by name, and names those that the rows lack', () => {
    const turned = rowsAt(1, ['format_video', 'unknown', 'numbers', 'words']);
    expect(evaluate(scorer, turned).rmse).toBeCloseTo(0, 15);
    expect(() => evaluate(scorer, rowsAt(1, ['words']))).toThrow(
      "the model's features numbers, format_video are missing",
    );
  });

  it('has the same shape for the baseline', () => {
    const found = evaluate(createBaseline(forestFile), rowsAt(1));
    expect(found.rmse).toBeGreaterThan(0.001);
    expect(found.rankCorrelation).toBeNull();
    expect(found.calibration?.slope).toBeNull();
  });

  it('of bids judges clicks a day where the bid is identified, and has no logarithm of chances', () => {
    const rows: ParsedSnapshotRows = {
      model: 'bid_optimizer',
      features: ['bid'],
      rows: 3,
      values: Float64Array.from([12, 10, 10]),
      campaigns: ['known', 'known', 'still'],
      clusters: ['known', 'known', 'still'],
      targets: {
        clicks: { counts: Float64Array.from([46, 43, 5]), exposures: Float64Array.from([1, 1, 1]) },
      },
    };
    const found = evaluate(createScorer(bidFile), rows);
    expect(found).toMatchObject({ rows: 2, logLoss: null });
    expect(found.rmse).toBeCloseTo(Math.hypot(46 - 40 * 1.2 ** 0.8, 3) / Math.SQRT2, 9);
    expect(evaluate(createBaseline(bidFile), rows).rmse).toBeCloseTo(Math.hypot(6, 3) / Math.SQRT2, 9);
  });
});

describe('a comparison', () => {
  it('gives all that can be saved to a model that knows, with an interval', () => {
    const found = compareScorers(scorer, createBaseline(forestFile), rowsAt(1));
    expect(found).toMatchObject({ rows: 400, probabilityBetter: 1 });
    expect(found.lift).toBeCloseTo(1, 9);
  });

  it('of a model with itself saves nothing', () => {
    const found = compareScorers(scorer, scorer, rowsAt(1.1));
    expect(found).toEqual({ lift: 0, low: 0, high: 0, probabilityBetter: 0, rows: 400 });
  });

  it('is unsure where few creatives differ a little, and the same each time', () => {
    const noise = Float64Array.from({ length: 30 }, (_, at) => 1 + Math.sin(7 * at));
    const reference = new Float64Array(30).fill(1);
    const creatives = [...noise.keys()].map(String);
    const found = bootstrapLift(noise, reference, creatives);
    expect(found.low).toBeLessThan(0);
    expect(found.high).toBeGreaterThan(0);
    expect(bootstrapLift(noise, reference, creatives)).toEqual(found);
    expect(
      bootstrapLift(
        noise,
        reference,
        creatives.map(() => 'one'),
      ),
    ).toMatchObject({ low: found.lift, high: found.lift });
  });

  it('of nothing is nothing', () => {
    expect(bootstrapLift(new Float64Array(0), new Float64Array(0), [])).toEqual({
      lift: null,
      low: null,
      high: null,
      probabilityBetter: null,
    });
  });
});
