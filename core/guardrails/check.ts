/**
 * Whether each proposed change keeps within the guardrails. Sequential: what is at stake most comes first, and each change that
 * passes counts against the limits of those after it.
 */

import type { Decision } from '../contracts.ts';
import type { AccountState, OwnChange } from '../decisions/account-state.ts';
import type { Guardrails } from './guardrail-file.ts';

export interface GuardrailContext {
  /** Null with the reason why there are none: then nothing may be applied. */
  guardrails: Guardrails | null;
  problem?: string;
  states: readonly AccountState[];
  /** All that this program applied, undone or not, of any account. */
  ownChanges: readonly OwnChange[];
  /** Null while writing is allowed, else who stopped it and why. */
  stopWrites: string | null;
  now: Date;
  /** Changes that the same run has applied already. */
  actionsInRun?: number;
}

/** The same decisions in the same order; those with a change have a verdict of every rule. */
export declare function checkGuardrails(decisions: readonly Decision[], context: GuardrailContext): Decision[];
