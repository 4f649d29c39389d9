import { describe, expect, it } from 'vitest';
import { localObjectStore } from '../../../../adapters/local/object-store.ts';
import { importFile } from '../../../../core/collect/imports/import-file.ts';
import { decodeText } from '../../../../core/running/documents.ts';
import { linesOf } from '../../../../core/running/gzip.ts';
import { adsConfig } from '../../../../core/settings/config.ts';
import { temporaryFolders } from '../../../adapters/local/temporary-folder.ts';
import { importRecord } from '../../../support/import-record.ts';
import { type Script, scriptedExports } from '../../../support/scripted-exports.ts';
import { recordOf } from '../../process/quarantine/quarantined.ts';

const newFolder = temporaryFolders();
const file = { name: 'my export.csv', source: { path: '/somewhere/my export.csv' } };

async function world(script: Script = {}) {
  const objects = localObjectStore(await newFolder());
  const exports = scriptedExports(script);
  let run = 0;
  const config = { ...adsConfig.parse(undefined), currency: 'SEK' };
  const deps = { objects, exports, config, now: () => new Date('2026-03-01T12:00:00Z'), newId: () => `run-${++run}` };
  const keys = async () => {
    const found = [];
    for await (const { key } of objects.list('')) found.push(key);
    return found;
  };
  return { deps, exports, objects, keys, run: () => importFile(file, { account: 'one' }, deps) };
}

const original = 'raw/imports/platform=linkedin/dt=2026-03-01/run-1/my_export.csv';

describe('importFile', () => {
  it('stores the file as it is, its rows and how it was read', async () => {
    const { run, objects, keys, exports } = await world();
    const { record, repeated, quarantine } = await run();
    expect([record, repeated, quarantine]).toEqual([
      importRecord({ file: 'my export.csv', notes: expect.any(Array) }),
      false,
      null,
    ]);
    expect(decodeText((await objects.get(original))!.body)).toBe('the file');
    expect(await keys()).toContain('raw/import-rows/platform=linkedin/dt=2026-03-01/run-1.parquet');
    expect(exports.reads[0]!.options).toEqual({ account: 'one', defaultCurrency: 'SEK' });
    expect(exports.open).toBe(0);
  });

  it('puts what could not be read into quarantine', async () => {
    const rejected = [recordOf({ line: 7 })];
    const { run, objects } = await world({ reading: { rejected } });
    const { quarantine } = await run();
    expect(quarantine).toBe('quarantine/platform=linkedin/dt=2026-03-01/run-1.ndjson.gz');
    expect(await linesOf((await objects.get(quarantine!))!.body)).toEqual(rejected);
  });

  it('changes nothing for the same file again, and names the run that imported it', async () => {
    const { run, keys } = await world();
    await run();
    const before = await keys();
    const again = await run();
    expect([again.repeated, again.record.run_id]).toEqual([true, 'run-1']);
    expect(await keys()).toEqual(before);
  });

  it('stores nothing of a file that is refused', async () => {
    const { run, keys } = await world({ refusal: 'it is empty' });
    await expect(run()).rejects.toThrow('my export.csv was not imported: it is empty');
    expect(await keys()).toEqual([]);
  });

  it('takes the stored file back when its rows cannot be read', async () => {
    const { run, keys } = await world({ failure: new Error('disk full') });
    await expect(run()).rejects.toThrow('disk full');
    expect(await keys()).toEqual([]);
  });
});
