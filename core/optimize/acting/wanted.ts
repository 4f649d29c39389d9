/** What a run may apply by itself: what people approved, and in `auto` what passed the guardrails. */

import type { Decision, Mode } from '../../contracts/decisions.ts';
import { dayOf } from '../../domain/calendar.ts';
import { isExpired, oldestLiving } from '../../domain/proposals.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { isAllowed } from '../guardrails/check.ts';
import type { ChangeLog } from '../log/change-log.ts';
import { findDecisions } from '../log/find-decisions.ts';
import { sameChange } from '../log/superseded.ts';
import { type ActingOutcome, type Applying, applyAll } from './apply-and-undo.ts';
import type { ActingDeps } from './writing.ts';

export interface WantedChanges {
  /** Not rejected, which in mode `auto` is agreement. */
  proposed: Decision[];
  /** Those that a person approved. */
  approved: Decision[];
}

export interface WantedOptions {
  mode: Mode;
  /** Of the run. */
  decisions: readonly Decision[];
  /** By id, the newer proposal's. */
  superseded: ReadonlyMap<string, string>;
  at: Date;
}

/**
 * In `auto` what passed the guardrails; in both modes what people approved and no run has applied yet. What a person approved goes before another
 * proposal for the same change.
 */
export async function wantedNow(
  { mode, decisions, superseded, at }: WantedOptions,
  { objects, log }: { objects: ObjectStore; log: ChangeLog },
): Promise<WantedChanges> {
  if (mode !== 'auto' && mode !== 'approve') return { proposed: [], approved: [] };
  const stands = (each: Decision): boolean => !isExpired(each, at) && !superseded.has(each.decision_id);
  const since = oldestLiving(at);
  const found = await findDecisions(objects, await approvedSince(log, since), dayOf(since));
  const approved = found.filter(stands);
  const changed = new Set(approved.map(sameChange));
  const proposed = mode === 'auto' ? decisions.filter(isAllowed) : [];
  const left = proposed.filter((each) => !changed.has(sameChange(each)));
  return { approved, proposed: withoutIdleLowering(left, decisions) };
}

/** Money is not taken from a budget for a raise that is not applied: a guardrail blocks it, or it gives way to an approved one. */
function withoutIdleLowering(left: readonly Decision[], decisions: readonly Decision[]): Decision[] {
  const requiredBy = (all: readonly Decision[]) => new Set(all.flatMap(({ requires }) => requires ?? []));
  const [then, now] = [requiredBy(decisions), requiredBy(left)];
  return left.filter(({ action, decision_id: id }) => action !== 'lower_budget' || !then.has(id) || now.has(id));
}

/** Ids of what people approved since then and no run has applied yet. */
async function approvedSince(log: ChangeLog, since: Date): Promise<string[]> {
  const approved = log.lives().filter(({ status }) => status === 'approved');
  const approvals = await Promise.all(approved.flatMap((life) => life.keys.slice(-1)).map((key) => log.event(key)));
  return approvals.filter(({ at }) => at >= since.toISOString()).map(({ decision_id }) => decision_id);
}

export async function applyWanted(
  acting: ActingDeps,
  { proposed, approved }: WantedChanges,
  run: Omit<Applying, 'approvedOnly'>,
): Promise<ActingOutcome[]> {
  const first = await applyAll(acting, approved, { ...run, approvedOnly: true });
  return [...first, ...(await applyAll(acting, proposed, { ...run, approvedOnly: false }))];
}
