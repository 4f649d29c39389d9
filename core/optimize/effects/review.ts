/** Looks at what this program did before, keeps what was found, and says what is to be undone. */
import { z } from 'zod';
import { keys, prefixes } from '../../contracts/keys.ts';
import type { AccountState } from '../../domain/account-state.ts';
import { compareText } from '../../domain/text-order.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { createOnce, encodeJson, parseStored } from '../../running/documents.ts';
import { newestRun } from '../../running/newest-run.ts';
import type { AdsConfig } from '../../settings/config.ts';
import { chosenKpiOf } from '../state/chosen-kpi.ts';
import { type Effect, effect } from './effect.ts';
import { type EffectSettings, estimateEffects } from './estimate.ts';
import { type HarmSettings, harmfulChanges } from './harm.ts';
import { earnedAndLost, earnedLost } from './ledger.ts';

/** `decisions/effects/…`: one object a run; each holds all effects there are, so the newest tells everything. */
export const effectsReview = z.object({
  schema_version: z.literal(1),
  run_id: z.string(),
  made_at: z.iso.datetime(),
  effects: z.array(effect),
  earned_and_lost: z.array(earnedLost),
  /** What very likely does harm and still stands, newest first; whether it is undone is for the mode and the guardrails to say. */
  to_undo: z.array(z.object({ decision_id: z.string(), campaign_id: z.string(), reason: z.string() })),
});
export type EffectsReview = z.infer<typeof effectsReview>;

export interface ReviewDeps {
  objects: ObjectStore;
  now(): Date;
  settings: EffectSettings & HarmSettings;
}

const reviewSettings = ({
  decisions,
  maturity,
}: Pick<AdsConfig, 'decisions' | 'maturity'>): ReviewDeps['settings'] => ({
  ...decisions,
  kpiOf: (campaign) => chosenKpiOf(campaign, decisions.kpi).kpi,
  maturityLevel: maturity.level,
});

/** As the optimizer asks for it: what very likely does harm and still stands, newest first. Keeps the account. */
export async function reviewForUndo(
  { objects, config, now }: { objects: ObjectStore; config: AdsConfig; now(): Date },
  states: readonly AccountState[],
  runId: string,
): Promise<{ decision_id: string; reason: string }[]> {
  const review = await reviewEffects({ objects, now, settings: reviewSettings(config) }, states, runId);
  return review?.to_undo ?? [];
}

/** The same run twice finds what it found first. Undefined, and nothing is stored, while nothing was ever changed. */
export async function reviewEffects(
  { objects, now, settings }: ReviewDeps,
  states: readonly AccountState[],
  runId: string,
): Promise<EffectsReview | undefined> {
  const ownChanges = states.flatMap((state) => state.ownChanges);
  const before = await newestEffectsReview(objects, runId);
  if (ownChanges.length === 0 && !before) return undefined;
  const at = now();
  const effects = mergeEffects(before?.effects ?? [], estimateEffects(states, ownChanges, settings));
  const review: EffectsReview = {
    schema_version: 1,
    run_id: runId,
    made_at: at.toISOString(),
    effects,
    earned_and_lost: earnedAndLost(effects),
    to_undo: harmfulChanges(effects, ownChanges, settings, at),
  };
  const key = keys.effects(at, runId);
  return parseStored(key, await createOnce(objects, key, encodeJson(review)), effectsReview);
}

/** What a run found last, other than the given one; undefined before the first. */
export async function newestEffectsReview(
  objects: ObjectStore,
  otherThan?: string,
): Promise<EffectsReview | undefined> {
  const newest = await newestRun(objects, prefixes.effects, (key, body) => {
    const value = parseStored(key, body, effectsReview);
    return value.run_id === otherThan ? undefined : { value, at: value.made_at };
  });
  return newest?.value;
}

/**
 * What was measured whole stays as it was measured: its days leave the window one after the other. What can no longer be measured
 * stays as it was last.
 */
export function mergeEffects(before: readonly Effect[], now: readonly Effect[]): Effect[] {
  const known = new Map(before.map((each) => [nameOf(each), each]));
  const merged = now.map((fresh): Effect => {
    const former = known.get(nameOf(fresh));
    if (!former?.earned || !(former.is_final || !fresh.earned)) return fresh;
    return { ...former, changes: fresh.changes };
  });
  const told = new Set(now.flatMap(({ changes }) => changes.map(({ decision_id }) => decision_id)));
  const gone = before.filter(({ changes }) => changes.every(({ decision_id }) => !told.has(decision_id)));
  return [...gone, ...merged].sort(
    (one, other) => compareText(one.changed_from, other.changed_from) || compareText(nameOf(one), nameOf(other)),
  );
}

const nameOf = ({ changes }: Effect): string => changes.map(({ decision_id }) => decision_id).join('\n');
