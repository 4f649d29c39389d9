/** The newest of what runs stored below `…/dt=<day>/`: by the time that each says of itself. */
import type { ObjectStore } from '../ports/object-store.ts';

export interface RunDocument<T> {
  key: string;
  value: T;
  /** ISO 8601 in UTC. */
  at: string;
}

/**
 * Keys are in the order of days, but not of time within a day: a run by hand is named by a ULID, which sorts before `optimize-…`. So every
 * document of the newest day is read, and of earlier days only where none of them is wanted. `read` returns undefined for one that is not
 * wanted. Of two of the same moment, as in the demo whose time stands still, the later key counts.
 */
export async function newestRun<T>(
  objects: Pick<ObjectStore, 'get' | 'list'>,
  prefix: string,
  read: (key: string, body: Uint8Array) => Omit<RunDocument<T>, 'key'> | undefined,
): Promise<RunDocument<T> | undefined> {
  const keys: string[] = [];
  for await (const { key } of objects.list(prefix)) keys.push(key);
  while (keys.length > 0) {
    const day = dayFolder(keys.at(-1) ?? '');
    const ofDay = keys.splice(keys.findIndex((key) => dayFolder(key) === day));
    const found: RunDocument<T>[] = [];
    for (const key of ofDay) {
      const stored = await objects.get(key);
      const document = stored && read(key, stored.body);
      if (document) found.push({ key, ...document });
    }
    const newest = found.toSorted(byTime).at(-1);
    if (newest) return newest;
  }
  return undefined;
}

const dayFolder = (key: string): string => key.slice(0, key.lastIndexOf('/'));

/** Oldest first; the sort is stable, so that those of one moment stay in the order of their keys. */
const byTime = (one: { at: string }, other: { at: string }): number =>
  one.at < other.at ? -1 : one.at > other.at ? 1 : 0;
