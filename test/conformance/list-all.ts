import type { ListedObject, ObjectStore } from '../../core/ports/object-store.ts';

/** A listing as an array. (Node 20 has no Array.fromAsync.) */
export async function listAll(store: ObjectStore, prefix: string, after?: string): Promise<ListedObject[]> {
  const found: ListedObject[] = [];
  for await (const object of store.list(prefix, after)) found.push(object);
  return found;
}
