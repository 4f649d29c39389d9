import type { QuarantineRecord } from '../../../../core/contracts/quarantine.ts';
import type { ObjectStore } from '../../../../core/ports/object-store.ts';
import { type QuarantineObject, quarantineObjects } from '../../../../core/process/quarantine/open-records.ts';
import { gzipLines } from '../../../../core/running/gzip.ts';

export const recordOf = (changes: Partial<QuarantineRecord> = {}): QuarantineRecord => ({
  run_id: '01A',
  file: 'input.csv',
  line: 4,
  column: 'Clicks',
  reason: 'clicks is negative: -5',
  remedy: 'Correct the number.',
  text: '2026-03-01,c,a,1,-5',
  ...changes,
});

/** Stores records in quarantine, as an import or a pull does. */
export const putRecords = async (objects: ObjectStore, key: string, ...records: QuarantineRecord[]): Promise<void> => {
  await objects.put(key, await gzipLines(records));
};

export const objectOf = (records: QuarantineRecord[], open = records.map((_, at) => at)): QuarantineObject => {
  const key = 'quarantine/platform=meta/dt=2026-03-01/01A.ndjson.gz';
  return {
    key,
    platform: 'meta',
    id: '01A',
    kind: 'import',
    records,
    reprocessing: { key, runs: [] },
    reprocessingTag: undefined,
    open,
  };
};

export async function allObjects(objects: ObjectStore): Promise<QuarantineObject[]> {
  const found: QuarantineObject[] = [];
  for await (const object of quarantineObjects(objects)) found.push(object);
  return found;
}
