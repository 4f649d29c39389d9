/** How an ObjectStore lists. */
import { expect, test } from 'vitest';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { listAll } from './list-all.ts';
import type { MakeObjectStore } from './make-object-store.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export function objectStoreListing(makeStore: MakeObjectStore): void {
  const inOrder = ['a-b/x', 'a.json', 'a/b-c', 'a/b/z', 'a/c', 'a0', 'b', 'é', '\uFFFD', '\u{1F600}'];

  test('lists in the order of the UTF-8 bytes of whole keys, with sizes', async () => {
    const store = await makeStore();
    for (const key of inOrder.toReversed()) await store.put(key, bytes(key));
    const listed = await listAll(store, '');
    expect(listed).toEqual(inOrder.map((key) => ({ key, bytes: bytes(key).length })));
  });

  test.each([
    ['a/', ['a/b-c', 'a/b/z', 'a/c']],
    ['a', ['a-b/x', 'a.json', 'a/b-c', 'a/b/z', 'a/c', 'a0']],
    ['a/b', ['a/b-c', 'a/b/z']],
    ['a/b/z', ['a/b/z']],
    ['a/b/z/', []],
    ['b/', []],
    ['no/such/', []],
    ['A', []],
  ])('below the prefix %j are %j', async (prefix, expected) => {
    const store = await makeStore();
    for (const key of inOrder) await store.put(key, bytes(key));
    expect(await keysOf(store, prefix)).toEqual(expected);
  });

  test.each([
    '',
    'a',
    'a-b/x',
    'a/',
    'a/b',
    'a/b-c',
    'a/b/',
    'a/b/z',
    'a/b/zz',
    'a0',
    'b',
    'é',
    '\uFFFD',
    '\u{1F600}',
    'zz',
  ])('after %j come the keys whose bytes are larger', async (after) => {
    const store = await makeStore();
    for (const key of inOrder) await store.put(key, bytes(key));
    const later = inOrder.filter((key) => Buffer.compare(bytes(key), bytes(after)) > 0);
    expect(await keysOf(store, '', after)).toEqual(later);
    expect(await keysOf(store, 'a/', after)).toEqual(later.filter((key) => key.startsWith('a/')));
  });

  test('an empty store lists nothing', async () => {
    expect(await keysOf(await makeStore(), '')).toEqual([]);
  });
}

export async function keysOf(store: ObjectStore, prefix: string, after?: string): Promise<string[]> {
  return (await listAll(store, prefix, after)).map(({ key }) => key);
}
