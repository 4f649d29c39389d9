import type { GuardrailVerdict } from '../../contracts/decisions.ts';
import type { Situation } from './situation.ts';

export type RuleResult = Omit<GuardrailVerdict, 'rule'>;
/** One rule: whether a change keeps to it, and one sentence with its figures. */
export type Rule = (situation: Situation) => RuleResult;

export const verdict = (passed: boolean, detail: string): RuleResult => ({ passed, detail });

export const hours = (value: number): string => `${Math.floor(value * 10) / 10} h`;
