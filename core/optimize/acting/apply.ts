/** Applies decisions one after the other. Before every write, the guardrails and the kill switch are read again and every rule is checked again. */
import type { Decision, GuardrailVerdict } from '../../contracts/decisions.ts';
import type { AccountState, OwnChange } from '../../domain/account-state.ts';
import { type ChangingDecision, isChanging, isExpired } from '../../domain/proposals.ts';
import { AdsError } from '../../errors.ts';
import { mustStop } from '../../running/deadline.ts';
import { boundBy, checkGuardrails, inOrderOfStake, isAllowed } from '../guardrails/check.ts';
import { readControl } from '../guardrails/read-control.ts';
import { asOwnChange } from '../guardrails/situation.ts';
import type { DecisionStatus } from '../log/decision-life.ts';
import { type DecisionLife, readLife } from '../log/events.ts';
import { type ChangeTarget, shownChange } from './entity-value.ts';
import { keepsLiveSiblings, bound as siblingsBound } from './live-siblings.ts';
import { type DecisionRefusal, sentenceOf } from './refusal.ts';
import { type ActingDeps, carryOut, type WriteResult } from './writing.ts';

export interface ApplyOptions {
  /** Of the run. */
  by: string;
  states: readonly AccountState[];
  /** All that was applied, and what is open. */
  ownChanges: readonly OwnChange[];
  /** Only what a person approved; otherwise whatever was not rejected. */
  approvedOnly: boolean;
  /** By id, the newer proposal's: those are not applied. */
  superseded: ReadonlyMap<string, string>;
}

export interface Applied {
  decision: Decision;
  /** `blocked`: not written, with what bound. */
  result: WriteResult | 'blocked';
  detail: string;
  /** Of what is blocked. */
  refusal?: DecisionRefusal;
  stops?: 'account' | 'run';
}

/** The caller holds the lease of the writer. Stops at the deadline, and when the platform does not answer. */
export async function applyDecisions(
  deps: ActingDeps,
  decisions: readonly Decision[],
  { by, states, ownChanges, approvedOnly, superseded }: ApplyOptions,
): Promise<Applied[]> {
  const done: Applied[] = [];
  const own = [...ownChanges];
  const closed = new Set<string>();
  for (const decision of inOrderOfStake(decisions)) {
    if (mustStop(deps)) break;
    if (closed.has(decision.account_id)) continue;
    const actionsInRun = own.length - ownChanges.length;
    const applied = await applyOne(deps, decision, {
      by,
      states,
      ownChanges: own,
      approvedOnly,
      superseded,
      actionsInRun,
    });
    if (!applied) continue;
    done.push(applied);
    deps.logger.info('decision processed', {
      ...applied,
      decision: undefined,
      refusal: applied.refusal?.code,
      decision_id: decision.decision_id,
    });
    const mayBeWritten = applied.result === 'applied' || applied.result === 'open';
    if (mayBeWritten && isChanging(decision)) own.push(asOwnChange(decision, deps.now()));
    // What stands in the way of this one stands in the way of all.
    if (applied.stops === 'run') break;
    if (applied.stops === 'account') closed.add(decision.account_id);
  }
  return done;
}

/** Undefined where it was acted on before, or is not approved. */
async function applyOne(
  deps: ActingDeps,
  decision: Decision,
  { approvedOnly, by, actionsInRun, superseded, ...known }: ApplyOptions & { actionsInRun: number },
): Promise<Applied | undefined> {
  const blocked = (refusal: DecisionRefusal): Applied => ({
    decision,
    result: 'blocked',
    detail: sentenceOf(refusal),
    refusal,
  });
  const life = await readLife(deps.objects, decision.decision_id);
  if (!isWanted(life.status, approvedOnly)) return undefined;
  const newer = superseded.get(decision.decision_id);
  if (newer !== undefined) return blocked({ code: 'superseded', by: newer });
  if (isExpired(decision, deps.now())) return blocked({ code: 'ended', expiresAt: decision.expires_at });
  const { guardrails, problem, stopWrites } = await readControl(deps.objects);
  const [checked] = checkGuardrails([decision], {
    ...known,
    guardrails,
    problem: problem?.detail ?? null,
    stopWrites,
    now: deps.now(),
    actionsInRun,
  });
  if (!guardrails || !checked || !isAllowed(checked)) {
    const bound = checked && boundBy(checked);
    return blocked(bound ? { code: 'guardrail', verdict: bound } : { code: 'no-change' });
  }
  const verdict = await liveSiblings(deps, checked, known.states, guardrails.active_creatives_kept);
  if (verdict) return blocked({ code: 'guardrail', verdict });
  return { decision, ...(await write(deps, life, checked, by)) };
}

const isWanted = (status: DecisionStatus, approvedOnly: boolean): boolean =>
  status === 'approved' || (status === 'proposed' && !approvedOnly);

/** Null where enough are there; what cannot be read is not there. */
async function liveSiblings(
  deps: ActingDeps,
  decision: ChangingDecision,
  states: readonly AccountState[],
  kept: number,
): Promise<GuardrailVerdict | null> {
  try {
    return await keepsLiveSiblings(deps.platform, decision, states, kept);
  } catch (error) {
    if (error instanceof AdsError)
      return siblingsBound(`The other ads of the campaign cannot be read. ${error.message}`);
    throw error;
  }
}

export const targetOf = ({ platform, account_id, campaign_id, creative_id, action }: Decision): ChangeTarget => ({
  platform,
  account_id,
  campaign_id,
  creative_id,
  action,
});

function write(deps: ActingDeps, life: DecisionLife, decision: ChangingDecision, by: string) {
  const { decision_id, change } = decision;
  const target = targetOf(decision);
  const detail = `${decision.action} ${shownChange(target, change)}. ${decision.reason}`;
  return carryOut(deps, life, { decisionId: decision_id, kind: 'apply', target, change, by, detail });
}
