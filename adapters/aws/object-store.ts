import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { assertObjectKey } from '../../core/contracts/object-key.ts';
import { ObjectConflictError } from '../../core/errors.ts';
import type { ListedObject, ObjectStore, PutCondition, StoredObject } from '../../core/ports/object-store.ts';
import { inParts } from './object-parts.ts';
import { asServiceError, codeOf, httpStatusOf, serviceCall } from './service-error.ts';

/** S3 takes parts from 5 MiB on; one is held in memory, and one more while it is sent. */
const defaultPartBytes = 8 * 2 ** 20;
/** S3 answers 409 when two conditional writes meet, and says to try again. */
const conflictAttempts = 3;

export interface AwsObjectStoreOptions {
  client: S3Client;
  bucket: string;
  partBytes?: number;
}

/**
 * Objects in a bucket. S3 itself compares for If-Match and If-None-Match, so no lock is needed. An answer that was lost on the way may make
 * the SDK send a conditional put twice, and the second then meets the first: that conflict is not a lie, since whoever repeats a change
 * on what is there now does no harm.
 */
export function awsObjectStore({ client, bucket, partBytes = defaultPartBytes }: AwsObjectStoreOptions): ObjectStore {
  return {
    get: async (key) => get(client, { Bucket: bucket, Key: checked(key) }),
    put: async (key, body, condition) => {
      const target = { client, bucket, key: checked(key), condition };
      if (body instanceof Uint8Array) return putWhole(target, body);
      const parts = inParts(body, partBytes);
      const first = (await parts.next()).value as Uint8Array;
      const second = await parts.next();
      return second.done ? putWhole(target, first) : putInParts(target, joined([first, second.value], parts));
    },
    list: (prefix, after) => list(client, bucket, { prefix, after }),
    delete: async (key) => {
      const target = { Bucket: bucket, Key: checked(key) };
      await serviceCall(`delete s3://${bucket}/${key}`, client.send(new DeleteObjectCommand(target)));
    },
  };
}

function checked(key: string): string {
  assertObjectKey(key);
  return key;
}

async function get(client: S3Client, target: { Bucket: string; Key: string }): Promise<StoredObject | undefined> {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand(target));
    return { body: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag ?? '' };
  } catch (error) {
    if (codeOf(error) === 'NoSuchKey') return undefined;
    throw asServiceError(`get s3://${target.Bucket}/${target.Key}`, error);
  }
}

interface Target {
  client: S3Client;
  bucket: string;
  key: string;
  condition: PutCondition | undefined;
}

async function putWhole(target: Target, body: Uint8Array): Promise<{ etag: string }> {
  const { client, bucket, key, condition } = target;
  for (let attempt = 1; ; attempt++) {
    try {
      const { ETag } = await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...headersOf(condition) }),
      );
      return { etag: ETag ?? '' };
    } catch (error) {
      if (httpStatusOf(error) === 409 && attempt < conflictAttempts) continue;
      throw putError(target, error);
    }
  }
}

/** What S3 was told of an upload is dropped when it fails: parts that nobody completes are stored and billed. */
async function putInParts(target: Target, parts: AsyncIterable<Uint8Array>): Promise<{ etag: string }> {
  const { client, bucket, key, condition } = target;
  const place = { Bucket: bucket, Key: key };
  const begun = await serviceCall(`put s3://${bucket}/${key}`, client.send(new CreateMultipartUploadCommand(place)));
  const upload = { ...place, UploadId: begun.UploadId };
  try {
    const sent: { PartNumber: number; ETag: string | undefined }[] = [];
    for await (const part of parts) {
      const PartNumber = sent.length + 1;
      const { ETag } = await client
        .send(new UploadPartCommand({ ...upload, PartNumber, Body: part }))
        .catch((error) => Promise.reject(putError(target, error)));
      sent.push({ PartNumber, ETag });
    }
    const { ETag } = await client
      .send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: sent }, ...headersOf(condition) }),
      )
      .catch((error) => Promise.reject(putError(target, error)));
    return { etag: ETag ?? '' };
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

async function* joined<T>(first: readonly T[], rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* rest;
}

const headersOf = (condition: PutCondition | undefined) =>
  condition && ('ifMatch' in condition ? { IfMatch: condition.ifMatch } : { IfNoneMatch: condition.ifNoneMatch });

/** 412: the condition does not hold. 409: another write was under way. 404 for If-Match: there is nothing to replace. */
function putError({ bucket, key, condition }: Target, error: unknown): Error {
  const isConflict =
    condition !== undefined &&
    (codeOf(error) === 'NoSuchKey' ? 'ifMatch' in condition : [409, 412].includes(httpStatusOf(error) ?? 0));
  return isConflict ? new ObjectConflictError(key) : asServiceError(`put s3://${bucket}/${key}`, error);
}

interface ListRequest {
  prefix: string;
  after: string | undefined;
}

/** S3 lists in the order of the keys' UTF-8 bytes, a thousand at a time. */
async function* list(client: S3Client, bucket: string, { prefix, after }: ListRequest): AsyncGenerator<ListedObject> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (folder) assertObjectKey(folder.slice(0, -1));
  let next: string | undefined;
  do {
    const page = await serviceCall(
      `list s3://${bucket}/${prefix}`,
      client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(after && { StartAfter: after }),
          ...(next && { ContinuationToken: next }),
        }),
      ),
    );
    for (const { Key, Size } of page.Contents ?? []) if (Key) yield { key: Key, bytes: Size ?? 0 };
    next = page.NextContinuationToken;
  } while (next);
}
