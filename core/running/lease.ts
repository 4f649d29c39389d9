/** Keeps two runs apart: whoever holds a lease works. A run that died holds it until it expires. */
import { z } from 'zod';
import { AdsError, ObjectConflictError } from '../errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { encodeJson, parseStored } from './documents.ts';

export const leaseSchema = z.object({ run_id: z.string(), expires_at: z.iso.datetime() });
export type Lease = z.infer<typeof leaseSchema>;

export interface LeaseOptions {
  key: string;
  /** A run's id. A repeat by the same holder takes its lease over. */
  holder: string;
  seconds: number;
  busy: BusyText;
}

/** What to say to the one who finds the lease taken. */
export interface BusyText {
  /** What its holder is doing, such as "Ads are being changed". */
  activity: string;
  remedy: string;
}

/** Another run holds the lease at this moment. */
export class LeaseBusyError extends AdsError {
  readonly key: string;
  readonly heldBy: string;
  readonly until: string;

  constructor({ key, busy }: Pick<LeaseOptions, 'key' | 'busy'>, { run_id: heldBy, expires_at: until }: Lease) {
    super(`${busy.activity} by run ${heldBy}, until ${until} at the latest`, busy.remedy);
    this.key = key;
    this.heldBy = heldBy;
    this.until = until;
  }
}

/** Does the work under the lease and gives it back, also when the work fails. Throws a LeaseBusyError while another run holds it. */
export async function holdUnderLease<T>(
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
  options: LeaseOptions,
): Promise<{ etag: string }> {
  const { key, holder, seconds } = options;
  const body = encodeJson({ run_id: holder, expires_at: new Date(now().getTime() + seconds * 1000).toISOString() });
  try {
    return await objects.put(key, body, { ifNoneMatch: '*' });
  } catch (error) {
    const stored = error instanceof ObjectConflictError ? await objects.get(key) : undefined;
    if (!stored) throw error;
    const lease = parseStored(key, stored.body, leaseSchema);
    if (lease.run_id !== holder && lease.expires_at > now().toISOString()) throw new LeaseBusyError(options, lease);
    return await objects.put(key, body, { ifMatch: stored.etag });
  }
}

/** Not someone else's who took it after it had expired. */
async function giveBack(objects: ObjectStore, key: string, etag: string): Promise<void> {
  if ((await objects.get(key))?.etag === etag) await objects.delete(key);
}
