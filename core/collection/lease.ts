/** Keeps two runs apart: whoever has an account's lease collects it. A run that died holds it until it expires. */
import { z } from 'zod';
import { AdsError, ObjectConflictError } from '../errors.ts';
import { keys } from '../keys.ts';
import type { ObjectStore, StageDeps } from '../ports.ts';
import { encodeJson, parseStored } from '../stored-json.ts';

const leaseSchema = z.object({ run_id: z.string(), expires_at: z.iso.datetime() });

/** Another run collects the account at this moment. */
export class AccountBusyError extends AdsError {
  constructor(account: string, runId: string, until: string) {
    super(
      `Account ${account} is being collected by run ${runId}, at the latest until ${until}`,
      'Let it finish. If that run died, wait for the time named, or repeat the run with its own run id.',
    );
  }
}

export interface LeaseOptions {
  platform: string;
  account: string;
  runId: string;
  minutes: number;
}

/** Does the work under the lease and gives it back, also when the work fails. A repeat of the same run takes its lease over. */
export async function underLease<T>(
  deps: Pick<StageDeps, 'objects' | 'now'>,
  options: LeaseOptions,
  work: () => Promise<T>,
): Promise<T> {
  const key = keys.collectorLease(options.platform, options.account);
  const { etag } = await take(key, deps, options);
  try {
    return await work();
  } finally {
    await giveBack(deps.objects, key, etag);
  }
}

async function take(
  key: string,
  { objects, now }: Pick<StageDeps, 'objects' | 'now'>,
  { account, runId, minutes }: LeaseOptions,
): Promise<{ etag: string }> {
  const body = encodeJson({ run_id: runId, expires_at: new Date(now().getTime() + minutes * 60_000).toISOString() });
  try {
    return await objects.put(key, body, { ifNoneMatch: '*' });
  } catch (error) {
    const stored = error instanceof ObjectConflictError ? await objects.get(key) : undefined;
    if (!stored) throw error;
    const lease = parseStored(key, stored.body, leaseSchema);
    if (lease.run_id !== runId && lease.expires_at > now().toISOString())
      throw new AccountBusyError(account, lease.run_id, lease.expires_at);
    return await objects.put(key, body, { ifMatch: stored.etag });
  }
}

/** Not someone else's who took it after it had expired. */
async function giveBack(objects: ObjectStore, key: string, etag: string): Promise<void> {
  if ((await objects.get(key))?.etag === etag) await objects.delete(key);
}
