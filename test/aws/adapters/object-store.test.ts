import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { awsObjectStore } from '../../../adapters/aws/object-store.ts';
import { ObjectConflictError } from '../../../core/errors.ts';
import { listAll } from '../../conformance/list-all.ts';
import { objectStoreConformance } from '../../conformance/object-store.ts';
import { newBucket, s3 } from '../moto.ts';

objectStoreConformance('awsObjectStore', async () => awsObjectStore({ client: s3, bucket: await newBucket() }));

describe('awsObjectStore', () => {
  const mebibyte = 2 ** 20;
  /** S3 refuses smaller parts, and so does moto. */
  const partBytes = 5 * mebibyte;
  const makeStore = async () => awsObjectStore({ client: s3, bucket: await newBucket(), partBytes });

  async function* stream(mebibytes: number, broken = false): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < mebibytes; index++) yield new Uint8Array(mebibyte).fill(index);
    if (broken) throw new Error('the source broke');
  }

  test('a body longer than a part is sent in parts and comes back whole, with the etag that put returned', async () => {
    const store = await makeStore();
    const { etag } = await store.put('long', stream(12), { ifNoneMatch: '*' });
    const stored = await store.get('long');
    expect(stored?.etag).toBe(etag);
    expect(etag).toMatch(/-3"$/);
    expect(stored?.body.length).toBe(12 * mebibyte);
    for (let index = 0; index < 12; index++) expect(stored?.body[(index + 1) * mebibyte - 1]).toBe(index);
  });

  test('parts take the place of nothing that is there, when told so', async () => {
    const store = await makeStore();
    await store.put('k', Uint8Array.of(1));
    await expect(store.put('k', stream(6), { ifNoneMatch: '*' })).rejects.toThrow(new ObjectConflictError('k'));
    expect([...((await store.get('k'))?.body ?? [])]).toEqual([1]);
  });

  test('parts whose source breaks leave the former object and no unfinished upload', async () => {
    const bucket = await newBucket();
    const store = awsObjectStore({ client: s3, bucket, partBytes });
    await expect(store.put('k', stream(11, true))).rejects.toThrow('the source broke');
    expect(await store.get('k')).toBeUndefined();
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads).toEqual([]);
  });

  test('a listing goes on after its first thousand', async () => {
    const store = await makeStore();
    const keys = Array.from({ length: 1005 }, (_, index) => `k/${String(index).padStart(4, '0')}`);
    for (let start = 0; start < keys.length; start += 67)
      await Promise.all(keys.slice(start, start + 67).map((key) => store.put(key, Uint8Array.of(1))));
    expect((await listAll(store, 'k/')).map(({ key }) => key)).toEqual(keys);
  });
});
