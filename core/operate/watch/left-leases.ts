/** Leases of runs that died. They keep nobody away once they have expired, but tell that something ended without a word. */

import { prefixes } from '../../contracts/keys.ts';
import { msPerHour } from '../../domain/calendar.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Condition } from '../../running/digest.ts';
import { leaseSchema } from '../../running/lease.ts';
import { parseStored } from '../../running/stored-json.ts';

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
        title: `${left.length} run(s) died and left a lease behind: ${left.slice(0, shownLeases).join(', ')}${left.length > shownLeases ? ' …' : ''}`,
        remedy:
          'Expired leases keep nobody away: the next run takes them over. If they stay, see why no run follows, and the log of the one that died.',
      };
