/** Objects in quarantine never change: what was replayed is written beside them, after the rows that came of it. */

import { keys } from '../../contracts/keys.ts';
import type { QuarantineReplays } from '../../contracts/quarantine.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { unchangedSince } from '../../running/documents.ts';
import { encodeJson } from '../../running/stored-json.ts';
import type { QuarantineObject } from './open-records.ts';

export type Replay = QuarantineReplays['replays'][number];

/** A record that still cannot be used, and why today. */
export interface StillOpen {
  at: number;
  reason: string;
  remedy: string;
}

/** What became of one object that was tried again. `replay` is null when nothing changed. */
export interface ReplayOutcome {
  object: QuarantineObject;
  replay: Replay | null;
  still: StillOpen[];
  /** Of an import: ad days that it brought, but that a later import says anew. */
  leftToLater?: number;
}

/** ObjectConflictError when another replay of the same object was faster. */
export async function markReplayed(
  objects: ObjectStore,
  { key, replays, replaysTag }: QuarantineObject,
  replay: Replay,
): Promise<void> {
  const marked: QuarantineReplays = { key, replays: [...replays.replays, replay] };
  const condition = unchangedSince(replaysTag === undefined ? undefined : { etag: replaysTag });
  await objects.put(keys.quarantineReplays(key), encodeJson(marked), condition);
}
