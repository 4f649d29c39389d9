import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, describe, expect, it } from 'vitest';
import { EndpointBehindError, endpointScorer } from '../../../adapters/aws/endpoint-scorer.ts';
import { scoreHere } from '../../../core/learn/models/predict.ts';
import { forestFile } from '../../core/learn/models/made-models.ts';
import { plainPython, servedBy } from '../../support/served-by-python.ts';
import { serviceError } from './training-jobs-service.ts';

const folder = mkdtempSync(join(tmpdir(), 'endpoint-'));
writeFileSync(join(folder, 'forest.json'), JSON.stringify(forestFile));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const served = { model: 'creative_scorer', version: 'v3', sha256: 'abc' } as const;
const about = { version: 'v3', sha256: 'abc' };
const rows = Array.from({ length: 5 }, (_, at) => [3 * at, at / 4, at % 2]);
const campaigns = ['good', 'new', 'good', 'new', 'good'];

/** Answers each request with what the test makes of it. */
function runtime(answer: (asked: { rows: number[][]; campaigns: string[] }) => unknown) {
  const asked: { rows: number[][]; campaigns: string[] }[] = [];
  const send = async ({ input }: { input: { EndpointName: string; Body: Uint8Array } }) => {
    expect(input.EndpointName).toBe('linkedin-ads-creative-scorer');
    const request = JSON.parse(new TextDecoder().decode(input.Body));
    asked.push(request);
    const body = answer(request);
    return { Body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)) };
  };
  const client = { send } as unknown as SageMakerRuntimeClient;
  return { asked, scorer: endpointScorer({ client, endpoint: 'linkedin-ads-creative-scorer', rowsPerRequest: 2 }) };
}

const ctr = (expected: number) => ({ ctr: { expected, low: expected, high: expected }, result_rate: null });

describe('the endpoint as a scorer', () => {
  const lacking = plainPython ? '' : ' (SKIPPED: there is no Python)';
  it.skipIf(!plainPython)(`predicts what the file predicts here${lacking}`, async () => {
    const environment = { MODEL_VERSION: 'v3', MODEL_SHA256: 'abc' };
    const { scorer } = runtime((request) => servedBy(folder, 'forest', request, environment));
    const there = await scorer.predict(served, forestFile, rows, campaigns);
    const here = await scoreHere.predict(served, forestFile, rows, campaigns);
    expect(there).toHaveLength(5);
    for (const [row, each] of here.entries())
      for (const part of ['expected', 'low', 'high'] as const)
        expect(there[row]?.ctr?.[part]).toBeCloseTo(each.ctr?.[part] ?? Number.NaN, 12);
  });

  it('asks for a part of the rows at a time, in their order', async () => {
    const { scorer, asked } = runtime((request) => ({
      ...about,
      predictions: request.rows.map(([words = 0]) => ctr(words / 100)),
    }));
    const found = await scorer.predict(served, forestFile, rows, campaigns);
    expect(found.map(({ ctr: each }) => each?.expected)).toEqual([0, 0.03, 0.06, 0.09, 0.12]);
    expect(asked.map((each) => each.campaigns)).toEqual([['good', 'new'], ['good', 'new'], ['good']]);
  });

  it('is not believed when it serves another version, or other bytes of the same', async () => {
    const predictions = [ctr(0.1), ctr(0.1)];
    for (const other of [
      { version: 'v2', sha256: 'abc' },
      { version: 'v3', sha256: 'xyz' },
    ]) {
      const { scorer } = runtime(() => ({ ...other, predictions }));
      await expect(scorer.predict(served, forestFile, rows, campaigns)).rejects.toThrow(EndpointBehindError);
    }
    const { scorer } = runtime(() => ({ version: 'v2', sha256: 'abc', predictions }));
    await expect(scorer.predict(served, forestFile, rows, campaigns)).rejects.toThrow(
      'The endpoint linkedin-ads-creative-scorer serves v2, not v3 of creative_scorer',
    );
  });

  it.each([
    ['fewer predictions than rows', { ...about, predictions: [ctr(0.1)] }, 'answered 1 prediction for 2 rows'],
    ['no JSON', '<html>', 'answered something other than predictions'],
    [
      'no numbers',
      { ...about, predictions: [{ ctr: { expected: 'x' } }] },
      'answered something other than predictions',
    ],
  ])('is not believed when it answers %s', async (_, body, message) => {
    const { scorer } = runtime(() => body);
    await expect(scorer.predict(served, forestFile, rows, campaigns)).rejects.toThrow(message);
  });

  it('says what went wrong when it does not answer', async () => {
    const { scorer } = runtime(() => {
      throw serviceError('ModelError', 'Received server error (500)', 424);
    });
    await expect(scorer.predict(served, forestFile, rows, campaigns)).rejects.toThrow(
      'Could not ask the endpoint linkedin-ads-creative-scorer: ModelError: Received server error (500)',
    );
  });
});
