import { type Decision, decision } from '../../contracts/decisions.ts';
import { keys, prefixes } from '../../contracts/keys.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { createOnce, decodeText, encodeText, parseStored } from '../../running/documents.ts';
import { newestRun } from '../../running/newest-run.ts';

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
  const newest = await newestRun(objects, prefixes.decisionRuns, (key, body) => {
    const decisions = parseDecisions(key, body);
    const [first] = decisions;
    return first && { value: decisions, at: first.created_at };
  });
  return newest && { key: newest.key, decisions: newest.value };
}

/** What a run decided first is what it decided: a repeat after an interruption keeps it. Nothing is stored of no decisions. */
export async function storeDecisions(
  objects: ObjectStore,
  at: Date,
  runId: string,
  decisions: readonly Decision[],
): Promise<{ key: string | null; decisions: readonly Decision[] }> {
  if (decisions.length === 0) return { key: null, decisions };
  const key = keys.decisions(at, runId);
  return { key, decisions: parseDecisions(key, await createOnce(objects, key, encodeText(toLines(decisions)))) };
}

const toLines = (decisions: readonly Decision[]): string =>
  decisions.map((each) => `${JSON.stringify(each)}\n`).join('');
