/**
 * A run proposes anew what earlier runs proposed. The newer proposal for the same change of the same entity counts, whatever its value:
 * applying both would be wrong. Pure.
 */

import type { Decision } from '../../contracts/decisions.ts';
import { changedField } from '../../domain/proposals.ts';
import { compareText } from '../../domain/text-order.ts';
import type { DecisionStatus } from './decision-life.ts';

/** Two decisions with the same one are about the same field of the same ad or campaign; null where nothing is proposed. */
export function sameChange({ platform, account_id, campaign_id, creative_id, action }: Decision): string | null {
  const field = changedField(action);
  return field && [platform, account_id, campaign_id, creative_id ?? '', field].join('\n');
}

/** By when it was made; of two at the same moment, as in the demo, the run with the later name is the newer. */
const byAge = (one: Decision, other: Decision): number =>
  compareText(one.created_at, other.created_at) || compareText(one.run_id, other.run_id);

export type StatusOf = (decisionId: string) => DecisionStatus;

/**
 * The id of the newest proposal that stands in for each superseded one. Only what still waits is superseded: by any newer proposal, also one
 * that a person rejected since. What a person approved stands until a newer one is approved too, or has been applied.
 */
export function supersededBy(decisions: readonly Decision[], statusOf: StatusOf): Map<string, string> {
  const found = new Map<string, string>();
  const bySameChange = new Map<string, Decision[]>();
  for (const decision of decisions.toSorted(byAge).toReversed()) {
    const change = sameChange(decision);
    if (change === null) continue;
    const newer = bySameChange.get(change) ?? [];
    bySameChange.set(change, [...newer, decision]);
    const by = newer.find((each) => replaces(each, decision, statusOf));
    if (by) found.set(decision.decision_id, by.decision_id);
  }
  return withPartners(decisions, found, statusOf);
}

function replaces(newer: Decision, older: Decision, statusOf: StatusOf): boolean {
  // a run that is repeated decides once
  if (newer.run_id === older.run_id) return false;
  const status = statusOf(older.decision_id);
  if (status === 'approved') return isActedOn(statusOf(newer.decision_id));
  return status === 'proposed';
}

const actedOn: readonly DecisionStatus[] = ['approved', 'intended', 'applied', 'undo_intended', 'undone'];
const isActedOn = (status: DecisionStatus): boolean => actedOn.includes(status);

/**
 * What another one of its run needed goes with it: a budget is not raised by money that a superseded proposal would have freed, and none
 * is lowered for a raise that is superseded.
 */
function withPartners(decisions: readonly Decision[], found: Map<string, string>, statusOf: StatusOf) {
  const waits = (id: string): boolean => !found.has(id) && statusOf(id) === 'proposed';
  for (const { decision_id: id, requires } of decisions) {
    const by = requires === null ? undefined : found.get(requires);
    if (by !== undefined && waits(id)) found.set(id, by);
  }
  for (const { decision_id: id, action } of decisions) {
    if (action !== 'lower_budget' || !waits(id)) continue;
    const forThese = decisions.filter(({ requires }) => requires === id);
    const [by] = forThese.flatMap((each) => found.get(each.decision_id) ?? []);
    if (by !== undefined && forThese.every((each) => found.has(each.decision_id))) found.set(id, by);
  }
  return found;
}
