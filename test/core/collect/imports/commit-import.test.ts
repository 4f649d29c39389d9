import { describe, expect, it } from 'vitest';
import { localObjectStore } from '../../../../adapters/local/object-store.ts';
import { commitImport, isRepeated, knownAccounts } from '../../../../core/collect/imports/commit-import.ts';
import { noteworthy } from '../../../../core/collect/imports/notes.ts';
import type { ImportRecord } from '../../../../core/contracts/imports.ts';
import type { ObjectStore } from '../../../../core/ports/object-store.ts';
import { temporaryFolders } from '../../../adapters/local/temporary-folder.ts';
import { emptyMapping, importRecord } from '../../../support/import-record.ts';

const newFolder = temporaryFolders();

const recordOf = (runId: string, changes: Partial<ImportRecord> = {}): ImportRecord =>
  importRecord({
    run_id: runId,
    platform: 'meta',
    recognised_as: 'Meta Ads Manager export',
    dialect: { encoding: 'utf-8', delimiter: ',', headerLine: 1, columns: ['Day'] },
    mapping: { ...emptyMapping, campaign: ['Ad set name'], cost: ['Amount spent'] },
    ...changes,
  });

async function* rows() {
  yield new Uint8Array([1]);
}

const store = async (): Promise<ObjectStore> => localObjectStore(await newFolder());

const commit = (objects: ObjectStore, record: ImportRecord) =>
  commitImport(objects, { record, rows: rows(), quarantine: undefined });

async function keysIn(objects: ObjectStore): Promise<string[]> {
  const found = [];
  for await (const { key } of objects.list('')) found.push(key);
  return found;
}

describe('commitImport', () => {
  it('stores the rows, the mapping, and what is now known of each account', async () => {
    const objects = await store();
    await commit(objects, recordOf('01A'));
    expect(await keysIn(objects)).toEqual([
      'raw/import-rows/platform=meta/dt=2026-03-01/01A.parquet',
      'raw/imports/platform=meta/dt=2026-03-01/01A/mapping.json',
      'state/imports/meta/one.json',
      'state/imports/meta/two.json',
    ]);
  });

  it('knows the same file again, until another one came', async () => {
    const objects = await store();
    const repeated = async (record: ImportRecord) => isRepeated(record, await knownAccounts(objects, record));
    expect(await repeated(recordOf('01A'))).toBe(false);
    await commit(objects, recordOf('01A'));
    expect(await repeated(recordOf('01B', { file: 'renamed.csv' }))).toBe(true);
    expect(await repeated(recordOf('01B', { dates: { style: 'dmy', year: null, fixed: null } }))).toBe(false);
    const more = { ...recordOf('01B').counts, accepted: 3 };
    expect(await repeated(recordOf('01B', { counts: more }))).toBe(false);
    await commit(objects, recordOf('01C', { sha256: 'def', accounts: ['two'] }));
    expect(await repeated(recordOf('01D'))).toBe(false);
  });

  it('is not taken for done when it was killed before its rows', async () => {
    const objects = await store();
    const record = recordOf('01A');
    async function* broken() {
      yield new Uint8Array([1]);
      throw new Error('killed');
    }
    await expect(commitImport(objects, { record, rows: broken(), quarantine: undefined })).rejects.toThrow('killed');
    expect(isRepeated(record, await knownAccounts(objects, record))).toBe(false);
    expect((await keysIn(objects)).filter((key) => key.startsWith('raw/import-rows/'))).toEqual([]);
  });

  it('refuses the other grain before anything of it is stored, even when it slips in meanwhile', async () => {
    const objects = await store();
    await commit(objects, recordOf('01A'));
    const before = await keysIn(objects);
    const campaigns = recordOf('01B', { grain: 'campaign', accounts: ['two'] });
    const message = 'it has one row per campaign, but account "two" was imported with one row per ad';
    await expect(knownAccounts(objects, campaigns)).rejects.toThrow(message);
    await expect(commit(objects, campaigns)).rejects.toThrow(message);
    expect(await keysIn(objects)).toEqual(before);
  });

  it('lets many at once in, and remembers the latest', async () => {
    const objects = await store();
    const ids = ['01A', '01B', '01C', '01D'];
    await Promise.all(ids.map((id) => commit(objects, recordOf(id, { sha256: id }))));
    const [known] = await knownAccounts(objects, recordOf('01E'));
    expect(known?.account?.last_run_id).toBe('01D');
  });
});

describe('noteworthy', () => {
  it('says nothing where nothing was assumed', () => {
    expect(noteworthy(recordOf('01A'))).toEqual([]);
  });

  it('says what was assumed and what is odd', () => {
    const { counts, mapping } = recordOf('01A');
    const record = recordOf('01A', {
      grain: 'campaign',
      currency: { code: 'USD', source: 'config' },
      dates: { style: 'dmy', year: null, fixed: null },
      mapping: { ...mapping, campaign: [] },
      counts: { ...counts, summed: 4, totals_rows: 1, flagged: 2 },
    });
    expect(noteworthy(record)).toEqual([
      'The file names no currency; USD from ads.config.json was assumed. If that is wrong, import it again with --currency.',
      'Dates were read as day, month, year.',
      'The file names no campaign; its ads are listed under the campaign "unknown".',
      'The file has one row per campaign, not per ad; individual ads cannot be compared.',
      '4 rows were added to other rows of the same ad and day.',
      '1 totals row was left out.',
      '2 rows have more clicks than impressions and were kept unchanged.',
    ]);
  });
});
