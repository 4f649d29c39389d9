/** Stored decisions by their ids, and those of the newest days. */
import type { Decision } from '../contracts.ts';
import { dateOf, prefixes, runIdOf } from '../keys.ts';
import type { ObjectStore } from '../ports.ts';
import { parseDecisions } from './stored.ts';

type Reads = Pick<ObjectStore, 'get' | 'list'>;

/** In the order of the ids; those that are not stored are missing. A decision's id begins with that of its run. */
export async function findDecisions(objects: Reads, ids: readonly string[]): Promise<Decision[]> {
  const found = new Map<string, Decision>();
  for await (const { key } of objects.list(prefixes.decisionRuns)) {
    const runId = decodeURIComponent(runIdOf(key));
    if (!ids.some((id) => id.startsWith(runId))) continue;
    for (const each of await read(objects, key)) if (ids.includes(each.decision_id)) found.set(each.decision_id, each);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Of all runs since a UTC day, oldest first. */
export async function decisionsSince(objects: Reads, day: string): Promise<Decision[]> {
  const found: Decision[][] = [];
  for await (const { key } of objects.list(prefixes.decisionRuns)) {
    if (dateOf(key) >= day) found.push(await read(objects, key));
  }
  return found.flat();
}

async function read(objects: Reads, key: string): Promise<Decision[]> {
  const stored = await objects.get(key);
  return stored ? parseDecisions(key, stored.body) : [];
}
