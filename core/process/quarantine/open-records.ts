/** What lies in quarantine, of imports and pulls alike, and which of it still waits. */

import { keys, platformOf, prefixes, pullOf, rawObjectOf, runIdOf } from '../../contracts/keys.ts';
import {
  type QuarantineRecord,
  type QuarantineReprocessing,
  quarantineRecord,
  quarantineReprocessing,
} from '../../contracts/quarantine.ts';
import { StoredDataError } from '../../errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { isStored, parseStored } from '../../running/documents.ts';
import { linesOf } from '../../running/gzip.ts';

export interface QuarantineObject {
  key: string;
  platform: string;
  /** The import's run id, or the name of the pull's piece. */
  id: string;
  kind: 'import' | 'analytics' | 'entities';
  records: QuarantineRecord[];
  reprocessing: QuarantineReprocessing;
  /** Of the stored `reprocessing`; undefined while there are none. */
  reprocessingTag: string | undefined;
  /** 0-based places of the records that wait. */
  open: number[];
}

export interface Rejected {
  total: number;
  /** One per import or piece of a pull of which something waits. */
  objects: { key: string; rejected: number }[];
}

/** Records that wait, of all imports and pulls that took place. */
export async function countRejected(objects: ObjectStore): Promise<Rejected> {
  const found: Rejected = { total: 0, objects: [] };
  for await (const { key, open } of quarantineObjects(objects)) {
    if (open.length === 0) continue;
    found.total += open.length;
    found.objects.push({ key, rejected: open.length });
  }
  return found;
}

/** In the order of their keys. What an import or pull left that was killed before its rows arrived is no one's: it is left out. */
export async function* quarantineObjects(objects: ObjectStore): AsyncGenerator<QuarantineObject> {
  const stored = new Set<string>();
  for await (const { key } of objects.list(prefixes.quarantine)) stored.add(key);
  for (const key of stored) {
    if (!key.endsWith('.ndjson.gz') || !(await isStored(objects, rawObjectOf(key)))) continue;
    const reprocessingKey = keys.quarantineReprocessing(key);
    yield await readObject(objects, key, stored.has(reprocessingKey) ? reprocessingKey : undefined);
  }
}

async function readObject(
  objects: ObjectStore,
  key: string,
  reprocessingKey: string | undefined,
): Promise<QuarantineObject> {
  const records = await readRecords(objects, key);
  const marker = reprocessingKey === undefined ? undefined : await objects.get(reprocessingKey);
  const reprocessing =
    marker && reprocessingKey ? parseStored(reprocessingKey, marker.body, quarantineReprocessing) : { key, runs: [] };
  const closed = new Set(reprocessing.runs.flatMap(({ reprocessed, superseded }) => [...reprocessed, ...superseded]));
  const id = decodeURIComponent(runIdOf(key));
  const pull = pullOf(id);
  return {
    key,
    platform: platformOf(key),
    id,
    kind: pull === undefined ? 'import' : pull.piece === 'entities' ? 'entities' : 'analytics',
    records,
    reprocessing,
    reprocessingTag: marker?.etag,
    open: records.flatMap((_, at) => (closed.has(at) ? [] : [at])),
  };
}

async function readRecords(objects: ObjectStore, key: string): Promise<QuarantineRecord[]> {
  const stored = await objects.get(key);
  try {
    return quarantineRecord.array().parse(stored ? await linesOf(stored.body) : []);
  } catch (error) {
    throw new StoredDataError(key, (error as Error).message, { cause: error });
  }
}
