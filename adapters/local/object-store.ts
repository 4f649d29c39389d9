import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { assertObjectKey } from '../../core/contracts/object-key.ts';
import { ObjectConflictError } from '../../core/errors.ts';
import type { ListedObject, ObjectStore, PutCondition, StoredObject } from '../../core/ports/object-store.ts';
import { asPlacementError, hasCode, meansAbsent } from './disk-error.ts';
import { moveInto, partIn, removeLeftovers, writeDurably } from './durable-file.ts';
import { withFileLock } from './file-lock.ts';
import { type ListRequest, objectsBelow } from './object-listing.ts';

type Body = Uint8Array | AsyncIterable<Uint8Array>;

/** Parts and locks, on the same disk as the objects so that a rename is one step. No key can begin with a dot. */
const workFolder = '.tmp';

/** 128 bits of the SHA-256: enough that two contents never meet. */
const etagHexDigits = 32;

/** Where an object is on the disk, for engines that read files themselves. InvalidKeyError when it is no key. */
export function pathOf(root: string, key: string): string {
  assertObjectKey(key);
  return join(root, ...key.split('/'));
}

/**
 * Objects as files in a folder, each at its key. A put is written beside and renamed, so a reader sees the old object or
 * the new one. Every put and delete takes the key's lock for its last step, even without a condition: else one could slip
 * in between another's comparison and its rename. (link(2) alone would do for `ifNoneMatch`, but not for `ifMatch`.)
 */
export function localObjectStore(root: string): ObjectStore {
  let tidied = false;
  return {
    get: async (key) => get(pathOf(root, key)),
    put: async (key, body, condition) => {
      const path = pathOf(root, key);
      const folder = join(root, workFolder);
      await mkdir(folder, { recursive: true });
      if (!tidied) await removeLeftovers(folder);
      tidied = true;
      return put({ key, path, part: partIn(folder), lock: lockOf(root, key) }, body, condition);
    },
    list: (prefix, after = '') => list(root, { prefix, after }),
    delete: async (key) => {
      const path = pathOf(root, key);
      await withFileLock(lockOf(root, key), () => remove(path));
      await removeEmptyFolders(root, dirname(path));
    },
  };
}

/** By hash, for a key's parts may be folders and its length more than a file name may have. */
function lockOf(root: string, key: string): string {
  return join(root, workFolder, `${createHash('sha256').update(key).digest('hex')}.lock`);
}

async function get(path: string): Promise<StoredObject | undefined> {
  try {
    const file = await readFile(path);
    // A Buffer is a Uint8Array whose `slice` and `toString` do something else: callers shall not come to rely on them.
    const body = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
    return { body, etag: etagOf(createHash('sha256').update(body)) };
  } catch (error) {
    if (meansAbsent(error)) return undefined;
    throw error;
  }
}

interface Placement {
  key: string;
  path: string;
  /** Where the body is written before it takes its place. */
  part: string;
  lock: string;
}

/** The body is written before the lock is taken: a slow stream keeps nobody waiting. */
async function put(place: Placement, body: Body, condition?: PutCondition): Promise<{ etag: string }> {
  const hash = createHash('sha256');
  try {
    await writeDurably(place.part, hashing(body, hash));
    await withFileLock(place.lock, async () => {
      if (condition) await assertCondition(place, condition);
      await moveInto(place.part, place.path).catch((error) => {
        throw asPlacementError(place.key, error);
      });
    });
    return { etag: etagOf(hash) };
  } finally {
    await rm(place.part, { force: true });
  }
}

/** Passes the chunks on as they come; no more than one is held. */
async function* hashing(body: Body, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    hash.update(chunk);
    yield chunk;
  }
}

async function assertCondition({ key, path }: Placement, condition: PutCondition): Promise<void> {
  const current = await etagAt(path);
  const expected = 'ifMatch' in condition ? condition.ifMatch : undefined;
  if (current !== expected) throw new ObjectConflictError(key);
}

async function etagAt(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
    return etagOf(hash);
  } catch (error) {
    if (meansAbsent(error)) return undefined;
    throw error;
  }
}

function etagOf(hash: Hash): string {
  return hash.digest('hex').slice(0, etagHexDigits);
}

async function* list(root: string, listing: ListRequest): AsyncGenerator<ListedObject> {
  const base = listing.prefix.slice(0, listing.prefix.lastIndexOf('/') + 1);
  yield* objectsBelow(base ? pathOf(root, base.slice(0, -1)) : root, base, listing);
}

async function remove(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    // A folder is no object: unlink says EISDIR on Linux and EPERM elsewhere.
    if (meansAbsent(error) || (hasCode(error, 'EPERM') && (await isFolder(path)))) return;
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path)).isDirectory();
}

/** Tidying only: it ends at the first folder that is not empty or that someone is using. */
async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  for (let each = folder; relative(root, each) !== ''; each = dirname(each)) {
    try {
      await rmdir(each);
    } catch {
      return;
    }
  }
}
