import type { DecisionEvent } from '../../contracts/decisions.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { openChangeLog } from './change-log.ts';

/** Everything that was written to the platform, applied or undone, oldest first. */
export async function writtenEvents(objects: ObjectStore): Promise<DecisionEvent[]> {
  const log = await openChangeLog(objects);
  const keys = log
    .lives()
    .flatMap((life) => life.keys)
    .filter((key) => /-(applied|undone)\.json$/.test(key));
  const events: DecisionEvent[] = [];
  for (const key of keys) events.push(await log.event(key));
  return events.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : one.number - other.number));
}
