import { readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localObjectStore, pathOf } from '../../../adapters/local/object-store.ts';
import { InvalidKeyError } from '../../../core/errors.ts';
import { listAll } from '../../conformance/list-all.ts';
import { objectStoreConformance } from '../../conformance/object-store.ts';
import { ended, firstOutput, kill, startChild } from './child.ts';
import { temporaryFolders } from './temporary-folder.ts';

const newFolder = temporaryFolders();
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

objectStoreConformance('localObjectStore', async () => localObjectStore(await newFolder()));

test('an object is the file that pathOf names', async () => {
  const root = await newFolder();
  await localObjectStore(root).put('raw/platform=linkedin/%3A.json', bytes('{}'));
  expect(pathOf(root, 'raw/platform=linkedin/%3A.json')).toBe(join(root, 'raw', 'platform=linkedin', '%3A.json'));
  expect(await readFile(pathOf(root, 'raw/platform=linkedin/%3A.json'), 'utf8')).toBe('{}');
  expect(() => pathOf(root, 'raw/../../etc/passwd')).toThrow(InvalidKeyError);
});

test('a store whose folder is not there yet is empty', async () => {
  const store = localObjectStore(join(await newFolder(), 'not', 'yet'));
  expect(await listAll(store, '')).toEqual([]);
  expect(await store.get('k')).toBeUndefined();
  await store.put('k', bytes('x'));
  expect(await listAll(store, '')).toEqual([{ key: 'k', bytes: 1 }]);
});

test('an etag is of the content: a file changed by hand has another', async () => {
  const root = await newFolder();
  const store = localObjectStore(root);
  const { etag } = await store.put('k', bytes('x'));
  expect(etag).toBe('2d711642b726b04401627ca9fbac32f5');
  await writeFile(pathOf(root, 'k'), 'y');
  expect((await store.get('k'))?.etag).not.toBe(etag);
});

test('asks for the next chunk only when the last one is in the file', async () => {
  const root = await newFolder();
  const size = 100_000;
  const written: number[] = [];
  async function* watched(): AsyncGenerator<Uint8Array> {
    for (let chunk = 0; chunk < 5; chunk++) {
      written.push((await stat(join(root, '.tmp', (await partsOf(root))[0]!))).size);
      yield new Uint8Array(size);
    }
  }
  await localObjectStore(root).put('k', watched());
  expect(written).toEqual([0, 1, 2, 3, 4].map((chunks) => chunks * size));
});

test('a process killed in mid-put leaves the former object and nothing in the list', async () => {
  const root = await newFolder();
  const store = localObjectStore(root);
  await store.put('a/k', bytes('former'));
  const child = startChild('put-slowly', root, 'a/k');
  expect(await firstOutput(child)).toBe('streaming');
  await kill(child);
  expect(await partsOf(root)).toHaveLength(1);
  expect(await listAll(store, '')).toEqual([{ key: 'a/k', bytes: 6 }]);
  expect((await store.get('a/k'))?.body).toEqual(bytes('former'));
  await store.put('a/k', bytes('next'));
  expect((await store.get('a/k'))?.body).toEqual(bytes('next'));
});

test('no increment is lost between processes', async () => {
  const root = await newFolder();
  const store = localObjectStore(root);
  await store.put('counter', Uint8Array.of(0));
  const children = [1, 2, 3].map(() => startChild('increment', root, 'counter', '30'));
  expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0]);
  expect([...((await store.get('counter'))?.body ?? [])]).toEqual([90]);
});

test('parts that a killed process left are removed after a day, and only those', async () => {
  const root = await newFolder();
  await localObjectStore(root).put('k', bytes('x'));
  const names = {
    old: '.00000000-0000-4000-8000-000000000001.part',
    fresh: '.00000000-0000-4000-8000-000000000002.part',
  };
  for (const name of Object.values(names)) await writeFile(join(root, '.tmp', name), 'half');
  const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
  await utimes(join(root, '.tmp', names.old), twoDaysAgo, twoDaysAgo);
  await localObjectStore(root).put('k', bytes('y'));
  expect(await readdir(join(root, '.tmp'))).toEqual([names.fresh]);
});

test('puts and deletes leave no parts, no locks and no empty folders', async () => {
  const root = await newFolder();
  const store = localObjectStore(root);
  await store.put('a/b/c', bytes('x'));
  await store.put('a/d', bytes('x'));
  await expect(store.put('a/d', bytes('y'), { ifNoneMatch: '*' })).rejects.toThrow();
  await store.delete('a/b/c');
  expect(await readdir(join(root, '.tmp'))).toEqual([]);
  expect(await readdir(join(root, 'a'))).toEqual(['d']);
  await store.delete('a/d');
  expect(await readdir(root)).toEqual(['.tmp']);
});

test('lists neither hidden files nor links', async () => {
  const root = await newFolder();
  const store = localObjectStore(root);
  await store.put('a/k', bytes('x'));
  await writeFile(join(root, 'a', '.DS_Store'), '');
  await symlink(root, join(root, 'a', 'link'));
  expect(await listAll(store, '')).toEqual([{ key: 'a/k', bytes: 1 }]);
});

test('says so when a name would have to be an object and a folder', async () => {
  const store = localObjectStore(await newFolder());
  await store.put('a/b', bytes('x'));
  const reason = 'cannot be stored: on a disk one name is either an object or the folder of other objects';
  await expect(store.put('a', bytes('y'))).rejects.toThrow(`a ${reason}`);
  await expect(store.put('a/b/c', bytes('y'))).rejects.toThrow(`a/b/c ${reason}`);
  expect(await listAll(store, '')).toEqual([{ key: 'a/b', bytes: 1 }]);
});

test('says so when a part is too long for a file name', async () => {
  const store = localObjectStore(await newFolder());
  const key = `a/${'k'.repeat(256)}`;
  await expect(store.put(key, bytes('y'))).rejects.toThrow(`${key} has a part that is too long for a file name`);
  expect(await store.get(key)).toBeUndefined();
  await store.delete(key);
});

async function partsOf(root: string): Promise<string[]> {
  return (await readdir(join(root, '.tmp'))).filter((name) => name.endsWith('.part'));
}
