import type { DecisionEvent } from '../contracts.ts';
import type { ObjectStore } from '../ports.ts';
import { listLives, readEvent } from './events.ts';

/** Everything that was written to the platform, applied or undone, oldest first. */
export async function writtenEvents(objects: Pick<ObjectStore, 'get' | 'list'>): Promise<DecisionEvent[]> {
  const lives = await listLives(objects);
  const keys = lives.flatMap((life) => life.keys).filter((key) => /-(applied|undone)\.json$/.test(key));
  const events: DecisionEvent[] = [];
  for (const key of keys) events.push(await readEvent(objects, key));
  return events.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : one.number - other.number));
}
