import { describe, expect, it } from 'vitest';
import { localObjectStore } from '../../../../adapters/local/object-store.ts';
import { keys, pullIdOf, rawObjectOf } from '../../../../core/contracts/keys.ts';
import { markReprocessed, type ReprocessingRun } from '../../../../core/process/quarantine/mark-reprocessed.ts';
import { countRejected } from '../../../../core/process/quarantine/open-records.ts';
import { temporaryFolders } from '../../../adapters/local/temporary-folder.ts';
import { allObjects, putRecords, recordOf } from './quarantined.ts';

const newFolder = temporaryFolders();
const store = async () => localObjectStore(await newFolder());
const at = new Date('2026-03-01T06:00:00.000Z');
const imported = keys.quarantine('meta', at, '01A');
const pulled = keys.quarantine('linkedin', at, pullIdOf(at, 'refresh:1', '508', '2026-02-01'));
const listed = keys.quarantine('linkedin', at, pullIdOf(at, 'refresh:1', '508', 'entities'));
const nothing = new Uint8Array();

const run = (changes: Partial<ReprocessingRun>): ReprocessingRun => ({
  run_id: '01A-reprocess-1',
  reprocessed_at: '2026-04-01T00:00:00.000Z',
  reprocessed: [],
  superseded: [],
  rows: 0,
  objects: [],
  ...changes,
});

describe('what waits in quarantine', () => {
  it('is what imports and pulls rejected, once their rows are there', async () => {
    const objects = await store();
    await putRecords(objects, imported, recordOf(), recordOf({ line: 5 }));
    await putRecords(objects, pulled, recordOf());
    await putRecords(objects, listed, recordOf(), recordOf(), recordOf());
    expect(await countRejected(objects)).toEqual({ total: 0, objects: [] });
    expect([imported, pulled, listed].map(rawObjectOf)).toEqual([
      'raw/import-rows/platform=meta/dt=2026-03-01/01A.parquet',
      'raw/analytics/platform=linkedin/dt=2026-03-01/20260301T060000000Z~refresh%3A1~508~2026-02-01.ndjson.gz',
      'raw/entities/platform=linkedin/dt=2026-03-01/20260301T060000000Z~refresh%3A1~508~entities.ndjson.gz',
    ]);
    for (const key of [imported, pulled, listed]) await objects.put(rawObjectOf(key), nothing);
    expect(await countRejected(objects)).toEqual({
      total: 6,
      objects: [
        { key: pulled, rejected: 1 },
        { key: listed, rejected: 3 },
        { key: imported, rejected: 2 },
      ],
    });
  });

  it('is no more what was reprocessed, or said anew', async () => {
    const objects = await store();
    await objects.put(rawObjectOf(imported), nothing);
    await putRecords(objects, imported, recordOf({ line: 2 }), recordOf({ line: 3 }), recordOf({ line: 4 }));
    const [first] = await allObjects(objects);
    await markReprocessed(objects, first!, run({ reprocessed: [1] }));
    const [second] = await allObjects(objects);
    expect(second?.open).toEqual([0, 2]);
    await markReprocessed(objects, second!, run({ superseded: [2] }));
    expect(await countRejected(objects)).toEqual({ total: 1, objects: [{ key: imported, rejected: 1 }] });
    const [third] = await allObjects(objects);
    expect(third?.reprocessing.runs).toHaveLength(2);
  });

  it('is not marked by a reprocessing run that another one overtook', async () => {
    const objects = await store();
    await objects.put(rawObjectOf(imported), nothing);
    await putRecords(objects, imported, recordOf());
    const [seen] = await allObjects(objects);
    await markReprocessed(objects, seen!, run({ reprocessed: [0] }));
    await expect(markReprocessed(objects, seen!, run({ reprocessed: [0] }))).rejects.toThrow(
      'was changed by someone else',
    );
  });

  it('says which object cannot be read', async () => {
    const objects = await store();
    await objects.put(rawObjectOf(imported), nothing);
    await objects.put(imported, nothing);
    await expect(countRejected(objects)).rejects.toThrow(`${imported} cannot be read`);
  });
});
