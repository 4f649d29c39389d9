/** What may be changed on an advertising platform, and what came of it. */
import type { Amount, Campaign, Creative } from './ad-platform.ts';

export interface Change<T> {
  account: string;
  /** Campaign digits or creative URN. */
  entity: string;
  /** What the decision saw. Anything else there now makes the change void. */
  expected: T;
  to: T;
}

/**
 * `applied`: written and read back. `conflict`: something else was there, nothing was written by us. `unconfirmed`: accepted,
 * but reading back shows another value than ours.
 */
export type ChangeResult<T> =
  | { outcome: 'applied'; before: T; after: T; request_id: string | null }
  | { outcome: 'conflict'; expected: T; found: T }
  | { outcome: 'unconfirmed'; before: T; after: T; request_id: string | null };

export interface AdChanges {
  setCreativeStatus(change: Change<string>): Promise<ChangeResult<string>>;
  setCampaignStatus(change: Change<string>): Promise<ChangeResult<string>>;
  /** Null where the campaign has none. `to` is in the campaign's currency. */
  setBid(change: Change<Amount | null> & { to: Amount }): Promise<ChangeResult<Amount | null>>;
  setDailyBudget(change: Change<Amount | null> & { to: Amount }): Promise<ChangeResult<Amount | null>>;
}

/** Single entities as they are at this moment: before a change of their neighbours, and after one that was interrupted. */
export interface AdReads {
  campaign(account: string, campaign: string): Promise<Pick<Campaign, 'status' | 'bid' | 'daily_budget'>>;
  creative(account: string, urn: string): Promise<Pick<Creative, 'intended_status' | 'review_status'>>;
}

/** All that acting needs of a platform. */
export type AdWriter = AdChanges & AdReads;
