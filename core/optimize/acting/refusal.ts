/** Why a decision is not taken up: a code that programs ask, and the one place where it becomes a sentence for people. */

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
  /** Somebody else was first by a moment. */
  | { code: 'overtaken'; change: string }
  | { code: 'mode'; mode: Mode }
  /** The run did not come to it, or found nothing to do. */
  | { code: 'not-reached' }
  | { code: 'guardrail'; verdict: Pick<GuardrailVerdict, 'rule' | 'detail'> };

export function sentenceOf(refusal: DecisionRefusal): string {
  switch (refusal.code) {
    case 'unknown-decision':
      return 'There is no such decision.';
    case 'no-change':
      return 'It proposes no change.';
    case 'ended':
      return `The proposal ended at ${refusal.expiresAt ?? 'its making'}.`;
    case 'superseded':
      return `It is superseded by ${refusal.by}, a newer proposal for the same change: decide on that one.`;
    case 'already':
      return `It is ${refusal.status.replace('_', ' ')} already.`;
    case 'overtaken':
      return `Something else happened to it at the same moment (${refusal.change}); look again.`;
    case 'mode':
      return `The mode is "${refusal.mode}": nothing is applied. Set "mode" to "approve" in ads.config.json.`;
    case 'not-reached':
      return 'It was not taken up: it was dealt with before, is not approved, or the run ended.';
    case 'guardrail':
      return `${refusal.verdict.rule}: ${refusal.verdict.detail}`;
  }
}

/** In a few words, for counting. Guardrails are counted by their rules. */
export function labelOf(refusal: Exclude<DecisionRefusal, { code: 'guardrail' }>): string {
  if (refusal.code === 'mode') return `the mode is ${refusal.mode}`;
  return labels[refusal.code];
}

const labels = {
  'unknown-decision': 'no such decision',
  'no-change': 'nothing to change',
  ended: 'proposal ended',
  superseded: 'superseded by a newer proposal',
  already: 'dealt with before',
  overtaken: 'somebody else was first',
  'not-reached': 'not reached',
} as const;
