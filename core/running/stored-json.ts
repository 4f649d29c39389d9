import type { z } from 'zod';
import { StoredDataError } from '../errors.ts';

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
