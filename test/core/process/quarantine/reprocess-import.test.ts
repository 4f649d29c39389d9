import { describe, expect, it } from 'vitest';
import { localObjectStore } from '../../../../adapters/local/object-store.ts';
import { importFile } from '../../../../core/collect/imports/import-file.ts';
import { reprocessImport } from '../../../../core/process/quarantine/reprocess-import.ts';
import { decodeText } from '../../../../core/running/documents.ts';
import { adsConfig } from '../../../../core/settings/config.ts';
import { temporaryFolders } from '../../../adapters/local/temporary-folder.ts';
import { importRecord } from '../../../support/import-record.ts';
import { type Script, scriptedExports } from '../../../support/scripted-exports.ts';
import { allObjects, recordOf } from './quarantined.ts';

const newFolder = temporaryFolders();
const { counts } = importRecord();
const oneMore = { counts: { ...counts, rows: 3, accepted: 3 } };
const rowsOfSecondRun = 'raw/import-rows/platform=linkedin/dt=2026-03-01/run-1-reprocess-run-2.parquet';

/** An import of three rows of which the one in line 3 was rejected, then read again by this script. */
async function reprocessed(script: Script) {
  const objects = localObjectStore(await newFolder());
  let run = 0;
  const world = {
    objects,
    config: adsConfig.parse(undefined),
    now: () => new Date('2026-03-01T12:00:00Z'),
    newId: () => `run-${++run}`,
  };
  const rejecting = scriptedExports({ reading: { rejected: [recordOf({ line: 3 })] } });
  await importFile({ name: 'input.csv', source: { path: 'input.csv' } }, {}, { ...world, exports: rejecting });
  const exports = scriptedExports(script);
  const [object] = await allObjects(objects);
  const outcome = await reprocessImport(object!, { ...world, exports });
  const stored = await objects.get(rowsOfSecondRun);
  return { outcome, exports, stored: stored && decodeText(stored.body) };
}

describe('reprocessImport', () => {
  it('imports the rows that can be read now, a millisecond after those of the import', async () => {
    const { outcome, exports, stored } = await reprocessed({
      reading: oneMore,
      compared: { changed: 1, superseded: 0 },
    });
    expect(outcome).toMatchObject({
      run: { reprocessed: [0], superseded: [], rows: 1, objects: [rowsOfSecondRun] },
      still: [],
      leftToLater: 0,
    });
    expect(stored).toBe('changed rows');
    expect(exports.reads[0]!.observedAt.toISOString()).toBe('2026-03-01T12:00:00.001Z');
    expect(exports.recognised[0]).toMatchObject({
      file: { source: { objectKey: 'raw/imports/platform=linkedin/dt=2026-03-01/run-1/input.csv' } },
      options: { platform: 'linkedin', currency: 'EUR' },
    });
    expect(exports.open).toBe(0);
  });

  it('leaves the rows of a file that was corrected and imported since to that import, unread', async () => {
    const { outcome, exports } = await reprocessed({ isSuperseded: true });
    expect(outcome.run).toMatchObject({ reprocessed: [], superseded: [0], rows: 0 });
    expect(exports.reads).toEqual([]);
  });

  it('leaves ad days to a later import that has them', async () => {
    const { outcome, stored } = await reprocessed({ reading: oneMore, compared: { changed: 1, superseded: 1 } });
    expect(outcome).toMatchObject({ run: { reprocessed: [], superseded: [0], objects: [] }, leftToLater: 1 });
    expect(stored).toBeUndefined();
  });

  it('says why a row still cannot be read, and changes nothing', async () => {
    const rejected = [recordOf({ line: 3, reason: 'date is empty', remedy: 'Correct the date.' })];
    const { outcome, exports } = await reprocessed({ reading: { rejected } });
    expect(outcome.run).toBeNull();
    expect(outcome.still).toEqual([{ at: 0, reason: 'date is empty', remedy: 'Correct the date.' }]);
    expect(exports.open).toBe(0);
  });

  it.each<[string, Script]>([
    [
      'line 9 is no longer accepted: clicks is negative: -5',
      { reading: { ...oneMore, rejected: [recordOf({ line: 9 })] } },
    ],
    ['1 row fewer can be read', { reading: { counts: { ...counts, accepted: 1 } } }],
    ['rows that were taken before have other values', { reading: oneMore, compared: { changed: 2, superseded: 0 } }],
    ['it has no date column', { refusal: 'it has no date column' }],
  ])('refuses a reading that differs in other rows: %s', async (difference, script) => {
    await expect(reprocessed(script)).rejects.toThrow(
      `input.csv reads differently today than when it was imported: ${difference}`,
    );
  });
});
