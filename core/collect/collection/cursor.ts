/** How far an account was collected. Written only after the raw object is stored, and only over what was read. */
import { z } from 'zod';
import { keys } from '../../contracts/keys.ts';
import { isoDate } from '../../contracts/values.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { encodeJson, parseStored, unchangedSince } from '../../running/documents.ts';

export const cursorSchema = z.object({
  account: z.string(),
  next: isoDate.nullable(),
  wide: z.boolean(),
  collected_through: isoDate.nullable(),
  /** When the newest whole pull ended; null in cursors of older releases until then. */
  collected_at: z.iso.datetime().nullable().default(null),
  wide_at: z.iso.datetime().nullable(),
  /** Newest day on which money was spent, as far as seen: an answer without any row for it is no answer. */
  newest_spend: isoDate.nullable(),
});
export type Cursor = z.infer<typeof cursorSchema>;

export interface OpenCursor {
  readonly value: Cursor;
  /** ObjectConflictError when another run moved it in between. */
  move(to: Partial<Cursor>): Promise<void>;
}

export async function openCursor(objects: ObjectStore, platform: string, account: string): Promise<OpenCursor> {
  const key = keys.collectorCursor(platform, account);
  const stored = await objects.get(key);
  let value: Cursor = stored ? parseStored(key, stored.body, cursorSchema) : untouched(account);
  let condition = unchangedSince(stored);
  return {
    get value() {
      return value;
    },
    async move(to) {
      const moved = { ...value, ...to };
      const { etag } = await objects.put(key, encodeJson(moved), condition);
      value = moved;
      condition = unchangedSince({ etag });
    },
  };
}

const untouched = (account: string): Cursor => ({
  account,
  next: null,
  wide: false,
  collected_through: null,
  collected_at: null,
  wide_at: null,
  newest_spend: null,
});
