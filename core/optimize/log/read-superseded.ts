/** Which proposals that could still be applied are superseded, as stored. */

import { dayOf } from '../../domain/calendar.ts';
import { oldestLiving } from '../../domain/proposals.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { ChangeLog } from './change-log.ts';
import { statusesOf } from './events.ts';
import { decisionsSince } from './find-decisions.ts';
import { supersededBy } from './superseded.ts';

/** By id, the newer one's. Older ones have expired anyway. */
export async function readSuperseded(
  objects: Pick<ObjectStore, 'get' | 'list'>,
  log: Pick<ChangeLog, 'lives'>,
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const since = dayOf(oldestLiving(now));
  return supersededBy(await decisionsSince(objects, since), statusesOf(log.lives()));
}
