/** Stored decisions by their ids, and those of the newest days. */
import type { Decision } from '../../contracts/decisions.ts';
import { prefixes, runIdOf } from '../../contracts/keys.ts';
import { compareText } from '../../domain/text-order.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { parseDecisions } from './stored.ts';

type Reads = Pick<ObjectStore, 'get' | 'list'>;

/**
 * In the order of the ids; those that are not stored, or of runs before a UTC day, are missing. A decision's id begins with that of its
 * run.
 */
export async function findDecisions(objects: Reads, ids: readonly string[], since = ''): Promise<Decision[]> {
  const found = new Map<string, Decision>();
  if (ids.length === 0) return [];
  for await (const { key } of objects.list(prefixes.decisionRuns, `${prefixes.decisionRuns}${since}`)) {
    const runId = decodeURIComponent(runIdOf(key));
    if (!ids.some((id) => id.startsWith(runId))) continue;
    for (const each of await decisionsOf(objects, key))
      if (ids.includes(each.decision_id)) found.set(each.decision_id, each);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Of all runs since a UTC day, the oldest run first: by when it decided, not by its name. */
export async function decisionsSince(objects: Reads, day: string): Promise<Decision[]> {
  const found: Decision[][] = [];
  for await (const { key } of objects.list(prefixes.decisionRuns, `${prefixes.decisionRuns}${day}`))
    found.push(await decisionsOf(objects, key));
  return found.toSorted(([one], [other]) => compareText(one?.created_at ?? '', other?.created_at ?? '')).flat();
}

/** Of one run; none where it stored none. */
export async function decisionsOf(objects: Pick<Reads, 'get'>, key: string): Promise<Decision[]> {
  const stored = await objects.get(key);
  return stored ? parseDecisions(key, stored.body) : [];
}
