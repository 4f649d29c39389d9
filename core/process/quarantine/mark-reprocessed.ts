/** Objects in quarantine never change: what was reprocessed is written beside them, after the rows that came of it. */

import { keys } from '../../contracts/keys.ts';
import type { QuarantineReprocessing } from '../../contracts/quarantine.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { encodeJson, unchangedSince } from '../../running/documents.ts';
import type { QuarantineObject } from './open-records.ts';

export type ReprocessingRun = QuarantineReprocessing['runs'][number];

/** A record that still cannot be used, and why today. */
export interface StillOpen {
  at: number;
  reason: string;
  remedy: string;
}

/** What became of one object that was tried again. `run` is null when nothing changed. */
export interface ReprocessOutcome {
  object: QuarantineObject;
  run: ReprocessingRun | null;
  still: StillOpen[];
  /** Of an import: ad days that it brought, but that a later import says anew. */
  leftToLater?: number;
}

/** ObjectConflictError when another reprocessing run of the same object was faster. */
export async function markReprocessed(
  objects: ObjectStore,
  { key, reprocessing, reprocessingTag }: QuarantineObject,
  run: ReprocessingRun,
): Promise<void> {
  const marked: QuarantineReprocessing = { key, runs: [...reprocessing.runs, run] };
  const condition = unchangedSince(reprocessingTag === undefined ? undefined : { etag: reprocessingTag });
  await objects.put(keys.quarantineReprocessing(key), encodeJson(marked), condition);
}
