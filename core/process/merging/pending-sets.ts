/** Which raw objects wait to be merged, and which of them together. */

import { dateOf, partitionsSince, prefixes, pullOf, runIdOf } from '../../contracts/keys.ts';
import { addDays } from '../../domain/calendar.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { RawRelation } from '../../ports/warehouse.ts';

/** Objects that are merged in one transaction: of one run, at most one of each kind per account. */
export interface PendingSet {
  runId: string;
  objects: Record<RawRelation, string[]>;
  /** Their names, which the watermark keeps. */
  objectIds: string[];
  /** The day of the oldest: everything before it is merged when this set is. */
  day: string;
}

/** Objects are merged in the order of their days. These days before the newest are listed again, for what arrived late. */
const overlapDays = 3;

/**
 * First day whose objects are listed; null for all of them. A clock that was once wrong may have left a day of the future behind, which
 * must not hide what comes until then.
 */
export const listedSince = (newestDay: string | null, today: string): string | null =>
  newestDay === null ? null : addDays(newestDay < today ? newestDay : today, -overlapDays);

const sources: readonly { relation: RawRelation; prefix: string }[] = [
  { relation: 'raw_entities', prefix: prefixes.entities },
  { relation: 'raw_analytics', prefix: prefixes.analytics },
  { relation: 'raw_import_rows', prefix: prefixes.importRows },
];

interface Waiting {
  relation: RawRelation;
  key: string;
  id: string;
}

/** What is not in `done`, of the pulls and imports since a day, or of all without one. */
export async function pendingSets(
  objects: ObjectStore,
  done: ReadonlySet<string>,
  since: string | null = null,
): Promise<PendingSet[]> {
  const waiting: Waiting[] = [];
  for (const { relation, prefix } of sources) {
    for (const { below, after } of since === null ? [{ below: prefix, after: '' }] : partitionsSince(prefix, since)) {
      for await (const { key } of objects.list(below, after)) {
        const id = decodeURIComponent(runIdOf(key));
        if (!done.has(id)) waiting.push({ relation, key, id });
      }
    }
  }
  return grouped(waiting.toSorted(byTime));
}

/**
 * Of two observations of one day's numbers the later one must come last. Names sort by time within a day. A day's files come after
 * its pulls: they change nothing that the API gave, and must not be seen in force before it.
 */
function byTime(one: Waiting, other: Waiting): number {
  const [left, right] = [one, other].map(
    ({ relation, key, id }) => `${dateOf(key)} ${relation === 'raw_import_rows' ? 1 : 0} ${id}`,
  ) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The n-th object of a kind and account goes into the n-th set of its run: the accounts of a run are merged together, and of an
 * account's pieces each comes after the one before.
 */
function grouped(waiting: readonly Waiting[]): PendingSet[] {
  const sets = new Map<string, PendingSet>();
  const seen = new Map<string, number>();
  for (const { relation, key, id } of waiting) {
    const pull = pullOf(id);
    const runId = pull?.runId ?? id;
    const kindOfAccount = `${relation} ${runId} ${pull?.account ?? ''}`;
    const place = seen.get(kindOfAccount) ?? 0;
    seen.set(kindOfAccount, place + 1);
    const name = `${runId} ${place}`;
    const set = sets.get(name) ?? {
      runId,
      objects: { raw_import_rows: [], raw_analytics: [], raw_entities: [] },
      objectIds: [],
      day: dateOf(key),
    };
    set.objects[relation].push(key);
    set.objectIds.push(id);
    sets.set(name, set);
  }
  return [...sets.values()];
}
