/** The one field that a decision changes: reading it, writing it, and telling whether two values are the same. */

import type { DecisionEvent, EntityChange } from '../../contracts/decisions.ts';
import type { AdChanges, AdReads, ChangeResult } from '../../ports/ad-changes.ts';
import type { Amount } from '../../ports/ad-platform.ts';

export type ChangeTarget = NonNullable<DecisionEvent['target']>;
export type EntityValue = string | Amount | null;

export async function readValue(
  platform: AdReads,
  target: ChangeTarget,
  field: EntityChange['field'],
): Promise<EntityValue> {
  if (field === 'creative_status')
    return (await platform.creative(target.account_id, target.creative_id ?? '')).intended_status;
  const campaign = await platform.campaign(target.account_id, target.campaign_id);
  return field === 'bid' ? campaign.bid : campaign.daily_budget;
}

/** Reads, compares with `from`, writes, reads back. */
export function writeChange(
  platform: AdChanges,
  target: ChangeTarget,
  change: EntityChange,
): Promise<ChangeResult<EntityValue>> {
  const { account_id: account, campaign_id, creative_id } = target;
  switch (change.field) {
    case 'creative_status':
      return platform.setCreativeStatus({ account, entity: creative_id ?? '', expected: change.from, to: change.to });
    case 'bid':
      return platform.setBid({ account, entity: campaign_id, expected: change.from, to: change.to });
    case 'daily_budget':
      return platform.setDailyBudget({ account, entity: campaign_id, expected: change.from, to: change.to });
  }
}

/** 12.5 and 12.50 are the same money. */
export function isSameValue(one: EntityValue, other: EntityValue): boolean {
  if (one === null || other === null || typeof one === 'string' || typeof other === 'string') return one === other;
  return one.currency === other.currency && plain(one.amount) === plain(other.amount);
}

/** A decimal without zeros that say nothing. */
function plain(decimal: string): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  const kept = fraction.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '')}${kept && `.${kept}`}`;
}

export const reversed = (change: EntityChange): EntityChange =>
  ({ field: change.field, from: change.to, to: change.from }) as EntityChange;

export const shownValue = (value: EntityValue): string =>
  value === null ? 'nothing' : typeof value === 'string' ? value : `${value.amount} ${value.currency}`;

/** "ad urn:… of campaign 10: ACTIVE to PAUSED" */
export function shownChange({ campaign_id, creative_id }: ChangeTarget, change: EntityChange): string {
  const entity = creative_id === null ? `campaign ${campaign_id}` : `ad ${creative_id} of campaign ${campaign_id}`;
  const what = change.field === 'creative_status' ? '' : `${change.field.replace('_', ' ')} `;
  return `${entity}: ${what}${shownValue(change.from)} to ${shownValue(change.to)}`;
}
