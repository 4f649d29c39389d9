/** Why a decision is not applied, approved or rejected: a code that programs ask, and the one place where it becomes a sentence for people. */

import type { GuardrailVerdict, Mode } from '../../contracts/decisions.ts';
import type { DecisionStatus } from '../log/decision-life.ts';

export type DecisionRefusal =
  | { code: 'unknown-decision' }
  | { code: 'no-change' }
  | { code: 'ended'; expiresAt: string | null }
  /** By a newer proposal for the same change. */
  | { code: 'superseded'; by: string }
  /** Something has happened to it that does not go with what is asked. */
  | { code: 'already'; status: DecisionStatus }
  /** Someone else acted on it a moment earlier. */
  | { code: 'overtaken'; change: string }
  | { code: 'mode'; mode: Mode }
  /** The run did not get to it, or found nothing to do. */
  | { code: 'not-reached' }
  | { code: 'guardrail'; verdict: Pick<GuardrailVerdict, 'rule' | 'detail'> };

export function sentenceOf(refusal: DecisionRefusal): string {
  switch (refusal.code) {
    case 'unknown-decision':
      return 'There is no such decision.';
    case 'no-change':
      return 'It proposes no change.';
    case 'ended':
      return refusal.expiresAt === null
        ? 'The proposal has already expired.'
        : `The proposal expired at ${refusal.expiresAt}.`;
    case 'superseded':
      return `It was superseded by ${refusal.by}, a newer proposal for the same change. Decide on that one instead.`;
    case 'already':
      return `It ${alreadyWords[refusal.status]}.`;
    case 'overtaken':
      return `Someone else acted on it at the same moment (${refusal.change}). Look at it again before you decide.`;
    case 'mode':
      return `The mode is "${refusal.mode}", so nothing is applied. Set "mode" to "approve" in ads.config.json.`;
    case 'not-reached':
      return 'It was not applied: someone had already acted on it, it is not approved, or the run ended first.';
    case 'guardrail':
      return `${refusal.verdict.rule}: ${refusal.verdict.detail}`;
  }
}

const alreadyWords: Record<DecisionStatus, string> = {
  proposed: 'is already proposed',
  approved: 'is already approved',
  rejected: 'is already rejected',
  intended: 'is already being applied',
  applied: 'is already applied',
  voided: 'is already void',
  failed: 'has already failed',
  undo_intended: 'is already being undone',
  undone: 'is already undone',
};

/** In a few words, for counting. Guardrails are counted by their rules. */
export function labelOf(refusal: Exclude<DecisionRefusal, { code: 'guardrail' }>): string {
  if (refusal.code === 'mode') return `the mode is ${refusal.mode}`;
  return labels[refusal.code];
}

const labels = {
  'unknown-decision': 'no such decision',
  'no-change': 'no change to make',
  ended: 'proposal expired',
  superseded: 'superseded by a newer proposal',
  already: 'already acted on',
  overtaken: 'someone else acted first',
  'not-reached': 'not reached',
} as const;
