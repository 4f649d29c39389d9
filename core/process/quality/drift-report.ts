/** Which fields of the platform's answers were not as expected, over the newest runs that found any. */

import { prefixes } from '../../contracts/keys.ts';
import { driftRecord } from '../../contracts/raw-rows.ts';
import { groupBy } from '../../domain/grouping.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { parseStored } from '../../running/documents.ts';

export interface FieldDrift {
  /** Such as `analytics.deliveryInsights`; `[]` stands for every element of a list. */
  path: string;
  change: 'unknown' | 'missing';
  /** Elements with it, or without it, over the runs. */
  seen: number;
  runs: number;
  accounts: string[];
  first_run: string;
  first_at: string;
  last_run: string;
  last_at: string;
}

/** A month of pulls of one account. */
const newestRuns = 120;

/** Newest first. What an older run found, and none of the newest, is not news any more. */
export async function driftReport(objects: ObjectStore): Promise<FieldDrift[]> {
  const found: string[] = [];
  for await (const { key } of objects.list(prefixes.drift)) found.push(key);
  const occurrences = [];
  for (const key of found.slice(-newestRuns)) {
    const stored = await objects.get(key);
    if (!stored) continue;
    const { drift, ...run } = parseStored(key, stored.body, driftRecord);
    for (const each of drift) occurrences.push({ ...each, ...run });
  }
  const fields = groupBy(occurrences, ({ path, change }) => `${change} ${path}`).map((seenIn) => {
    const inTime = seenIn.toSorted((one, other) => (one.started_at < other.started_at ? -1 : 1));
    const [first, last] = [inTime[0], inTime.at(-1)] as [(typeof inTime)[number], (typeof inTime)[number]];
    return {
      path: first.path,
      change: first.change,
      seen: seenIn.reduce((sum, { seen }) => sum + seen, 0),
      runs: new Set(seenIn.map(({ run_id, account }) => `${run_id} ${account}`)).size,
      accounts: [...new Set(seenIn.map(({ account }) => account))].toSorted(),
      first_run: first.run_id,
      first_at: first.started_at,
      last_run: last.run_id,
      last_at: last.started_at,
    };
  });
  return fields.toSorted((one, other) => compare(other.last_at, one.last_at) || compare(one.path, other.path));
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
