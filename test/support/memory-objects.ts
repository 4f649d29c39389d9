import { ObjectConflictError } from '../../core/errors.ts';
import type { ObjectStore, StoredObject } from '../../core/ports/object-store.ts';

/** Objects in memory, with the conditions of a real store: for tests that live through thousands of runs. */
export function memoryObjects(): ObjectStore {
  const objects = new Map<string, StoredObject>();
  let versions = 0;
  return {
    get: async (key) => objects.get(key),
    put: async (key, body, condition) => {
      const stored = objects.get(key);
      const isFree = condition === undefined || ('ifMatch' in condition ? stored?.etag === condition.ifMatch : !stored);
      if (!isFree) throw new ObjectConflictError(key);
      versions += 1;
      const etag = `v${versions}`;
      objects.set(key, { body: body as Uint8Array, etag });
      return { etag };
    },
    async *list(prefix, after = '') {
      for (const key of [...objects.keys()].sort())
        if (key.startsWith(prefix) && key > after) yield { key, bytes: objects.get(key)!.body.length };
    },
    delete: async (key) => void objects.delete(key),
  };
}
