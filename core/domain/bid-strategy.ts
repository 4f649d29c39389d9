/** How a campaign bids, and what it is charged for (LinkedIn Marketing API: optimizationTargetType, costType). */

/**
 * `manual`: the bid is the most that is paid. `enhanced`: a manual bid that the platform moves for each auction by how likely the
 * person is to convert. `target_cost`: the average that is paid. `cost_cap`: the average that
 * must not be exceeded. `automatic`: the platform bids whatever spends the budget, and ignores the bid. `unknown`: imports, and targets
 * that are not known here.
 */
export const bidStrategies = ['manual', 'enhanced', 'target_cost', 'cost_cap', 'automatic', 'unknown'] as const;
export type BidStrategy = (typeof bidStrategies)[number];

/** Of an enhanced bid, the most that is bid ("bid adjustment for high-value clicks", as agencies that run such campaigns report). */
export const enhancedBidReach = 1.45;

export interface BiddingTerms {
  optimizationTarget: string | null;
  costType: string | null;
}

/** LinkedIn names the strategy by the campaign's optimisation target; NONE and ENHANCED_CONVERSION are its two manual ones. */
export function bidStrategyOf({ optimizationTarget: target }: Pick<BiddingTerms, 'optimizationTarget'>): BidStrategy {
  if (target === 'NONE') return 'manual';
  if (target === 'ENHANCED_CONVERSION') return 'enhanced';
  if (target?.startsWith('MAX_')) return 'automatic';
  if (target?.startsWith('TARGET_COST_')) return 'target_cost';
  return target?.startsWith('CAP_COST_') ? 'cost_cap' : 'unknown';
}

/** What one unit of the bid buys: thousand impressions, clicks, or something that the figures do not count. */
export function bidUnit({ optimizationTarget, costType }: BiddingTerms): 'thousand' | 'click' | 'other' {
  const target = optimizationTarget ?? '';
  if (target.endsWith('_IMPRESSIONS') || target.endsWith('_IMPRESSION')) return 'thousand';
  if (target.endsWith('_CLICKS') || target.endsWith('_CLICK')) return 'click';
  if (target.startsWith('CAP_COST_') || target.startsWith('TARGET_COST_')) return 'other';
  if (costType === 'CPC') return 'click';
  return costType === 'CPM' ? 'thousand' : 'other';
}

/** Clicks of siblings then cost nearly the same, however often each is clicked. */
export const chargesPerClick = ({ costType }: Pick<BiddingTerms, 'costType'>): boolean => costType === 'CPC';
