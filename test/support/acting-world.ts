/** Objects, a platform and a clock: what acting needs, with people's control in place. */

import type { Decision } from '../../core/contracts/decisions.ts';
import { keys } from '../../core/contracts/keys.ts';
import type { AccountState } from '../../core/domain/account-state.ts';
import { applyDecisions } from '../../core/optimize/acting/apply.ts';
import { ownChangesIn } from '../../core/optimize/acting/own-changes.ts';
import { settleLeftovers } from '../../core/optimize/acting/settle.ts';
import { undoDecision } from '../../core/optimize/acting/undo.ts';
import type { ActingDeps } from '../../core/optimize/acting/writing.ts';
import { openChangeLog } from '../../core/optimize/log/change-log.ts';
import { readLife } from '../../core/optimize/log/events.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { encodeJson } from '../../core/running/documents.ts';
import { type AdDesk, adDesk } from './ad-desk.ts';
import { accountState, today, wideGuardrails } from './decided.ts';
import { memoryObjects } from './memory-objects.ts';

export interface ActingWorld {
  deps: ActingDeps;
  objects: ObjectStore;
  desk: AdDesk;
  /** Sets the frozen clock. */
  setTime(at: Date): void;
  allow(rails?: object): Promise<void>;
  stopWrites(stopped: boolean): Promise<void>;
  apply(
    decisions: Decision[],
    options?: { approvedOnly?: boolean; deps?: ActingDeps; states?: AccountState[]; superseded?: Map<string, string> },
  ): ReturnType<typeof applyDecisions>;
  settle(deps?: ActingDeps): ReturnType<typeof settleLeftovers>;
  undo(
    id: string,
    options?: { force?: boolean; automatic?: boolean },
    deps?: ActingDeps,
  ): ReturnType<typeof undoDecision>;
  status(id: string): Promise<string>;
}

export async function actingWorld(
  desk: AdDesk = adDesk(),
  objects: ObjectStore = memoryObjects(),
): Promise<ActingWorld> {
  let time = today;
  const deps: ActingDeps = {
    objects,
    platform: desk.platform,
    logger: { info: () => undefined, warn: () => undefined },
    now: () => time,
  };
  const world: ActingWorld = {
    deps,
    objects,
    desk,
    setTime: (at) => {
      time = at;
    },
    allow: async (rails = {}) => {
      await objects.put(
        keys.guardrails,
        encodeJson(wideGuardrails({ cool_down_hours: 0, learning_phase_hours: 0, ...rails })),
      );
    },
    stopWrites: async (stopped) => {
      await objects.put(keys.stopWrites, encodeJson({ stopped, by: 'ann', at: today.toISOString(), reason: '' }));
    },
    apply: async (
      decisions,
      { approvedOnly = false, deps: given = deps, states = [accountState()], superseded = new Map() } = {},
    ) => {
      const { applied, open } = await ownChangesIn(await openChangeLog(given.objects));
      return applyDecisions(given, decisions, {
        by: 'run-2',
        states,
        ownChanges: [...applied, ...open],
        approvedOnly,
        superseded,
      });
    },
    settle: async (given = deps) => settleLeftovers(given, await openChangeLog(given.objects), 'run-2'),
    undo: (id, options = {}, given = deps) =>
      undoDecision(given, id, { by: 'ann', detail: 'Changed my mind.', automatic: false, ...options }),
    status: async (id) => (await readLife(objects, id)).status,
  };
  await world.allow();
  return world;
}
