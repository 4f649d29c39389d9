import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../cli/runtime.ts';
import { type ModelName, parseModel } from '../../core/contracts/model-file.ts';
import { evaluate } from '../../core/learn/models/evaluate.ts';
import { createScorer } from '../../core/learn/models/predict.ts';
import { parseSnapshotRows } from '../../core/learn/training/parse-snapshot.ts';
import { buildSnapshot } from '../../core/learn/training/snapshot.ts';
import { lackingPython, python, runPython } from '../support/training-python.ts';
import { bidTrainingRow, creativeTrainingRow } from '../support/training-rows.ts';

const folder = join(projectRoot, 'sagemaker');
const models = ['creative_scorer', 'bid_optimizer'];

describe('the training scripts', () => {
  it.skipIf(!python).each(models)(`of the %s pass their own tests${lackingPython}`, (model) => {
    const words = ['-m', 'unittest', 'discover', '-s', join(folder, 'tests', model)];
    expect(runPython(model, words)).toMatch(/Ran [1-9]\d* tests in [\s\S]*\nOK\n$/);
  });

  it.skipIf(!python)('read what a snapshot holds, and write a model that reads its unseen rows', () => {
    const rows = Array.from({ length: 50 }, (_, at) => creativeRow(at));
    const { file, test, metrics } = trained('creative_scorer', rows);
    // fifty creatives are too few for anything but means
    expect(file.kind).toBe('baseline');
    expect(metrics['validation:rmse']).toBeGreaterThan(0);
    const found = evaluate(createScorer(file), parseSnapshotRows('creative_scorer', test));
    expect(found.rows).toBeGreaterThan(0);
    expect(Math.abs(found.calibration?.intercept ?? 9)).toBeLessThan(0.2);
    expect(found.targets.result_rate?.rows).toBe(found.rows);
  });

  it.skipIf(!python)('read bids, and say of those that never varied that nothing is known', () => {
    const rows = Array.from({ length: 40 }, (_, at) => bidRow(at));
    const { file, test } = trained('bid_optimizer', rows);
    expect(file.kind === 'bid_response' && file.campaigns['linkedin/508/c1']).toMatchObject({
      identified: false,
      reason: 'the bid never varied',
      experiment: { low_bid: 8.55, high_bid: 10.45 },
    });
    expect(evaluate(createScorer(file), parseSnapshotRows('bid_optimizer', test)).rows).toBe(0);
  });

  it('are at most 150 lines each', () => {
    const long = models
      .flatMap((model) => readdirSync(join(folder, model)).map((name) => join(folder, model, name)))
      .filter((file) => file.endsWith('.py') && readFileSync(file, 'utf8').split('\n').length > 151);
    expect(long).toEqual([]);
  });

  it('stand on libraries that are pinned to one version each', () => {
    const lines = readFileSync(join(folder, 'requirements.txt'), 'utf8').split('\n');
    const named = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((line) => !/^[a-z-]+==\d+(\.\d+)+$/.test(line))).toEqual([]);
  });
});

/** Trains on a snapshot of these rows of the warehouse. */
function trained(model: ModelName, rows: Record<string, unknown>[]) {
  const { files } = buildSnapshot(model, rows, { snapshotId: 'S', createdAt: new Date(0), kpi: 'conversions' });
  const place = mkdtempSync(join(tmpdir(), 'training-'));
  try {
    mkdirSync(join(place, 'fit'));
    for (const name of ['fit/train.csv', 'fit/validation.csv'] as const) writeFileSync(join(place, name), files[name]);
    const folders = [
      '--training',
      join(place, 'fit'),
      '--model-dir',
      join(place, 'model'),
      '--output-data-dir',
      join(place, 'out'),
    ];
    runPython(model, [join(folder, model, 'train.py'), ...folders]);
    const read = (name: string): string => readFileSync(join(place, 'model', name), 'utf8');
    return {
      file: parseModel(read('model.json')),
      metrics: JSON.parse(read('metrics.json')),
      test: files['unseen/test.csv'],
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const creativeRow = (at: number) =>
  creativeTrainingRow(at, {
    first_day: '2026-04-20',
    impressions: 20_000,
    clicks: 100 + (at % 5) * 10,
    result_impressions: 20_000,
    conversions: '4',
    leads: null,
    cost: '800.50',
    impressions_before: 0,
    headline: `Ads in ${at} "words", one a day`,
    call_to_action: 'LEARN_MORE',
    format: 'STANDARD_UPDATE',
  });

const bidRow = (at: number) =>
  bidTrainingRow(new Date(Date.UTC(2026, 3, 1 + at)).toISOString().slice(0, 10), { clicks: 6 + (at % 3) });
