/** What a campaign's results cost on average, and what some more of them would: in the account's currency per KPI result. */

import type { CampaignState } from '../../domain/account-state.ts';
import { type BidStrategy, bidStrategyOf, bidUnit, enhancedBidReach } from '../../domain/bid-strategy.ts';
import { type LogNormal, logOf } from '../../statistics/normal.ts';
import { type CampaignPosterior, campaignRateOf } from '../posteriors/campaign-posterior.ts';
import type { Fatigue } from '../posteriors/fatigue.ts';
import type { RecentSpend } from '../state/campaign-days.ts';
import { positionOf, responseTo } from './auction.ts';
import { type Elasticity, elasticitySeen, together, unitPrice } from './bid-history.ts';

export interface Economics {
  costPerResult: LogNormal;
  /** Of one more result by a higher budget. */
  byBudget: LogNormal;
  /** Of one more result by a higher bid; null where a bid means nothing. */
  byBid: LogNormal | null;
}

/** Prices of the next weeks differ from those of the last ones by about so much. */
const priceDeviation = 0.1;
/** Automatic bids rise with the budget: in the auction's model the next result costs 10–80% more than the mean one. */
const automaticRise: Elasticity = { mean: 0.35, deviation: 0.15 };
/**
 * Where a target does not use up its budget, what is bid for it is not visible, nor how much of the supply it already buys: in the
 * auction's model the most expensive result costs 20–130% more than the mean one.
 */
const targetRise: Elasticity = { mean: 0.45, deviation: 0.25 };
/** A saturated audience responds worse to more of the same; the regression says that it does, not how much. */
const saturatedRise: Elasticity = { mean: 0.2, deviation: 0.1 };
const noRise: Elasticity = { mean: 0, deviation: 0 };
/** An enhanced bid is raised by up to 45%; how far in the most expensive auction that it wins is not visible. */
const enhancedRise: Elasticity = { mean: Math.log(enhancedBidReach) / 2, deviation: Math.log(enhancedBidReach) / 2 };

/** Of one more result by what holds the campaign back: its budget where that ends its days, else its bid, where it has one. */
export const nextResult = ({ byBudget, byBid }: Economics, bindingProbability: number | null): LogNormal =>
  byBid === null || bindingProbability === null || bindingProbability >= 0.5 ? byBudget : byBid;

export function economicsOf(of: CampaignPosterior, spend: RecentSpend, fatigue: Fatigue): Economics | null {
  const rate = of.kpi === 'impressions' ? { mean: 0, deviation: 0 } : logRate(of);
  if (spend.costPerThousand === null || spend.costPerThousand <= 0 || rate === null) return null;
  const costPerResult = {
    mean: Math.log(spend.costPerThousand / 1000) - rate.mean,
    deviation: Math.hypot(rate.deviation, priceDeviation),
  };
  const rises = [
    bidStrategyOf(of.campaign) === 'automatic' ? automaticRise : noRise,
    fatigue.kind === 'saturated' ? saturatedRise : noRise,
  ];
  const bidPremium = premiumOfBid(of.campaign, spend);
  return {
    costPerResult,
    byBudget: moreExpensive(costPerResult, rises),
    byBid: bidPremium === null ? null : moreExpensive(costPerResult, [bidPremium, rises[1]!]),
  };
}

function logRate(of: CampaignPosterior): LogNormal | null {
  const rate = campaignRateOf(of);
  return rate && logOf(rate);
}

const moreExpensive = (price: LogNormal, rises: readonly Elasticity[]): LogNormal => ({
  mean: price.mean + rises.reduce((sum, { mean }) => sum + mean, 0),
  deviation: Math.hypot(price.deviation, ...rises.map(({ deviation }) => deviation)),
});

/** ln(bid / price paid): the most expensive auction that is won costs what is bid. */
function premiumOfBid(campaign: CampaignState, spend: RecentSpend): Elasticity | null {
  const paid = unitPrice(spend, bidUnit(campaign));
  const strategy = bidStrategyOf(campaign);
  if (paid === null || campaign.bid === null || campaign.bid <= 0) return null;
  if (strategy === 'automatic' || strategy === 'unknown') return null;
  if (strategy === 'target_cost' || strategy === 'cost_cap') return targetRise;
  const raised = strategy === 'enhanced' ? enhancedRise : noRise;
  return {
    mean: Math.max(0, Math.log(campaign.bid / paid) + raised.mean),
    deviation: Math.hypot(0.1, raised.deviation),
  };
}

/** How far the competitors' bids spread is not known: three values, and what differs between them is the uncertainty. */
const spreads = [0.3, 0.5, 0.8] as const;
/** Of the model itself. */
const modelDeviation = 0.2;

export interface BidResponse {
  /** d ln(price) / d ln(bid). */
  price: Elasticity;
  /** ln of the money that could be spent, after over before. */
  spend: number;
}

/** What a bid times `factor` would do, by the auction's model and the campaign's own past; null where the paid price is not known. */
export function responseToBid(campaign: CampaignState, spend: RecentSpend, factor: number): BidResponse | null {
  const paid = unitPrice(spend, bidUnit(campaign));
  if (paid === null || campaign.bid === null || campaign.bid <= 0) return null;
  const strategy = bidStrategyOf(campaign);
  const responses = paidSharesOf(paid / campaign.bid, strategy).flatMap((share) =>
    spreads.map((spread) => responseTo(positionOf(share, spread), factor)),
  );
  const modelled = spreadOver(responses.map(({ price }) => price / Math.log(factor)));
  // a target is an average: what is paid follows it one to one
  const prior = strategy === 'manual' || strategy === 'enhanced' ? modelled : { mean: 0.9, deviation: 0.15 };
  return {
    // the bid model was learned from the same days, and from other campaigns too: one of the two counts, never both
    price: together(
      { ...prior, deviation: Math.hypot(prior.deviation, modelDeviation) },
      campaign.learnedResponse?.price ?? elasticitySeen(campaign),
    ),
    spend: responses.reduce((sum, response) => sum + response.spend, 0) / responses.length,
  };
}

/** What is paid as a share of what is bid: each that it may be. */
function paidSharesOf(ofBid: number, strategy: BidStrategy): number[] {
  if (strategy === 'manual') return [Math.min(0.99, ofBid)];
  return strategy === 'enhanced' ? [ofBid, ofBid / enhancedBidReach].map((share) => Math.min(0.99, share)) : [0.8];
}

function spreadOver(values: readonly number[]): Elasticity {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}
