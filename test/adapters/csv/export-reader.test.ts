import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvExportReader } from '../../../adapters/csv/export-reader.ts';
import { temporaryFolders } from '../local/temporary-folder.ts';

const newFolder = temporaryFolders();
const text = [
  'Date,Campaign,Ad name,Impressions,Clicks,Cost',
  '2026-01-01,camp,a,100,5,1.50',
  '2026-01-02,camp,a,-1,5,1.50',
  '',
].join('\n');
const request = { runId: 'run-1', observedAt: new Date('2026-03-01T12:00:00Z'), options: { defaultCurrency: 'EUR' } };

async function recognised() {
  const folder = await newFolder();
  const working = join(folder, 'working');
  await mkdir(working);
  await writeFile(join(folder, 'stored.csv'), text);
  const reader = csvExportReader({
    workFolder: async () => working,
    pathOf: (key) => join(folder, key),
    progress: () => undefined,
  });
  const file = { name: 'input.csv', source: { objectKey: 'stored.csv' } };
  return { file: await reader.recognise(file, {}), working };
}

describe('the reader of CSV exports', () => {
  it('reads a stored file, hands its bytes on, and keeps working files until it is told to discard them', async () => {
    const { file, working } = await recognised();
    const passed: Uint8Array[] = [];
    const store = async (bytes: AsyncIterable<Uint8Array>) => {
      for await (const part of bytes) passed.push(part);
    };
    const reading = await file.read({ ...request, store });
    expect(Buffer.concat(passed).toString()).toBe(text);
    expect(reading).toMatchObject({
      sha256: createHash('sha256').update(text).digest('hex'),
      bytes: text.length,
      accounts: ['default'],
      currency: { code: 'EUR', source: 'config' },
      counts: { rows: 2, accepted: 1, keys: 1, rejected: 1 },
      rejected: [{ run_id: 'run-1', file: 'input.csv', line: 3, reason: 'impressions is negative: -1' }],
    });
    expect(await reading.records()).toMatchObject([{ creative_id: 'camp/a', stat_date: '2026-01-01', clicks: '5' }]);
    expect(await readdir(working)).toEqual(['run-1']);
    await reading.discard();
    expect(await readdir(working)).toEqual([]);
  });

  it('leaves no working file behind when the bytes cannot be stored', async () => {
    const { file, working } = await recognised();
    const store = () => Promise.reject(new Error('disk full'));
    await expect(file.read({ ...request, store })).rejects.toThrow('disk full');
    expect(await readdir(working)).toEqual([]);
  });
});
