import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../core/contracts/decisions.ts';
import { keys, prefixes } from '../../../../core/contracts/keys.ts';
import { expiryOf } from '../../../../core/domain/proposals.ts';
import type { OptimizerDeps } from '../../../../core/optimize/acting/optimizer-deps.ts';
import { ownChangesIn } from '../../../../core/optimize/acting/own-changes.ts';
import { type ChangeLog, openChangeLog } from '../../../../core/optimize/log/change-log.ts';
import type { ObjectStore } from '../../../../core/ports/object-store.ts';
import { encodeJson, encodeText } from '../../../../core/running/documents.ts';
import { adsConfig } from '../../../../core/settings/config.ts';
import { optimizer } from '../../../../core/stages/optimizer.ts';
import { adDesk } from '../../../support/ad-desk.ts';
import { accountState, pausing, proposal, wideGuardrails } from '../../../support/decided.ts';
import { memoryObjects } from '../../../support/memory-objects.ts';

/** How often the store was asked for events of decisions: lists of all, lists of one decision's, and events read. */
interface Asked {
  listsOfAll: number;
  listsOfOne: number;
  gets: number;
}

function counting(objects: ObjectStore, asked: Asked): ObjectStore {
  return {
    ...objects,
    get: (key) => {
      if (key.startsWith(prefixes.decisionEvents)) asked.gets += 1;
      return objects.get(key);
    },
    list: (prefix, after) => {
      if (prefix === prefixes.decisionEvents) asked.listsOfAll += 1;
      else if (prefix.startsWith(prefixes.decisionEvents)) asked.listsOfOne += 1;
      return objects.list(prefix, after);
    },
  };
}

/** Changes that were applied in another account long ago, each with its three events. */
async function history(objects: ObjectStore, changes: number): Promise<void> {
  for (let each = 1; each <= changes; each += 1) {
    const { platform, campaign_id, creative_id, action } = proposal();
    const told = {
      decision_id: `old-${each}`,
      at: '2026-09-01T08:00:00.000Z',
      by: 'old',
      detail: '',
      target: { platform, account_id: '99', campaign_id, creative_id, action },
      change: pausing,
      request_id: null,
    };
    for (const [at, event] of (['approved', 'intended', 'applied'] as const).entries())
      await objects.put(
        keys.decisionEvent(told.decision_id, at + 1, event),
        encodeJson({ ...told, number: at + 1, event }),
      );
  }
}

const two = [proposal(), proposal({ creative: 102 })];

/** Runs in `auto` after so much history; each run proposes and applies two changes. */
async function runsAfter(changes: number, runs: readonly string[], decided: readonly Decision[] = two) {
  const objects = memoryObjects();
  await history(objects, changes);
  await objects.put(keys.guardrails, encodeJson(wideGuardrails({ actions_per_day: 100 })));
  const asked: Asked[] = [];
  for (const runId of runs) {
    const now: Asked = { listsOfAll: 0, listsOfOne: 0, gets: 0 };
    asked.push(now);
    await optimizer({ run_id: runId }, depsOf(counting(objects, now), decided));
  }
  return { asked, objects };
}

const depsOf = (objects: ObjectStore, decided: readonly Decision[]): OptimizerDeps => ({
  objects,
  platform: adDesk().platform,
  warehouse: {
    setUp: async () => undefined,
    expose: async () => undefined,
    run: async () => undefined,
    write: async () => undefined,
    rows: async () => [],
    maintain: async () => undefined,
    close: async () => undefined,
  },
  metrics: { put: async () => undefined },
  notifier: { notify: async () => undefined },
  logger: { info: () => undefined, warn: () => undefined },
  config: adsConfig.parse({ mode: 'auto' }),
  simulated: false,
  now: () => new Date('2026-11-20T08:00:00Z'),
  newId: () => 'ID1',
  deciding: {
    states: async (_, ownChanges) => [accountState({ ownChanges: [...ownChanges] })],
    decide: (_, { runId, at }) =>
      decided.map((each, index) => ({
        ...each,
        decision_id: `${runId}-${index + 1}`,
        run_id: runId,
        created_at: at.toISOString(),
        expires_at: expiryOf(at),
      })),
  },
});

describe('the change log', () => {
  it('is listed once a run, and what is done is looked at by itself', async () => {
    const { asked } = await runsAfter(40, ['run-1']);
    // the history, and what the two changes of the run add: an intent and an outcome each
    expect(asked).toEqual([{ listsOfAll: 1, listsOfOne: 8, gets: 46 }]);
  });

  it('costs what is new, not what was: the second run reads only what the first one wrote', async () => {
    const again = async (changes: number) => (await runsAfter(changes, ['run-1', 'run-2'])).asked[1];
    expect(await again(40)).toEqual({ listsOfAll: 1, listsOfOne: 0, gets: 2 });
    expect(await again(80)).toEqual(await again(40));
    const { asked } = await runsAfter(40, ['run-1', 'run-2'], []);
    expect(asked[1]).toEqual({ listsOfAll: 1, listsOfOne: 0, gets: 0 });
  });

  it('tells the same from what is cached as from the events themselves', async () => {
    const { objects } = await runsAfter(5, ['run-1', 'run-2']);
    const cached = await ownChangesIn(await openChangeLog(objects));
    await objects.delete(keys.changeLog);
    expect(await ownChangesIn(await openChangeLog(objects))).toEqual(cached);
    expect(cached.applied.map(({ decisionId }) => decisionId)).toEqual([
      ...['old-1', 'old-2', 'old-3', 'old-4', 'old-5'],
      ...['run-1-1', 'run-1-2'],
    ]);
  });

  it('reads anew where what is cached is broken, and forgets what is no longer listed', async () => {
    const { objects } = await runsAfter(2, ['run-1']);
    await objects.put(keys.changeLog, encodeText('not json'));
    expect((await ownChangesIn(await openChangeLog(objects))).applied).toHaveLength(4);
    await (await reading(objects)).saveCache();
    await objects.delete(keys.decisionEvent('old-1', 3, 'applied'));
    const after = await reading(objects);
    await objects.delete(keys.changeLog);
    expect((await ownChangesIn(after)).applied.map(({ decisionId }) => decisionId)).toEqual([
      'old-2',
      'run-1-1',
      'run-1-2',
    ]);
  });

  it('sees again what somebody did meanwhile', async () => {
    const { objects } = await runsAfter(0, ['run-1']);
    const log = await openChangeLog(objects);
    const [life] = log.lives();
    expect(life?.status).toBe('applied');
    const undo = { ...(await log.event(life?.keys.at(-1) ?? '')), number: 4, event: 'undone' as const };
    await objects.put(keys.decisionEvent(undo.decision_id, 4, 'undone'), encodeJson(undo));
    expect((await ownChangesIn(log)).applied.map(({ undoneAt }) => undoneAt !== null)).toEqual([false, false]);
    await log.refresh([undo.decision_id]);
    expect((await ownChangesIn(log)).applied.map(({ undoneAt }) => undoneAt !== null)).toEqual([true, false]);
  });
});

/** A log that has read all there is. */
async function reading(objects: ObjectStore): Promise<ChangeLog> {
  const log = await openChangeLog(objects);
  await ownChangesIn(log);
  return log;
}
