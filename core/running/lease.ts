/** Keeps two runs apart: whoever holds a lease works. A run that died holds it until it expires. */
import { z } from 'zod';
import { ObjectConflictError } from '../errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { encodeJson, parseStored } from './stored-json.ts';

export const leaseSchema = z.object({ run_id: z.string(), expires_at: z.iso.datetime() });
export type Lease = z.infer<typeof leaseSchema>;

export interface LeaseOptions {
  key: string;
  /** A repeat by the same holder takes its lease over. */
  holder: string;
  seconds: number;
  /** What to throw when another holds it. */
  busy: (lease: Lease) => Error;
}

/** Does the work under the lease and gives it back, also when the work fails. */
export async function holdingLease<T>(
  deps: Pick<StageDeps, 'objects' | 'now'>,
  options: LeaseOptions,
  work: () => Promise<T>,
): Promise<T> {
  const { etag } = await take(deps, options);
  try {
    return await work();
  } finally {
    await giveBack(deps.objects, options.key, etag);
  }
}

async function take(
  { objects, now }: Pick<StageDeps, 'objects' | 'now'>,
  { key, holder, seconds, busy }: LeaseOptions,
): Promise<{ etag: string }> {
  const body = encodeJson({ run_id: holder, expires_at: new Date(now().getTime() + seconds * 1000).toISOString() });
  try {
    return await objects.put(key, body, { ifNoneMatch: '*' });
  } catch (error) {
    const stored = error instanceof ObjectConflictError ? await objects.get(key) : undefined;
    if (!stored) throw error;
    const lease = parseStored(key, stored.body, leaseSchema);
    if (lease.run_id !== holder && lease.expires_at > now().toISOString()) throw busy(lease);
    return await objects.put(key, body, { ifMatch: stored.etag });
  }
}

/** Not someone else's who took it after it had expired. */
async function giveBack(objects: ObjectStore, key: string, etag: string): Promise<void> {
  if ((await objects.get(key))?.etag === etag) await objects.delete(key);
}
