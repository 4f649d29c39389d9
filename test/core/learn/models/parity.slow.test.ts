import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../../cli/runtime.ts';
import { parseModel } from '../../../../core/contracts/model-file.ts';
import { type Evaluation, evaluate } from '../../../../core/learn/models/evaluate.ts';
import { createScorer } from '../../../../core/learn/models/predict.ts';
import type { ParsedSnapshotRows } from '../../../../core/learn/training/snapshot-file.ts';
import { servedBy } from '../../../support/served-by-python.ts';
import { lackingPython, python, runPython } from '../../../support/training-python.ts';

interface Metrics {
  rows: number;
  rmse: number;
  log_loss: number;
  rank_correlation: number | null;
  calibration: { slope: number | null; intercept: number; expected_error: number };
}

interface Random {
  x: number[][];
  campaigns: string[];
  counts: number[];
  exposures: number[];
  said: Record<string, { rates: number[]; metrics: Metrics }>;
}

const kinds = ['baseline', 'forest', 'boosted'];
const folder = mkdtempSync(join(tmpdir(), 'parity-'));
let random: Random;

beforeAll(() => {
  if (!python) return;
  const tests = join(projectRoot, 'sagemaker', 'tests', 'creative_scorer');
  runPython('creative_scorer', [join(tests, 'parity.py'), folder]);
  random = JSON.parse(readFileSync(join(folder, 'rows.json'), 'utf8'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe(`parity with Python${lackingPython}`, () => {
  it.skipIf(!python).each(kinds)('of the %s on 10,000 random rows to 1e-9', (kind) => {
    const predictions = scorer(kind).predict(random.x, random.campaigns);
    const { rates } = random.said[kind]!;
    expect(rates).toHaveLength(10_000);
    expect(new Set(rates).size).toBeGreaterThan(kind === 'baseline' ? 100 : 1000);
    const errors = predictions.map(({ ctr }, row) => Math.abs(ctr!.expected / Math.min(1, rates[row]!) - 1));
    expect(Math.max(...errors)).toBeLessThan(1e-9);
  });

  it.skipIf(!python).each(kinds)('of the measures of the %s to 1e-9', (kind) => {
    const { metrics } = random.said[kind]!;
    const found = evaluate(scorer(kind), rowsOf(random));
    for (const [one, other] of measuresOf(found, metrics)) expect(one).toBeCloseTo(other, 9);
  });

  it.skipIf(!python).each(kinds)('of the %s holds for contributions: they add up to the estimate', (kind) => {
    const model = scorer(kind);
    for (let row = 0; row < 200; row++) {
      const [explanation] = model.explain(random.x[row]!, random.campaigns[row]);
      const { base, contributions, logEstimate } = explanation!;
      expect(contributions.reduce((sum, { effect }) => sum + effect, base)).toBeCloseTo(logEstimate, 9);
      expect(Math.exp(logEstimate)).toBeCloseTo(random.said[kind]!.rates[row]!, 9);
    }
  });
});

describe(`parity of what an endpoint serves${lackingPython}`, () => {
  it.skipIf(!python).each(kinds)('with the %s on 10,000 random rows to 1e-9, intervals too', (kind) => {
    const answer = servedBy(folder, kind, { rows: random.x, campaigns: random.campaigns });
    const predictions = scorer(kind).predict(random.x, random.campaigns);
    const errors = predictions.flatMap(({ ctr }, row) =>
      (['expected', 'low', 'high'] as const).map((part) =>
        Math.abs(answer.predictions[row]!.ctr![part] / ctr![part] - 1),
      ),
    );
    expect(errors).toHaveLength(30_000);
    expect(Math.max(...errors)).toBeLessThan(1e-9);
    expect(answer.predictions.every(({ result_rate }) => result_rate === null)).toBe(true);
  });
});

const scorer = (kind: string) => createScorer(parseModel(readFileSync(join(folder, `${kind}.json`), 'utf8')));

const rowsOf = ({ x, campaigns, counts, exposures }: Random): ParsedSnapshotRows => ({
  model: 'creative_scorer',
  features: ['words', 'numbers', 'share', 'format_video', 'format_update', 'age_days'],
  rows: x.length,
  values: Float64Array.from(x.flat()),
  campaigns,
  clusters: x.map((_, row) => String(row)),
  targets: { ctr: { counts: Float64Array.from(counts), exposures: Float64Array.from(exposures) } },
});

const measuresOf = (found: Evaluation, { calibration, ...metrics }: Metrics): [number, number][] => [
  [found.rows, metrics.rows],
  [found.rmse!, metrics.rmse],
  [found.logLoss!, metrics.log_loss],
  [found.rankCorrelation!, metrics.rank_correlation!],
  [found.calibration!.slope!, calibration.slope!],
  [found.calibration!.intercept, calibration.intercept],
  [found.calibration!.expectedError, calibration.expected_error],
];
