/**
 * Whether each proposed change keeps within the guardrails. Sequential: what is at stake most comes first, and each change that
 * passes counts against the limits of those after it. Pure.
 */
import type { Decision, GuardrailVerdict } from '../../contracts/decisions.ts';
import type { AccountState, OwnChange } from '../../domain/account-state.ts';
import { type ChangingDecision, isChanging } from '../../domain/proposals.ts';
import { entityRules } from './entity-rules.ts';
import type { Guardrails } from './guardrail-file.ts';
import { limitRules } from './limit-rules.ts';
import { asOwnChange, type Situation } from './situation.ts';

export interface GuardrailContext {
  /** Null where there is no file that can be used: then nothing may be applied. */
  guardrails: Guardrails | null;
  /** Why there are none. */
  problem?: string | null;
  states: readonly AccountState[];
  /** All that this program applied, undone or not, oldest first. */
  ownChanges: readonly OwnChange[];
  /** Null while writing is allowed, else one sentence: who stopped it and why. */
  stopWrites: string | null;
  now: Date;
  /** Changes that the same run has applied already. */
  actionsInRun?: number;
}

const rules = Object.entries({ ...entityRules, ...limitRules });
const ruleNames: ReadonlySet<string> = new Set([...rules.map(([rule]) => rule), 'guardrail-file']);

/** The same decisions in the same order; those with a change have a verdict of every rule, anew if they had one. */
export function checkGuardrails(decisions: readonly Decision[], context: GuardrailContext): Decision[] {
  const { guardrails } = context;
  if (!guardrails) return decisions.map((each) => (isChanging(each) ? judged(each, [noFile(context)]) : each));
  const checked = new Map<string, Decision>();
  const own = [...context.ownChanges];
  let actionsInRun = context.actionsInRun ?? 0;
  for (const decision of inOrderOfStake(decisions.filter(isChanging))) {
    const situation = situationOf(decision, { ...context, guardrails, ownChanges: own, actionsInRun });
    const result = judged(
      decision,
      rules.map(([rule, check]) => ({ rule, ...check(situation) })),
    );
    checked.set(decision.decision_id, result);
    if (!isAllowed(result)) continue;
    own.push(asOwnChange(decision, context.now));
    actionsInRun += 1;
  }
  return decisions.map((each) => checked.get(each.decision_id) ?? each);
}

/** Whether it changes something and every verdict passed. */
export const isAllowed = (decision: Decision): decision is ChangingDecision =>
  isChanging(decision) && decision.guardrails.length > 0 && decision.guardrails.every(({ passed }) => passed);

/** The first rule that bound; undefined where none did. */
export const boundBy = ({ guardrails }: Decision): GuardrailVerdict | undefined =>
  guardrails.find(({ passed }) => !passed);

/** What another one requires comes before it; else what is at stake most comes first. */
export function inOrderOfStake<T extends Decision>(decisions: readonly T[]): T[] {
  const byId = new Map(decisions.map((each) => [each.decision_id, each]));
  const begun = new Set<T>();
  const ordered: T[] = [];
  const add = (decision: T): void => {
    if (begun.has(decision)) return;
    begun.add(decision);
    const required = decision.requires === null ? undefined : byId.get(decision.requires);
    if (required) add(required);
    ordered.push(decision);
  };
  for (const decision of decisions.toSorted(byStake)) add(decision);
  return ordered;
}

/** By expected gain, else by waste; money and results are not compared, both are simply larger first. */
export function byStake(one: Decision, other: Decision): number {
  return stakeOf(other) - stakeOf(one) || (one.decision_id < other.decision_id ? -1 : 1);
}

const stakeOf = ({ expected_gain, evidence }: Decision): number => expected_gain?.mean ?? evidence.expected_waste ?? 0;

const noFile = ({ problem }: GuardrailContext): GuardrailVerdict => ({
  rule: 'guardrail-file',
  passed: false,
  detail: problem ?? 'There are no guardrails, so this is a recommendation and nothing is applied.',
});

/** Verdicts of others stay, those of an earlier check go. */
const judged = (decision: Decision, verdicts: readonly GuardrailVerdict[]): Decision => ({
  ...decision,
  guardrails: [...decision.guardrails.filter(({ rule }) => !ruleNames.has(rule)), ...verdicts],
});

function situationOf(
  decision: ChangingDecision,
  context: GuardrailContext & { guardrails: Guardrails; actionsInRun: number },
): Situation {
  const account = context.states.find(
    ({ platform, accountId, currency }) =>
      platform === decision.platform && accountId === decision.account_id && currency === decision.currency,
  );
  const campaign = account?.campaigns.find(({ campaignId }) => campaignId === decision.campaign_id);
  const creative = campaign?.creatives.find(({ creativeId }) => creativeId === decision.creative_id);
  return {
    decision,
    rails: context.guardrails,
    account,
    campaign,
    creative,
    own: context.ownChanges,
    actionsInRun: context.actionsInRun,
    stopWrites: context.stopWrites,
    now: context.now,
  };
}
