/**
 * A backtest: what a set of guardrails would have decided on stored history, morning by morning, from what was known on each. It
 * remembers what it would have done, so that limits and cool-downs bind as they would have. It cannot know how the market would
 * have responded: figures stay as they were.
 */
import type { Decision, GuardrailVerdict } from '../../contracts/decisions.ts';
import type { AccountState, OwnChange } from '../../domain/account-state.ts';
import { addDays } from '../../domain/calendar.ts';
import { isChanging, proposesChange } from '../../domain/proposals.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { boundBy, checkGuardrails, isAllowed } from '../guardrails/check.ts';
import type { Guardrails } from '../guardrails/guardrail-file.ts';
import { asOwnChange, dailySpend } from '../guardrails/situation.ts';
import { propose } from '../proposals/propose.ts';
import { type KnownHistory, morningOf } from './known-history.ts';
import { type KnowledgeOptions, knowledgeOf } from './states.ts';
import { withVirtualChanges } from './virtual-changes.ts';

export interface BacktestOptions extends KnowledgeOptions {
  from: string;
  to: string;
  guardrails: Guardrails;
  settings: DecisionSettings;
  simulated: boolean;
  /** What was really done before the first morning. */
  ownChanges: readonly OwnChange[];
}

export interface BacktestDecision {
  decision: Decision;
  /** Mean daily spend of what is changed, in its currency; null where it is not known whole. */
  daily_spend: number | null;
  /** The rule that bound; null for what would have been done. */
  bound: GuardrailVerdict | null;
}

export interface BacktestDay {
  date: string;
  /** Creatives and campaigns that were judged. */
  judged: number;
  done: BacktestDecision[];
  bound: BacktestDecision[];
}

export function* backtest(history: KnownHistory, options: BacktestOptions): Generator<BacktestDay> {
  const { from, to, guardrails, settings, simulated } = options;
  const knowledge = knowledgeOf(history, options);
  const before = options.ownChanges
    .filter(({ appliedAt }) => appliedAt < morningOf(from))
    .map((own) => asKnown(own, from));
  const virtual: OwnChange[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const now = morningOf(date);
    const ownChanges = [...before, ...virtual];
    const states = knowledge.on(date, ownChanges).map((state) => withVirtualChanges(state, virtual));
    const run = { runId: `backtest-${date}`, at: now, mode: 'auto' as const, simulated, settings, guardrails: [] };
    const decisions = propose(states, run);
    const checked = checkGuardrails(decisions, { guardrails, states, ownChanges, stopWrites: null, now });
    const told = checked.filter(isProposed).map(
      (decision): BacktestDecision => ({
        decision,
        bound: boundOf(decision, checked),
        daily_spend: spendOf(decision, states),
      }),
    );
    virtual.push(
      ...told.flatMap(({ decision, bound }) => (!bound && isChanging(decision) ? [asOwnChange(decision, now)] : [])),
    );
    yield {
      date,
      judged: decisions.length,
      done: told.filter(({ bound }) => !bound),
      bound: told.filter(({ bound }) => bound),
    };
  }
}

/** What was undone later stood on that morning. */
const asKnown = (own: OwnChange, morning: string): OwnChange =>
  own.undoneAt && own.undoneAt >= morningOf(morning) ? { ...own, undoneAt: null } : own;

const isProposed = ({ action }: Decision): boolean => proposesChange(action);

/** A change that needs another one is only done when that one is. */
function boundOf(decision: Decision, all: readonly Decision[]): GuardrailVerdict | null {
  if (!isChanging(decision)) return noPlatform;
  if (!isAllowed(decision))
    return boundBy(decision) ?? { rule: 'guardrail-file', passed: false, detail: 'No rule was checked.' };
  const required = decision.requires === null ? undefined : all.find((each) => each.decision_id === decision.requires);
  if (decision.requires === null || (required && isAllowed(required))) return null;
  return {
    rule: 'required-change',
    passed: false,
    detail: `It requires ${decision.requires}, which would not have been applied.`,
  };
}

const noPlatform: GuardrailVerdict = {
  rule: 'no-platform',
  passed: false,
  detail: 'Imported files contain figures only; there is no platform to write to.',
};

function spendOf(decision: Decision, states: readonly AccountState[]): number | null {
  const account = states.find(
    ({ platform, accountId, currency }) =>
      platform === decision.platform && accountId === decision.account_id && currency === decision.currency,
  );
  const campaign = account?.campaigns.find(({ campaignId }) => campaignId === decision.campaign_id);
  const creative = campaign?.creatives.find(({ creativeId }) => creativeId === decision.creative_id);
  const entity = decision.creative_id === null ? campaign : creative;
  return account && entity ? dailySpend(entity, account) : null;
}
