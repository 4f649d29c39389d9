/** What one collector's run carries along: where it stores, whom it asks, what it found odd. */

import { keys, pullIdOf } from '../../contracts/keys.ts';
import type { QuarantineRecord } from '../../contracts/quarantine.ts';
import type { DriftRecord } from '../../contracts/raw-rows.ts';
import type { Platform } from '../../contracts/values.ts';
import type { AdPerformance } from '../../ports/ad-performance.ts';
import type { AdContents, AdEntities, Described, Drift, ListResult, RejectedElement } from '../../ports/ad-platform.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { createIfAbsent, encodeJson } from '../../running/documents.ts';
import { gzipLines } from '../../running/gzip.ts';
import type { ApiCallLog } from './api-calls.ts';

export interface CollectorDeps
  extends Pick<StageDeps, 'objects' | 'metrics' | 'logger' | 'progress' | 'config' | 'now' | 'newId' | 'deadline'> {
  platform: AdEntities & AdContents & AdPerformance & Described;
  /** Where the client logs its calls, emptied at the end of each run; absent means none are kept. */
  calls?: ApiCallLog;
}

export interface CollectorRun {
  deps: CollectorDeps;
  runId: string;
  account: string;
  /** Keys of raw objects that were stored. */
  objects: string[];
  rows: number;
  entities: number | null;
  contentPending: number;
  rejected: number;
  mostElements: number;
  metricValues: number;
  drift: Map<string, Drift>;
}

export const newRun = (deps: CollectorDeps, runId: string, account: string): CollectorRun => ({
  deps,
  runId,
  account,
  objects: [],
  rows: 0,
  entities: null,
  contentPending: 0,
  rejected: 0,
  mostElements: 0,
  metricValues: 0,
  drift: new Map(),
});

/** As it stands in keys and rows. */
export const platformNameOf = ({ platform }: Pick<CollectorDeps, 'platform'>): Platform => platform.description.name;

export function noteDrift(run: CollectorRun, found: readonly Drift[]): void {
  for (const { path, change, seen } of found) {
    const key = `${change} ${path}`;
    run.drift.set(key, { path, change, seen: (run.drift.get(key)?.seen ?? 0) + seen });
  }
}

export const noteResult = (run: CollectorRun, { drift }: ListResult<unknown>): void => noteDrift(run, drift);

/** Kept apart from the run's output, which a run that failed does not have. */
export async function storeDrift(
  { deps, runId, account }: CollectorRun,
  startedAt: Date,
  drift: Drift[],
): Promise<void> {
  const record: DriftRecord = { run_id: runId, account, started_at: startedAt.toISOString(), drift };
  const key = keys.drift(platformNameOf(deps), startedAt, pullIdOf(startedAt, runId, account, 'drift'));
  await deps.objects.put(key, encodeJson(record));
}

export interface Piece {
  kind: 'analytics' | 'entities';
  /** First day of an analytics chunk, or `entities`. */
  name: string;
  at: Date;
  rows: readonly object[];
  rejected: readonly RejectedElement[];
}

/**
 * Quarantine first, then the raw object, whose arrival makes the piece exist. An object that is there already is the same run's
 * at the same instant, killed before its cursor moved: what was stored first stays.
 */
export async function storePiece(run: CollectorRun, { kind, name, at, rows, rejected }: Piece): Promise<void> {
  const { objects } = run.deps;
  const platform = platformNameOf(run.deps);
  const pullId = pullIdOf(at, run.runId, run.account, name);
  if (rejected.length > 0) {
    const records = rejected.map((element) => quarantined(element, run, kind));
    await objects.put(keys.quarantine(platform, at, pullId), await gzipLines(records));
    run.rejected += rejected.length;
  }
  const key = keys[kind](platform, at, pullId);
  await createIfAbsent(objects, key, await gzipLines(rows));
  run.objects.push(key);
  run.rows += rows.length;
}

const quarantined = (
  { path, reason, remedy, text }: RejectedElement,
  { deps, runId, account }: CollectorRun,
  kind: string,
): QuarantineRecord => ({
  run_id: runId,
  file: `${platformNameOf(deps)} account ${account}, ${kind}`,
  line: null,
  column: path,
  reason,
  remedy,
  text,
});
