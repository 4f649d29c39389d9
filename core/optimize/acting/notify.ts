/** What a run tells people: one message, of what it did and of what stands in its way. Never one message an item. */

import type { ActingResult, Decision, Mode } from '../../contracts/decisions.ts';
import type { Condition } from '../../running/digest.ts';
import { boundBy } from '../guardrails/check.ts';
import type { Control } from '../guardrails/read-control.ts';
import type { ActingOutcome } from './apply-and-undo.ts';
import { type DecisionRefusal, labelOf } from './refusal.ts';

export interface RunNews {
  /** As configured, not what it came to. */
  wantedMode: Mode;
  control: Control;
  /** Changes that could be written. */
  proposed: number;
  outcomes: readonly ActingOutcome[];
  /** What the guardrails did not let through when it was decided. */
  heldBack?: readonly Decision[];
  /** Intents that are open after the run. */
  open: number;
  /** Changes that very likely do harm and still stand, with the figures. */
  harmful?: readonly { decision_id: string; reason: string }[];
}

const standing = { level: 0, repeats: true } as const;
const wantsToWrite = (mode: Mode): boolean => mode === 'approve' || mode === 'auto';

/** Trouble that stands until somebody does something about it. */
export function conditionsOf({ wantedMode, control, outcomes, open, harmful = [] }: RunNews): Condition[] {
  const { problem, stopWrites } = control;
  const failed = outcomes.filter(({ result }) => result === 'failed');
  const found: (Condition | false)[] = [
    problem !== null &&
      (!problem.missing || wantsToWrite(wantedMode)) && {
        ...standing,
        id: 'guardrails',
        severity: 'error',
        title: problem.detail,
        remedy:
          'npm run ads -- guardrails check (with --aws for the deployment) names each bad key; guardrails init writes an example.',
      },
    stopWrites !== null &&
      wantsToWrite(wantedMode) && {
        ...standing,
        id: 'stop-writes',
        severity: 'warning',
        title: stopWrites,
        remedy: 'When the cause is gone: npm run ads -- allow-writes.',
      },
    failed.length > 0 && {
      ...standing,
      id: 'failed-writes',
      severity: 'error',
      title: `${failed.length} change(s) failed; the first: ${failed[0]?.detail}`,
      remedy: 'npm run ads -- decisions list names them. A failed decision is not tried again.',
    },
    open > 0 && {
      ...standing,
      id: 'open-writes',
      severity: 'error',
      title: `Of ${open} change(s) nobody knows yet whether they were written.`,
      remedy: 'The next run looks at the ads and finds out; until then they count as written.',
    },
    harmful.length > 0 && {
      ...standing,
      id: 'harmful-changes',
      severity: 'warning',
      title: `${harmful.length} change(s) of this program very likely do harm. ${harmful[0]?.decision_id}: ${harmful[0]?.reason}`,
      remedy:
        'npm run ads -- decisions effects tells what is known of them; npm run ads -- decisions undo ID takes one back.',
    },
  ];
  return found.filter((each) => each !== false);
}

const verbs: Partial<Record<ActingResult, string>> = {
  applied: 'applied',
  undone: 'undone',
  voided: 'void, as somebody changed the ad or campaign meanwhile, or it was not written',
};

/** What was done now, a line a kind. */
export function newsOf({ outcomes, proposed, control, heldBack = [] }: RunNews): string[] {
  const lines = Object.entries(verbs).flatMap(([result, verb]) => {
    const some = outcomes.filter((each) => each.result === result);
    return some.length === 0 ? [] : [`${some.length} change(s) ${verb}: ${kindsOf(some)}`];
  });
  const refusals = outcomes.filter(({ result }) => result === 'blocked').flatMap(({ refusal }) => refusal ?? []);
  const blocked = blockedBy(refusals, heldBack);
  const others = countedLabels(refusals.flatMap((each) => (each.code === 'guardrail' ? [] : labelOf(each))));
  const waiting = proposed > 0 ? [`${proposed} change(s) recommended: npm run ads -- decisions list`] : [];
  const bound = control.guardrails && blocked.length > 0 ? [`Held back by guardrails: ${blocked.join('; ')}`] : [];
  const left = others.length > 0 ? [`Not taken up: ${others.join('; ')}`] : [];
  return [...lines, ...bound, ...left, ...waiting];
}

function kindsOf(outcomes: readonly ActingOutcome[]): string {
  const named = outcomes.map(({ action, decision_id }) => action?.replace('_', ' ') ?? decision_id);
  return [...counted(named)].map(([name, count]) => (count > 1 ? `${count} × ${name}` : name)).join(', ');
}

/** By the rule that bound first. */
function blockedBy(refusals: readonly DecisionRefusal[], heldBack: readonly Decision[]): string[] {
  const bound = refusals.flatMap((each) => (each.code === 'guardrail' ? each.verdict.rule : []));
  return countedLabels([...bound, ...heldBack.flatMap((each) => boundBy(each)?.rule ?? [])]);
}

const countedLabels = (labels: readonly string[]): string[] =>
  [...counted(labels)].map(([label, count]) => `${label} (${count})`);

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
