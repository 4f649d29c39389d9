import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/contracts/keys.ts';
import { newestEffectsReview } from '../../../core/optimize/effects/review.ts';
import { decisionsSince } from '../../../core/optimize/log/find-decisions.ts';
import { newestDecisions, storeDecisions } from '../../../core/optimize/log/stored.ts';
import type { ObjectStore } from '../../../core/ports/object-store.ts';
import { encodeJson } from '../../../core/running/documents.ts';
import { proposal } from '../../support/decided.ts';
import { memoryObjects } from '../../support/memory-objects.ts';

/** A scheduled run, and one by hand after it whose name sorts before. */
const scheduled = { runId: 'optimize-2026-11-20T08-00-00Z', at: '2026-11-20T08:00:00.000Z' };
const byHand = { runId: '01KAGY8S0Q3V5M2X7T9R4N6P8D', at: '2026-11-20T14:00:00.000Z' };

interface Ran {
  runId: string;
  at: string;
}

/** What a run leaves behind: its decisions, and what it found of own changes. */
async function leave(objects: ObjectStore, { runId, at }: Ran): Promise<void> {
  const more = { decision_id: `${runId}-1`, run_id: runId, created_at: at };
  await storeDecisions(objects, new Date(at), runId, [proposal({ more })]);
  const review = { schema_version: 1, run_id: runId, made_at: at, effects: [], earned_and_lost: [], to_undo: [] };
  await objects.put(keys.effects(new Date(at), runId), encodeJson(review));
}

async function storeAfter(...runs: Ran[]): Promise<ObjectStore> {
  const objects = memoryObjects();
  for (const run of runs) await leave(objects, run);
  return objects;
}

/** The run that each of the two callers takes for the newest. */
const newest = async (objects: ObjectStore) => ({
  newestDecisions: (await newestDecisions(objects))?.decisions[0]?.run_id,
  newestEffectsReview: (await newestEffectsReview(objects))?.run_id,
});

describe('the newest run of a day', () => {
  it('is the one that ran last, whatever its name, to newestDecisions and to newestEffectsReview', async () => {
    const objects = await storeAfter(scheduled, byHand);
    expect(byHand.runId < scheduled.runId).toBe(true);
    expect(await newest(objects)).toEqual({ newestDecisions: byHand.runId, newestEffectsReview: byHand.runId });
    const early = { ...byHand, at: '2026-11-20T07:00:00.000Z' };
    expect(await newest(await storeAfter(early, scheduled))).toEqual({
      newestDecisions: scheduled.runId,
      newestEffectsReview: scheduled.runId,
    });
  });

  it('is of the newest day, and of two at the same moment the one with the later name', async () => {
    const nextDay = { runId: '01A', at: '2026-11-21T00:00:00.000Z' };
    expect(await newest(await storeAfter(scheduled, nextDay))).toEqual({
      newestDecisions: '01A',
      newestEffectsReview: '01A',
    });
    const same = { ...byHand, at: scheduled.at };
    expect(await newest(await storeAfter(scheduled, same))).toEqual({
      newestDecisions: scheduled.runId,
      newestEffectsReview: scheduled.runId,
    });
  });

  it('is none before the first, and may be of an earlier day where those of the newest are not wanted', async () => {
    expect(await newest(memoryObjects())).toEqual({ newestDecisions: undefined, newestEffectsReview: undefined });
    const nextDay = { runId: '01A', at: '2026-11-21T00:00:00.000Z' };
    const objects = await storeAfter(scheduled, byHand, nextDay);
    expect((await newestEffectsReview(objects, '01A'))?.run_id).toBe(byHand.runId);
  });

  it('comes last among the decisions since a day', async () => {
    const objects = await storeAfter(scheduled, byHand);
    expect((await decisionsSince(objects, '2026-11-20')).map((each) => each.run_id)).toEqual([
      scheduled.runId,
      byHand.runId,
    ]);
    expect(await decisionsSince(objects, '2026-11-21')).toEqual([]);
  });
});
