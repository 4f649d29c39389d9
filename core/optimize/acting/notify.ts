/** What people are notified of after a run: one message with what it did and what needs attention, never one per change. */

import type { ActingResult, Decision, Mode } from '../../contracts/decisions.ts';
import { counted, plural } from '../../domain/language.ts';
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
  /** Changes that very likely do harm and are still in force, with the figures. */
  harmful?: readonly { decision_id: string; reason: string }[];
}

const standing = { level: 0, repeats: true } as const;
const wantsToWrite = (mode: Mode): boolean => mode === 'approve' || mode === 'auto';

/** Problems that last until someone fixes them. */
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
          'npm run ads -- guardrails check (with --aws for the deployment) lists each invalid key; guardrails init writes an example.',
      },
    stopWrites !== null &&
      wantsToWrite(wantedMode) && {
        ...standing,
        id: 'stop-writes',
        severity: 'warning',
        title: stopWrites,
        remedy: 'Once the cause is fixed, run npm run ads -- allow-writes.',
      },
    failed.length > 0 && {
      ...standing,
      id: 'failed-writes',
      severity: 'error',
      title: `${counted(failed.length, 'change')} failed. The first: ${failed[0]?.detail}`,
      remedy: 'Run npm run ads -- decisions list to see them. A failed decision is not retried.',
    },
    open > 0 && {
      ...standing,
      id: 'open-writes',
      severity: 'error',
      title: `${counted(open, 'change')} may or may not have been written.`,
      remedy: 'The next run reads the ads and finds out. Until then, such a change counts as written.',
    },
    harmful.length > 0 && {
      ...standing,
      id: 'harmful-changes',
      severity: 'warning',
      title: `${counted(harmful.length, 'change')} made by this program very likely ${plural(harmful.length, 'does', 'do')} harm. ${harmful[0]?.decision_id}: ${harmful[0]?.reason}`,
      remedy:
        'npm run ads -- decisions effects shows what was measured; npm run ads -- decisions undo ID reverts a change.',
    },
  ];
  return found.filter((each) => each !== false);
}

const verbs: Partial<Record<ActingResult, string>> = {
  applied: 'applied',
  undone: 'undone',
  voided: 'voided because someone else changed the ad or campaign first, or because the write never happened',
};

/** What this run did, one line per kind. */
export function newsOf({ outcomes, proposed, control, heldBack = [] }: RunNews): string[] {
  const lines = Object.entries(verbs).flatMap(([result, verb]) => {
    const some = outcomes.filter((each) => each.result === result);
    return some.length === 0 ? [] : [`${counted(some.length, 'change')} ${verb}: ${kindsOf(some)}`];
  });
  const refusals = outcomes.filter(({ result }) => result === 'blocked').flatMap(({ refusal }) => refusal ?? []);
  const blocked = blockedBy(refusals, heldBack);
  const others = countedLabels(refusals.flatMap((each) => (each.code === 'guardrail' ? [] : labelOf(each))));
  const waiting = proposed > 0 ? [`${counted(proposed, 'change')} recommended: npm run ads -- decisions list`] : [];
  const bound = control.guardrails && blocked.length > 0 ? [`Held back by guardrails: ${blocked.join('; ')}`] : [];
  const left = others.length > 0 ? [`Not applied: ${others.join('; ')}`] : [];
  return [...lines, ...bound, ...left, ...waiting];
}

function kindsOf(outcomes: readonly ActingOutcome[]): string {
  const named = outcomes.map(({ action, decision_id }) => action?.replace('_', ' ') ?? decision_id);
  return [...countsOf(named)].map(([name, count]) => (count > 1 ? `${count} × ${name}` : name)).join(', ');
}

/** By the rule that bound first. */
function blockedBy(refusals: readonly DecisionRefusal[], heldBack: readonly Decision[]): string[] {
  const bound = refusals.flatMap((each) => (each.code === 'guardrail' ? each.verdict.rule : []));
  return countedLabels([...bound, ...heldBack.flatMap((each) => boundBy(each)?.rule ?? [])]);
}

const countedLabels = (labels: readonly string[]): string[] =>
  [...countsOf(labels)].map(([label, count]) => `${label} (${count})`);

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
