/**
 * The simulated world that a demo folder lives in. No twin runs between commands: the world is a function of its file, its seed, its
 * time, and what was written to it. So a new twin reaches the same state by simulating the same time with the same writes.
 */
import { z } from 'zod';
import type { DecisionEvent } from '../../core/contracts/decisions.ts';
import { keys } from '../../core/contracts/keys.ts';
import { msPerDay } from '../../core/domain/calendar.ts';
import { DataFolderError } from '../../core/errors.ts';
import { writeChange } from '../../core/optimize/acting/entity-value.ts';
import { writtenEvents } from '../../core/optimize/log/written-events.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import type { StageDeps } from '../../core/ports/stage-deps.ts';
import { createIfAbsent, decodeText, encodeJson, parseStored } from '../../core/running/documents.ts';
import { readWorld } from '../../twin/world/read-world.ts';
import { twinClient } from '../collecting.ts';
import { type BackgroundTwin, startBackgroundTwin } from './background-twin.ts';

const demoWorld = z.object({ world: z.string().nullable(), seed: z.int().nullable() });

export interface WorldChoice {
  world?: string | undefined;
  seed?: number | undefined;
}

export const worldOptions = ({ world, seed }: WorldChoice) => ({
  ...(world !== undefined && { world }),
  ...(seed !== undefined && { seed }),
});

/** The first choice is the folder's. */
export async function rememberWorld(objects: ObjectStore, { world, seed }: WorldChoice): Promise<void> {
  const body = encodeJson({ world: world ?? null, seed: seed ?? null });
  await createIfAbsent(objects, keys.demoWorld, body);
}

async function rememberedWorld(objects: ObjectStore): Promise<WorldChoice> {
  const stored = await objects.get(keys.demoWorld);
  if (!stored) return {};
  const { world, seed } = parseStored(keys.demoWorld, stored.body, demoWorld);
  return { world: world ?? undefined, seed: seed ?? undefined };
}

/** Virtual days that the folder has simulated. */
export async function simulatedDays(objects: ObjectStore): Promise<number> {
  const stored = await objects.get(keys.demoClock);
  return stored ? Number(decodeText(stored.body)) : 0;
}

/** The folder's virtual time: it stands still between commands. */
export async function demoNow(objects: ObjectStore): Promise<Date> {
  const { world } = await rememberedWorld(objects);
  return new Date(Date.parse(readWorld(world).startAt) + (await simulatedDays(objects)) * msPerDay);
}

/** A twin in the state that the folder's commands have brought it to. */
export async function demoTwin(deps: StageDeps): Promise<BackgroundTwin> {
  const twin = await startBackgroundTwin(worldOptions(await rememberedWorld(deps.objects)));
  try {
    await simulateAgain(twin, deps, await simulatedDays(deps.objects));
    return twin;
  } catch (error) {
    await twin.close();
    throw error;
  }
}

/** Simulates the days again, and repeats every write at its time. */
export async function simulateAgain(twin: BackgroundTwin, deps: StageDeps, days: number): Promise<void> {
  const end = twin.now().getTime() + days * msPerDay;
  const waiting = await writtenEvents(deps.objects);
  while (waiting.length > 0) {
    const at = Date.parse(waiting[0]?.at ?? '');
    const ofThen = waiting.splice(0, waiting.filter((event) => Date.parse(event.at) === at).length);
    if (at > end) throw notThis(ofThen[0] as DecisionEvent, 'it is later than the days simulated so far');
    await twin.advance(Math.max(0, at - twin.now().getTime()));
    await writeAll(ofThen, twin, deps);
  }
  await twin.advance(end - twin.now().getTime());
}

/** Of one moment, in the order in which each finds what it expects. */
async function writeAll(events: readonly DecisionEvent[], twin: BackgroundTwin, deps: StageDeps): Promise<void> {
  const platform = twinClient(deps, twin);
  let left = [...events];
  while (left.length > 0) {
    const conflicting: DecisionEvent[] = [];
    for (const event of left) {
      const { target, change } = event;
      const result = target && change ? await writeChange(platform, target, change) : undefined;
      if (result?.outcome !== 'applied') conflicting.push(event);
    }
    if (conflicting.length === left.length) throw notThis(left[0] as DecisionEvent, 'the account has another value');
    left = conflicting;
  }
}

const notThis = ({ decision_id, event }: DecisionEvent, why: string): DataFolderError =>
  new DataFolderError(
    `The simulated account cannot be restored: ${event} of ${decision_id} does not fit, because ${why}`,
    'The folder was changed by hand, or by another release. Delete it and run npm start again.',
  );
