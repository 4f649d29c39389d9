/** What every ObjectStore does, whatever it is made of. Adapters call `objectStoreConformance` in their own tests. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { InvalidKeyError, ObjectConflictError } from '../../core/errors.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { MakeObjectStore } from './make-object-store.ts';
import { keysOf, objectStoreListing } from './object-store-listing.ts';
import { objectStoreModel } from './object-store-model.ts';
import { objectStoreRaces } from './object-store-races.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = async (store: ObjectStore, key: string): Promise<string | undefined> => {
  const object = await store.get(key);
  return object && new TextDecoder().decode(object.body);
};

async function* chunks(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    await nextTurn();
    yield bytes(part);
  }
}

export function objectStoreConformance(name: string, makeStore: MakeObjectStore): void {
  describe(`${name} is an object store`, () => {
    wholeObjects(makeStore);
    failedStreams(makeStore);
    conditions(makeStore);
    objectStoreListing(makeStore);
    deletion(makeStore);
    invalidKeys(makeStore);
    objectStoreRaces(makeStore);
    objectStoreModel(makeStore);
  });
}

function wholeObjects(makeStore: MakeObjectStore): void {
  test('an object that was never put is undefined', async () => {
    const store = await makeStore();
    await store.put('a/b', bytes('x'));
    expect(await store.get('a/c')).toBeUndefined();
    expect(await store.get('a')).toBeUndefined();
    expect(await store.get('a/b/c')).toBeUndefined();
  });

  test('an object comes back as it was put, with the etag that put returned', async () => {
    const store = await makeStore();
    const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const { etag } = await store.put('platform=linkedin/urn%3Ali%2E.bin', everyByte);
    const object = await store.get('platform=linkedin/urn%3Ali%2E.bin');
    expect(object?.etag).toBe(etag);
    expect([...(object?.body ?? [])]).toEqual([...everyByte]);
  });

  test('an empty object is an object', async () => {
    const store = await makeStore();
    await store.put('empty', new Uint8Array());
    expect(await text(store, 'empty')).toBe('');
  });

  test('a streamed body comes back in one piece, with the etag that put returned', async () => {
    const store = await makeStore();
    const { etag } = await store.put('streamed', chunks('one ', '', 'two ', 'three'));
    expect(await text(store, 'streamed')).toBe('one two three');
    expect((await store.get('streamed'))?.etag).toBe(etag);
  });

  test('a later put replaces the object and changes its etag', async () => {
    const store = await makeStore();
    const first = await store.put('k', bytes('first, and longer'));
    const second = await store.put('k', bytes('second'));
    expect(second.etag).not.toBe(first.etag);
    expect(await text(store, 'k')).toBe('second');
  });
}

function failedStreams(makeStore: MakeObjectStore): void {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* chunks('half of ');
    throw new Error('the source broke');
  }

  test('a body that fails on the way leaves the former object, and its error passes through', async () => {
    const store = await makeStore();
    await store.put('k', bytes('former'));
    await expect(store.put('k', broken())).rejects.toThrow('the source broke');
    expect(await text(store, 'k')).toBe('former');
  });

  test('a body that fails on the way leaves nothing where nothing was', async () => {
    const store = await makeStore();
    await expect(store.put('k', broken())).rejects.toThrow('the source broke');
    expect(await store.get('k')).toBeUndefined();
    expect(await keysOf(store, '')).toEqual([]);
  });
}

function conditions(makeStore: MakeObjectStore): void {
  test('ifNoneMatch creates once', async () => {
    const store = await makeStore();
    await store.put('k', bytes('first'), { ifNoneMatch: '*' });
    await expect(store.put('k', bytes('second'), { ifNoneMatch: '*' })).rejects.toThrow(new ObjectConflictError('k'));
    expect(await text(store, 'k')).toBe('first');
  });

  test('ifNoneMatch creates again after a delete', async () => {
    const store = await makeStore();
    await store.put('k', bytes('first'), { ifNoneMatch: '*' });
    await store.delete('k');
    await store.put('k', bytes('second'), { ifNoneMatch: '*' });
    expect(await text(store, 'k')).toBe('second');
  });

  test('ifMatch replaces the version it names and no other', async () => {
    const store = await makeStore();
    const first = await store.put('k', bytes('first'));
    await store.put('k', bytes('second'), { ifMatch: first.etag });
    await expect(store.put('k', chunks('third'), { ifMatch: first.etag })).rejects.toThrow(ObjectConflictError);
    expect(await text(store, 'k')).toBe('second');
  });

  test('ifMatch does not create', async () => {
    const store = await makeStore();
    const { etag } = await store.put('k', bytes('first'));
    await store.delete('k');
    await expect(store.put('k', bytes('second'), { ifMatch: etag })).rejects.toThrow(ObjectConflictError);
    expect(await store.get('k')).toBeUndefined();
  });
}

function deletion(makeStore: MakeObjectStore): void {
  test('a deleted object is gone; deleting it again, or what never was, is no error', async () => {
    const store = await makeStore();
    await store.put('a/b/c', bytes('x'));
    await store.put('a/d', bytes('y'));
    for (const key of ['a/b/c', 'a/b/c', 'a', 'a/d/e', 'never']) await store.delete(key);
    expect(await keysOf(store, '')).toEqual(['a/d']);
  });
}

function invalidKeys(makeStore: MakeObjectStore): void {
  test.each(['', '/a', 'a/', 'a//b', '../a', 'a/..', 'a/./b', '.tmp/a', 'a\\b', 'a\0b', 'k'.repeat(1025)])(
    'refuses the key %j',
    async (key) => {
      const store = await makeStore();
      await expect(store.put(key, bytes('x'))).rejects.toThrow(InvalidKeyError);
      await expect(store.get(key)).rejects.toThrow(InvalidKeyError);
      await expect(store.delete(key)).rejects.toThrow(InvalidKeyError);
      expect(await keysOf(store, '')).toEqual([]);
    },
  );

  test.each(['../', '/', 'a//', 'a/../b'])('refuses the prefix %j', async (prefix) => {
    const store = await makeStore();
    await expect(keysOf(store, prefix)).rejects.toThrow(InvalidKeyError);
  });
}
