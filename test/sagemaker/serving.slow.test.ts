import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScorer } from '../../core/learn/models/predict.ts';
import { bidFile, forestFile } from '../core/learn/models/made-models.ts';
import { plainPython, servedBy } from '../support/served-by-python.ts';

const folder = mkdtempSync(join(tmpdir(), 'serving-'));
const both = { ...forestFile, heads: { ...forestFile.heads, result_rate: { ...forestFile.heads.ctr, log_rate: -9 } } };

beforeAll(() => {
  for (const [name, file] of Object.entries({ forest: forestFile, both, bid: bidFile }))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(file));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lacking = plainPython ? '' : ' (SKIPPED: there is no Python)';
// on a threshold, beside it by less than 32 bits can tell, beyond what 32 bits can hold
const rows = [
  [10, 0.5, 0],
  [10.000000001, 0.5, 1],
  [11, 0.6, 0],
  [1e39, -1e39, 1],
];
const campaigns = ['good', 'new', 'good', 'new'];

describe.skipIf(!plainPython)(`what an endpoint serves${lacking}`, () => {
  it('is what is predicted here, for known campaigns and new ones', () => {
    const { predictions } = servedBy(folder, 'both', { rows, campaigns });
    const here = createScorer(both).predict(rows, campaigns);
    for (const [row, each] of predictions.entries())
      for (const target of ['ctr', 'result_rate'] as const)
        for (const part of ['expected', 'low', 'high'] as const)
          expect(each[target]?.[part]).toBeCloseTo(here[row]?.[target]?.[part] ?? Number.NaN, 12);
    expect(servedBy(folder, 'forest', { rows, campaigns }).predictions[0]?.result_rate).toBeNull();
  });

  it('is as uncertain without campaigns as with unknown ones', () => {
    const unknown = rows.map(() => 'nobody');
    expect(servedBy(folder, 'forest', { rows }).predictions).toEqual(
      servedBy(folder, 'forest', { rows, campaigns: unknown }).predictions,
    );
  });

  it('says which version answered', () => {
    const environment = { MODEL_VERSION: 'v7', MODEL_SHA256: 'abc' };
    expect(servedBy(folder, 'forest', { rows }, environment)).toMatchObject({ version: 'v7', sha256: 'abc' });
  });

  it.each([
    ['rows of another width', { rows: [[1, 2]] }, 'a row has 2 numbers, but the model has 3 features'],
    ['what is no number', { rows: [[1, null, 2]] }, 'a row holds a value that is not a finite number'],
    ['campaigns of another count', { rows, campaigns: ['good'] }, '4 rows, but 1 campaigns'],
  ])('refuses %s', (_, request, message) => {
    expect(() => servedBy(folder, 'forest', request)).toThrow(message);
  });

  it('refuses a model of another kind', () => {
    expect(() => servedBy(folder, 'bid', { rows })).toThrow('cannot serve bid_optimizer of schema 1');
  });
});
