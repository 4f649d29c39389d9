/** Documents of the object store: read in their shape, created once, replaced only if nobody else was faster. */
import type { z } from 'zod';
import { ObjectConflictError, StoredDataError } from '../errors.ts';
import type { ObjectStore, PutCondition, StoredObject } from '../ports/object-store.ts';

/** Undefined when there is none; a StoredDataError when it is not in that shape. */
export async function readDocument<T>(
  objects: Pick<ObjectStore, 'get'>,
  key: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const stored = await objects.get(key);
  return stored && parseStored(key, stored.body, schema);
}

/** What stands there afterwards: what was there already stays, and is what counts. */
export async function createOnce(
  objects: Pick<ObjectStore, 'get' | 'put'>,
  key: string,
  body: Uint8Array,
): Promise<Uint8Array> {
  if (await createIfAbsent(objects, key, body)) return body;
  const first = await objects.get(key);
  if (!first) throw new ObjectConflictError(key);
  return first.body;
}

/** False, and nothing is changed, where something is there already. */
export const createIfAbsent = (objects: Pick<ObjectStore, 'put'>, key: string, body: Uint8Array): Promise<boolean> =>
  replaceIfUnchanged(objects, key, body, unchangedSince(undefined));

/** Holds while what was read there, or that there was nothing, is still so. */
export const unchangedSince = (read: Pick<StoredObject, 'etag'> | undefined): PutCondition =>
  read ? { ifMatch: read.etag } : { ifNoneMatch: '*' };

/** False, and nothing is changed, where another was faster. */
export async function replaceIfUnchanged(
  objects: Pick<ObjectStore, 'put'>,
  key: string,
  body: Uint8Array,
  unchanged: PutCondition,
): Promise<boolean> {
  try {
    await objects.put(key, body, unchanged);
    return true;
  } catch (error) {
    if (error instanceof ObjectConflictError) return false;
    throw error;
  }
}

/** Whether there is an object of exactly this key; its content is not read. */
export async function isStored(objects: Pick<ObjectStore, 'list'>, wanted: string): Promise<boolean> {
  for await (const { key } of objects.list(wanted)) return key === wanted;
  return false;
}

/** JSON as it is stored: readable, ending in a line break. */
export const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The same as bytes, ready to be put. */
export const encodeJson = (value: unknown): Uint8Array => encodeText(toJson(value));

export const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text);

export const decodeText = (body: Uint8Array): string => new TextDecoder().decode(body);

/** Stored JSON in the shape of its contract; a StoredDataError names the key and the first field that is wrong. */
export function parseStored<T>(key: string, body: Uint8Array, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    throw new StoredDataError(key, 'it is not JSON', { cause: error });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StoredDataError(key, `${issue?.path.join('.') || 'the document'}: ${issue?.message}`, {
    cause: parsed.error,
  });
}
