import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedObject } from '../../core/ports/object-store.ts';
import { meansAbsent } from './disk-error.ts';

export interface ListRequest {
  prefix: string;
  /** Only keys after this one. */
  after: string;
}

/** The objects in a folder and below that the listing asks for, in key order. `base` is the folder's key and "/", or "". */
export async function* objectsBelow(folder: string, base: string, listing: ListRequest): AsyncGenerator<ListedObject> {
  for (const { entry, keyPart } of inKeyOrder(await entriesOf(folder))) {
    const key = base + keyPart;
    if (!key.startsWith(listing.prefix) || liesBefore(key, listing.after)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* objectsBelow(path, key, listing);
    const bytes = entry.isFile() ? await sizeOf(path) : undefined;
    if (bytes !== undefined) yield { key, bytes };
  }
}

/** A folder that `after` leads into may hold later keys. */
const liesBefore = (key: string, after: string): boolean =>
  !(key.endsWith('/') && after.startsWith(key)) &&
  Buffer.compare(Buffer.from(key), Buffer.from(after)) <= 0 &&
  after !== '';

/** Names with a dot in front are the disk's own: our parts and locks, Finder's .DS_Store. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).filter((entry) => !entry.name.startsWith('.'));
  } catch (error) {
    if (meansAbsent(error)) return [];
    throw error;
  }
}

/**
 * A folder's place is that of its name with the "/" behind: `a-b/x` comes before `a/x`, though `a` comes before `a-b`.
 * Bytes and not JavaScript's order, which puts U+1F600 before U+FFFD.
 */
function inKeyOrder(entries: Dirent[]): { entry: Dirent; keyPart: string }[] {
  return entries
    .map((entry) => ({ entry, keyPart: entry.isDirectory() ? `${entry.name}/` : entry.name }))
    .map((named) => ({ ...named, bytes: Buffer.from(named.keyPart) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
}

/** Undefined when it was deleted since the folder was read. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await lstat(path)).size;
  } catch (error) {
    if (meansAbsent(error)) return undefined;
    throw error;
  }
}
