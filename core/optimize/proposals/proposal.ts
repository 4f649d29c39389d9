/** What a rule makes of one creative or campaign, before it becomes a decision of a run. */
import type { Decision, DecisionAction, EntityChange } from '../../contracts/decisions.ts';
import type { AccountState, CampaignState } from '../../domain/account-state.ts';
import type { Gain } from '../posteriors/gain.ts';

export interface Proposal {
  action: DecisionAction;
  /** In one word, for counting; `reason` says it to people. */
  reasonCode: string;
  state: AccountState;
  campaign: CampaignState;
  /** Null where the campaign as a whole is meant. */
  creativeId: string | null;
  change: EntityChange | null;
  probability: number | null;
  gain: Gain | null;
  reason: string;
  wouldChangeIt: string;
  evidence: Decision['evidence'];
  /** Another proposal that has to be applied before this one may be, such as the budget that this one spends. */
  requires?: Proposal;
}

/** Currencies without a smaller coin (ISO 4217, no minor unit). */
const withoutCents = new Set([
  'BIF',
  'CLP',
  'DJF',
  'GNF',
  'ISK',
  'JPY',
  'KMF',
  'KRW',
  'PYG',
  'RWF',
  'UGX',
  'VND',
  'XAF',
  'XOF',
]);

/** An amount that the platform takes. */
const roundedMoney = (amount: number, currency: string): number =>
  Number(amount.toFixed(withoutCents.has(currency) ? 0 : 2));

/** Rounded towards the former amount, so that a step never comes out longer than it was meant. */
export function steppedMoney(from: number, to: number, currency: string): number {
  const unit = withoutCents.has(currency) ? 1 : 0.01;
  const units = Number((to / unit).toFixed(6));
  return roundedMoney((to < from ? Math.ceil(units) : Math.floor(units)) * unit, currency);
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

/** Imports tell no status, and nobody can write to their platform. */
export const statusChange = (from: string | null, to: string): EntityChange | null =>
  from === null ? null : { field: 'creative_status', from, to };
