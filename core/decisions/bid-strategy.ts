/** What a campaign's bid means, and what it is charged for (LinkedIn Marketing API: optimizationTargetType, costType). */
import type { CampaignState } from './account-state.ts';

/**
 * `bid`: the most it pays; `target`: the average it pays; `cap`: the average it must not exceed; `automatic`: the platform bids
 * whatever spends the budget, and `bid` is ignored; `unknown`: imports.
 */
export type BidMeaning = 'bid' | 'target' | 'cap' | 'automatic' | 'unknown';

export function bidMeaning({ optimizationTarget, costType }: CampaignState): BidMeaning {
  if (optimizationTarget === null) return 'unknown';
  if (optimizationTarget.startsWith('MAX_')) return 'automatic';
  if (optimizationTarget.startsWith('TARGET_COST_')) return 'target';
  if (optimizationTarget.startsWith('CAP_COST_')) return 'cap';
  // ENHANCED_CONVERSION lets the platform move a manual bid: changing it does not say what will be bid
  return optimizationTarget === 'NONE' && costType !== null ? 'bid' : 'automatic';
}

/** What one unit of the bid buys: thousand impressions, clicks, or something that the figures do not count. */
export function bidUnit({ optimizationTarget, costType }: CampaignState): 'thousand' | 'click' | 'other' {
  const target = optimizationTarget ?? '';
  if (target.endsWith('_IMPRESSIONS') || target.endsWith('_IMPRESSION')) return 'thousand';
  if (target.endsWith('_CLICKS') || target.endsWith('_CLICK')) return 'click';
  if (target.startsWith('CAP_COST_') || target.startsWith('TARGET_COST_')) return 'other';
  if (costType === 'CPC') return 'click';
  return costType === 'CPM' ? 'thousand' : 'other';
}

/** Clicks of siblings then cost nearly the same, however often each is clicked. */
export const chargesPerClick = ({ costType }: CampaignState): boolean => costType === 'CPC';
