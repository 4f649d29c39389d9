import { type Decision, decision } from '../contracts.ts';
import { prefixes } from '../keys.ts';
import type { ObjectStore } from '../ports.ts';
import { decodeText, encodeText, parseStored } from '../stored-json.ts';

/** The decisions of one stored object, in their order; a StoredDataError names the key when a line is not one. */
export function parseDecisions(key: string, body: Uint8Array): Decision[] {
  const lines = decodeText(body)
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => parseStored(key, encodeText(line), decision));
}

/** The newest run's decisions; undefined before the first. */
export async function newestDecisions(
  objects: ObjectStore,
): Promise<{ key: string; decisions: Decision[] } | undefined> {
  let newest: string | undefined;
  for await (const { key } of objects.list(prefixes.decisionRuns)) newest = key;
  const stored = newest === undefined ? undefined : await objects.get(newest);
  return newest === undefined || !stored ? undefined : { key: newest, decisions: parseDecisions(newest, stored.body) };
}
