/** Leases of runs that died. They block nothing once they have expired, but show that something ended without a word. */

import { prefixes } from '../../contracts/keys.ts';
import { msPerHour } from '../../domain/calendar.ts';
import { counted, plural } from '../../domain/language.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Condition } from '../../running/digest.ts';
import { parseStored } from '../../running/documents.ts';
import { leaseSchema } from '../../running/lease.ts';

/** A run that ends late gives its lease back by itself. */
const graceMs = msPerHour;

/** Keys of leases that expired an hour ago or longer. */
export async function leasesLeftBehind(objects: ObjectStore, now: Date): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of objects.list(prefixes.leases)) {
    const stored = await objects.get(key);
    if (!stored) continue;
    const lease = parseStored(key, stored.body, leaseSchema);
    if (Date.parse(lease.expires_at) + graceMs <= now.getTime()) found.push(key);
  }
  return found;
}

const shownLeases = 3;

export const leaseCondition = (left: readonly string[]): Condition | undefined =>
  left.length === 0
    ? undefined
    : {
        id: 'leases',
        severity: 'warning',
        level: left.length,
        repeats: true,
        title: `${counted(left.length, 'run')} died and left ${plural(left.length, 'a lease', 'leases')} behind: ${left.slice(0, shownLeases).join(', ')}${left.length > shownLeases ? ' …' : ''}`,
        remedy:
          'Expired leases block nothing: the next run takes them over. If they stay, find out why no run follows, and read the log of the run that died.',
      };
