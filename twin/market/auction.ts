/**
 * One campaign against everybody else, for a stretch of a day. The highest competing bid per thousand impressions is
 * log-normal; the winner pays it (second price). Prices are in the account's currency.
 */
import { normalQuantile, normalShare } from './normal.ts';

export const strategies = ['manual', 'maximum-delivery', 'target-cost', 'cost-cap'] as const;
export type Strategy = (typeof strategies)[number];

/** Which strategy an optimizationTargetType stands for (docs/linkedin-api.md §10). */
export function strategyOf(optimizationTargetType: string): Strategy {
  if (optimizationTargetType.startsWith('MAX_')) return 'maximum-delivery';
  if (optimizationTargetType.startsWith('TARGET_COST_')) return 'target-cost';
  if (optimizationTargetType.startsWith('CAP_COST_')) return 'cost-cap';
  return 'manual';
}

export interface Prices {
  medianCpm: number;
  /** Standard deviation of the logarithm. */
  spread: number;
}

export interface Bidder {
  strategy: Strategy;
  /** What unitCost is worth per thousand impressions: the bid, the target or the cap. */
  unitCpm: number;
  /** Impressions there are to win. */
  opportunities: number;
  /** Money left for this stretch. */
  budget: number;
}

export interface Outcome {
  impressions: number;
  /** Average price per thousand won impressions. */
  cpm: number;
}

/** The automatic strategies never bid beyond this many spreads above the median. */
const highestAutomaticSpreads = 2.5;
const bisectionSteps = 24;

export function runAuction(bidder: Bidder, prices: Prices): Outcome {
  if (bidder.opportunities <= 0 || bidder.budget <= 0) return { impressions: 0, cpm: 0 };
  const bid = bidOf(bidder, prices);
  const won = bidder.opportunities * winShare(bid, prices);
  const cpm = paidCpm(bid, prices);
  const cost = (won * cpm) / 1000;
  // Pacing leaves out auctions evenly once the budget would not last.
  return { impressions: cost > bidder.budget ? (won * bidder.budget) / cost : won, cpm };
}

/** The logarithm of the bid per thousand impressions. */
function bidOf(bidder: Bidder, prices: Prices): number {
  switch (bidder.strategy) {
    case 'manual':
      return Math.log(bidder.unitCpm);
    case 'maximum-delivery':
      return bidThatSpends(bidder, prices);
    case 'target-cost':
      return bidThatPays(bidder.unitCpm, prices);
    case 'cost-cap':
      return Math.min(bidThatSpends(bidder, prices), bidThatPays(bidder.unitCpm, prices));
  }
}

const winShare = (bid: number, { medianCpm, spread }: Prices): number =>
  normalShare((bid - Math.log(medianCpm)) / spread);

/** The mean of a log-normal price, given that it lies below the bid. */
function paidCpm(bid: number, { medianCpm, spread }: Prices): number {
  const z = (bid - Math.log(medianCpm)) / spread;
  const won = normalShare(z);
  if (won < 1e-9) return Math.exp(bid);
  return Math.min(Math.exp(bid), (medianCpm * Math.exp((spread * spread) / 2) * normalShare(z - spread)) / won);
}

/** Spending is opportunities × mean price × Φ(z − spread): solved for z in closed form. */
function bidThatSpends({ opportunities, budget }: Bidder, { medianCpm, spread }: Prices): number {
  const everything = (opportunities * medianCpm * Math.exp((spread * spread) / 2)) / 1000;
  const z = normalQuantile(budget / everything) + spread;
  return Math.log(medianCpm) + spread * Math.min(z, highestAutomaticSpreads);
}

function bidThatPays(averageCpm: number, prices: Prices): number {
  const middle = Math.log(prices.medianCpm);
  let low = middle - 4 * prices.spread;
  let high = middle + highestAutomaticSpreads * prices.spread;
  for (let step = 0; step < bisectionSteps; step += 1) {
    const bid = (low + high) / 2;
    if (paidCpm(bid, prices) > averageCpm) high = bid;
    else low = bid;
  }
  return low;
}
