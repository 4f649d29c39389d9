import { keys } from '../../contracts/keys.ts';
import type { ModelName } from '../../contracts/model-file.ts';
import { StoredDataError } from '../../errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { decodeText } from '../../running/documents.ts';
import { parseSnapshotRows } from '../training/parse-snapshot.ts';
import type { ParsedSnapshotRows } from '../training/snapshot-file.ts';

/** The rows of a snapshot that no training job may see. */
export async function readUnseenRows(
  objects: ObjectStore,
  model: ModelName,
  snapshot: string,
): Promise<ParsedSnapshotRows> {
  const key = keys.trainingFile(model, snapshot, 'unseen/test.csv');
  const stored = await objects.get(key);
  if (!stored) throw new StoredDataError(key, 'there is no such object');
  return parseSnapshotRows(model, decodeText(stored.body));
}
