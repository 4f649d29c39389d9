/** What the guardrails need to know of one proposed change: the entity it is about, what it spends, and what was changed before. */
import type { EntityChange } from '../../contracts/decisions.ts';
import type { AccountState, CampaignDay, CampaignState, CreativeState, OwnChange } from '../../domain/account-state.ts';
import { addDays, msPerHour } from '../../domain/calendar.ts';
import type { ChangingDecision } from '../../domain/proposals.ts';
import type { Guardrails } from './guardrail-file.ts';

export interface Situation {
  decision: ChangingDecision;
  rails: Guardrails;
  account: AccountState | undefined;
  campaign: CampaignState | undefined;
  creative: CreativeState | undefined;
  /** All that was applied before, and what passed in this run, oldest first. */
  own: readonly OwnChange[];
  actionsInRun: number;
  stopWrites: string | null;
  now: Date;
}

/** Spend is judged by the newest so many mature days. */
const usualDays = 7;

export const hoursBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / msPerHour;
export const changesAmount = (change: EntityChange): change is Extract<EntityChange, { from: object }> =>
  change.field !== 'creative_status';

/** A creative that is to run no longer. */
export const silences = (change: EntityChange): boolean => !changesAmount(change) && change.to !== 'ACTIVE';

/** What may make more be spent than before. */
export const mayRaiseSpend = (change: EntityChange): boolean =>
  changesAmount(change) ? Number(change.to.amount) > Number(change.from.amount) : change.to === 'ACTIVE';

/** A change of ours as if it were applied at that time. */
export const asOwnChange = (
  { decision_id, action, campaign_id, creative_id, change }: ChangingDecision,
  at: Date,
): OwnChange => ({
  decisionId: decision_id,
  action,
  campaignId: campaign_id,
  creativeId: creative_id,
  appliedAt: at,
  undoneAt: null,
  from: numberOrText(change.from),
  to: numberOrText(change.to),
});

const numberOrText = (value: string | { amount: string }): string | number =>
  typeof value === 'string' ? value : Number(value.amount);

/** Bids and budgets are of the campaign, a status is of the creative. */
export const isSameEntity = (own: OwnChange, { decision }: Situation): boolean =>
  own.campaignId === decision.campaign_id && own.creativeId === decision.creative_id;

export const ownChangeField = ({ action, creativeId }: OwnChange): EntityChange['field'] => {
  if (creativeId !== null) return 'creative_status';
  return action.endsWith('_bid') ? 'bid' : 'daily_budget';
};

/** The newest mature days of an account, as many as spend is judged by: the first and the last of them; undefined without any. */
function usualSpan({ newestMatureDay }: AccountState): { from: string; through: string } | undefined {
  if (newestMatureDay === null) return undefined;
  const from = addDays(newestMatureDay, 1 - usualDays);
  return { from, through: newestMatureDay };
}

/** Mean cost of a day of the span; null where it is not known whole. */
export function dailySpend(entity: CampaignState | CreativeState, account: AccountState): number | null {
  const span = usualSpan(account);
  if (!span) return null;
  const rows =
    'spans' in entity
      ? entity.spans.filter(({ through }) => through >= span.from)
      : entity.days.filter(({ date, mature }) => mature && date >= span.from && date <= span.through);
  return meanCost(rows);
}

function meanCost(rows: readonly { cost: number | null }[]): number | null {
  let sum = 0;
  for (const { cost } of rows) {
    if (cost === null) return null;
    sum += cost;
  }
  return sum / usualDays;
}

/** What all campaigns of the account spend a day together. */
export function accountSpend(account: AccountState): number | null {
  const each = account.campaigns.map((campaign) => dailySpend(campaign, account));
  return each.some((spend) => spend === null) ? null : each.reduce((sum: number, spend) => sum + (spend ?? 0), 0);
}

/** The most that the account spent on one of the newest days with any figure, mature or not; null where a cost is not known. */
export function highestDay({ campaigns, newestDay }: AccountState): number | null {
  if (newestDay === null) return null;
  const since = addDays(newestDay, 1 - usualDays);
  const byDay = new Map<string, number>();
  for (const { date, cost } of campaigns.flatMap(({ days }): CampaignDay[] => days)) {
    if (date < since) continue;
    if (cost === null) return null;
    byDay.set(date, (byDay.get(date) ?? 0) + cost);
  }
  return Math.max(0, ...byDay.values());
}
