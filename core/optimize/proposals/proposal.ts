/** What a rule makes of one creative or campaign, before it becomes a decision of a run. */
import type { Decision, DecisionAction, EntityChange } from '../../contracts/decisions.ts';
import type { AccountState, CampaignState } from '../../domain/account-state.ts';
import { decimalsOf } from '../../domain/money.ts';
import type { Gain } from '../posteriors/gain.ts';
import type { ReasonCode } from './reason-codes.ts';

export interface Proposal {
  action: DecisionAction;
  /** For counting and for control flow; `reason` says it to people. */
  reasonCode: ReasonCode;
  state: AccountState;
  campaign: CampaignState;
  /** Null where the campaign as a whole is meant. */
  creativeId: string | null;
  change: EntityChange | null;
  probability: number | null;
  gain: Gain | null;
  reason: string;
  wouldChangeIt: string | null;
  evidence: Decision['evidence'];
  /** Another proposal that has to be applied before this one may be, such as the budget that this one spends. */
  requires?: Proposal;
}

/** An amount that the platform takes: rounded towards the former amount, so that a step is never longer than it was meant. */
export function steppedMoney(from: number, to: number, currency: string): number {
  const decimals = decimalsOf(currency);
  const units = Number((to * 10 ** decimals).toFixed(6));
  return Number(((to < from ? Math.ceil(units) : Math.floor(units)) / 10 ** decimals).toFixed(decimals));
}

export const moneyChange = (
  field: 'bid' | 'daily_budget',
  from: number,
  to: number,
  currency: string,
): EntityChange => ({
  field,
  from: { amount: String(from), currency },
  to: { amount: String(to), currency },
});

/** Imports have no status, and their platform cannot be written to. */
export const statusChange = (from: string | null, to: string): EntityChange | null =>
  from === null ? null : { field: 'creative_status', from, to };
