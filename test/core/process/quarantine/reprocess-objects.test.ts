import { describe, expect, it } from 'vitest';
import { localObjectStore } from '../../../../adapters/local/object-store.ts';
import { StoredDataError } from '../../../../core/errors.ts';
import type { ReprocessOutcome } from '../../../../core/process/quarantine/mark-reprocessed.ts';
import type { QuarantineObject } from '../../../../core/process/quarantine/open-records.ts';
import { reprocessObjects } from '../../../../core/process/quarantine/reprocess-objects.ts';
import { temporaryFolders } from '../../../adapters/local/temporary-folder.ts';
import { objectOf, recordOf } from './quarantined.ts';

const newFolder = temporaryFolders();
const now = new Date('2026-03-09T00:00:00.000Z');

const reprocess = async (
  objects: readonly QuarantineObject[],
  reprocessImport: (object: QuarantineObject) => Promise<ReprocessOutcome>,
) => {
  const deps = {
    objects: localObjectStore(await newFolder()),
    now: () => now,
    newId: () => 'a',
    simulated: false,
    progress: () => {},
  };
  return await reprocessObjects(objects, deps, { readElements: () => [], reprocessImport });
};

const on = (day: string, id: string): QuarantineObject => ({
  ...objectOf([recordOf()]),
  key: `quarantine/platform=meta/dt=${day}/${id}.ndjson.gz`,
  id,
});
const untouched = async (object: QuarantineObject): Promise<ReprocessOutcome> => ({ object, run: null, still: [] });

describe('reprocessing', () => {
  it('takes the oldest first, whatever the order', async () => {
    const outcomes = await reprocess(
      [on('2026-03-02', '01A'), on('2026-03-01', '01C'), on('2026-03-01', '01B')],
      untouched,
    );
    expect(outcomes.map(({ object: { id } }) => id)).toEqual(['01B', '01C', '01A']);
  });

  it('leaves an object that it fails on as it was, with the reason, and goes on with the next', async () => {
    const [broken, whole] = [on('2026-03-01', '01A'), on('2026-03-02', '01B')];
    const error = new StoredDataError('raw/imports/x', 'the original is gone');
    const outcomes = await reprocess([broken, whole], async (object) => {
      if (object === broken) throw error;
      return { object, run: null, still: [] };
    });
    expect(outcomes).toEqual([
      { object: broken, run: null, still: [{ at: 0, reason: error.message, remedy: error.remedy }] },
      { object: whole, run: null, still: [] },
    ]);
  });

  it('stops at a fault of the program', async () => {
    const fault = async () => Promise.reject(new TypeError('x is undefined'));
    await expect(reprocess([on('2026-03-01', '01A')], fault)).rejects.toThrow('x is undefined');
  });
});
