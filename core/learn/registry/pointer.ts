/** `latest.txt`: which version of a model is in production. Nothing else decides it. */

import { keys } from '../../contracts/keys.ts';
import type { ModelName } from '../../contracts/model-file.ts';
import { StoredDataError } from '../../errors.ts';
import type { ObjectStore, PutCondition } from '../../ports/object-store.ts';
import { decodeText, encodeText, unchangedSince } from '../../running/documents.ts';
import { versionName } from './metadata.ts';

export interface Pointer {
  /** Null before the first version is promoted. */
  version: string | null;
  /** Holds if it has not been moved since it was read. */
  unmoved: PutCondition;
}

export async function readPointer(objects: ObjectStore, model: ModelName): Promise<Pointer> {
  const key = keys.modelLatest(model);
  const stored = await objects.get(key);
  const unmoved = unchangedSince(stored);
  if (!stored) return { version: null, unmoved };
  const parsed = versionName.safeParse(decodeText(stored.body).trim());
  if (!parsed.success) throw new StoredDataError(key, 'it does not name a version such as v2');
  return { version: parsed.data, unmoved };
}

/** ObjectConflictError if it has been moved since it was read. */
export async function movePointer(
  objects: ObjectStore,
  model: ModelName,
  { unmoved }: Pointer,
  version: string,
): Promise<void> {
  await objects.put(keys.modelLatest(model), encodeText(version), unmoved);
}
