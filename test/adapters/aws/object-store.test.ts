/** What S3 documents and moto does not do: moto never answers 409, and its races never meet. */
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { awsObjectStore } from '../../../adapters/aws/object-store.ts';
import { NotPermittedError, ObjectConflictError, ServiceError } from '../../../core/errors.ts';
import type { ObjectStore } from '../../../core/ports/object-store.ts';
import { listAll } from '../../conformance/list-all.ts';
import { type ScriptedService, s3Error, startService } from './scripted-service.ts';

const one = Uint8Array.of(1);
const stored = { status: 200, headers: { etag: '"e"' } };
let service: ScriptedService;
let store: ObjectStore;

beforeEach(async () => {
  service = await startService();
  store = awsObjectStore({ client: new S3Client(service.settings), bucket: 'b', partBytes: 4 });
});

afterEach(() => service.close());

async function* stream(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield new TextEncoder().encode(part);
}

const asked = () => service.seen.map(({ method, url }) => `${method} ${url.replace(/[?&]x-id=\w+/, '')}`);

describe('a conditional put', () => {
  it('sends the condition to S3, which compares', async () => {
    service.answers.push(stored, stored, stored);
    await store.put('k', one, { ifNoneMatch: '*' });
    await store.put('k', one, { ifMatch: '"e"' });
    await store.put('k', one);
    expect(service.seen.map(({ headers }) => [headers['if-none-match'], headers['if-match']])).toEqual([
      ['*', undefined],
      [undefined, '"e"'],
      [undefined, undefined],
    ]);
  });

  it('is tried again when it met another write', async () => {
    service.answers.push(s3Error(409, 'ConditionalRequestConflict'), stored);
    expect(await store.put('k', one, { ifNoneMatch: '*' })).toEqual({ etag: '"e"' });
  });

  it('is a conflict when it keeps meeting other writes', async () => {
    service.answers.push(...Array.from({ length: 4 }, () => s3Error(409, 'ConditionalRequestConflict')));
    await expect(store.put('k', one, { ifMatch: '"e"' })).rejects.toThrow(new ObjectConflictError('k'));
    expect(service.seen).toHaveLength(3);
  });

  it('is a conflict when there is nothing to replace', async () => {
    service.answers.push(s3Error(404, 'NoSuchKey'));
    await expect(store.put('k', one, { ifMatch: '"e"' })).rejects.toThrow(ObjectConflictError);
  });

  it('is no conflict when the bucket is missing', async () => {
    service.answers.push(s3Error(404, 'NoSuchBucket'));
    await expect(store.put('k', one, { ifMatch: '"e"' })).rejects.toThrow(
      new ServiceError(
        'Could not put s3://b/k: NoSuchBucket: said S3',
        'Deploy the data stack, and compare the name in the message with what it created.',
      ),
    );
  });

  it('in parts is a conflict as a whole, and drops its parts', async () => {
    service.answers.push(
      { status: 200, body: '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>' },
      stored,
      stored,
      s3Error(409, 'ConditionalRequestConflict'),
      { status: 204 },
    );
    await expect(store.put('k', stream('abc', 'def'), { ifNoneMatch: '*' })).rejects.toThrow(ObjectConflictError);
    expect(asked()).toEqual([
      'POST /b/k?uploads=',
      'PUT /b/k?partNumber=1&uploadId=u',
      'PUT /b/k?partNumber=2&uploadId=u',
      'POST /b/k?uploadId=u',
      'DELETE /b/k?uploadId=u',
    ]);
    expect(service.seen[3]?.headers['if-none-match']).toBe('*');
  });
});

describe('an answer that is an error', () => {
  it('of a get is no absent object, unless S3 says so', async () => {
    service.answers.push(s3Error(404, 'NoSuchKey'), s3Error(403, 'AccessDenied'), s3Error(503, 'SlowDown'));
    expect(await store.get('k')).toBeUndefined();
    await expect(store.get('k')).rejects.toThrow(NotPermittedError);
    await expect(store.get('k')).rejects.toMatchObject({
      message: 'Could not get s3://b/k: SlowDown: said S3',
      remedy: expect.stringMatching(/^The service throttled the call/),
    });
  });

  it('says what to do', async () => {
    service.answers.push(s3Error(403, 'AccessDenied'), s3Error(400, 'ExpiredToken'), s3Error(500, 'InternalError'));
    const remedies: string[] = [];
    for (const _ of [1, 2, 3]) await store.delete('k').catch(({ remedy }) => remedies.push(remedy));
    expect(remedies).toEqual([
      'Compare the role’s permissions with docs/security.md; the policy of the bucket or key may deny it too.',
      'Sign in to AWS again; a Lambda renews its credentials by itself.',
      'The service did not answer, even after retries. Run the stage again later.',
    ]);
  });
});

describe('a listing', () => {
  const page = (keys: string[], next?: string) => ({
    status: 200,
    body: `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key><Size>3</Size></Contents>`).join('')}${
      next ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${next}</NextContinuationToken>` : ''
    }</ListBucketResult>`,
  });

  it('goes on where a page ends, also when a page is empty', async () => {
    service.answers.push(page(['p/a'], 'n1'), page([], 'n2'), page(['p/b']));
    expect(await listAll(store, 'p/', 'p/0')).toEqual([
      { key: 'p/a', bytes: 3 },
      { key: 'p/b', bytes: 3 },
    ]);
    expect(service.seen.map(({ url }) => new URLSearchParams(url.split('?')[1]))).toMatchObject([
      new URLSearchParams('list-type=2&prefix=p/&start-after=p/0'),
      new URLSearchParams('continuation-token=n1&list-type=2&prefix=p/&start-after=p/0'),
      new URLSearchParams('continuation-token=n2&list-type=2&prefix=p/&start-after=p/0'),
    ]);
  });

  it('asks for no page that nobody reads', async () => {
    service.answers.push(page(['a', 'b'], 'n1'));
    for await (const _ of store.list('')) break;
    expect(service.seen).toHaveLength(1);
  });
});
