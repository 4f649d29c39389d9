import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localMetrics } from '../../../adapters/local/metrics.ts';
import { metricsConformance, type SentMetric } from '../../conformance/metrics.ts';
import { linesOf } from './lines-of.ts';
import { temporaryFolders } from './temporary-folder.ts';

const newFolder = temporaryFolders();
const now = (): Date => new Date('2026-11-20T12:00:00Z');

metricsConformance('localMetrics', async () => {
  const file = join(await newFolder(), 'metrics.ndjson');
  const sent = async () =>
    (await linesOf<SentMetric & { timestamp: string }>(file)).map(({ timestamp: _, ...rest }) => rest);
  return { metrics: localMetrics({ file, now }), sent };
});

test('a metric is one line, with its time, in a folder made for it', async () => {
  const file = join(await newFolder(), 'logs', 'metrics.ndjson');
  await localMetrics({ file, now }).put('LinkedInAds/Optimizer', [
    { name: 'AverageCTR', value: 0.52, unit: 'Percent' },
  ]);
  expect(await readFile(file, 'utf8')).toBe(
    '{"timestamp":"2026-11-20T12:00:00.000Z","namespace":"LinkedInAds/Optimizer","name":"AverageCTR","value":0.52,"unit":"Percent","dimensions":{}}\n',
  );
});

test('the lines of a long call stand together', async () => {
  const file = join(await newFolder(), 'metrics.ndjson');
  const calls = Array.from({ length: 4 }, (_, call) =>
    Array.from({ length: 8000 }, () => ({ name: `call-${call}`, value: call, unit: 'Count' as const })),
  );
  await Promise.all(calls.map((metrics) => localMetrics({ file, now }).put('N', metrics)));
  const names = (await linesOf<SentMetric>(file)).map(({ name }) => name);
  expect(names).toHaveLength(32_000);
  expect(names.filter((name, line) => name !== names[line - 1])).toHaveLength(4);
});
