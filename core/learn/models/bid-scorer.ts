/** The bid model: what a campaign's day costs and brings at a bid. Null where the effect of the bid is not identified. */

import { type BidCampaign, type BidModelFile, type BidResponseCurve, bidTargets } from '../../contracts/model-file.ts';
import type { Estimate, Explanation, FeatureRows, Prediction, Scorer } from '../../contracts/scorer.ts';
import { interval80 } from '../../statistics/interval.ts';

/** Beyond the bids that were tried, a response is a guess: predictions reach this far beyond them. */
const reachBeyondTried = 1.1;

export function bidScorer(file: BidModelFile, moves = true): Scorer {
  const campaigns = new Map(Object.entries(file.campaigns));
  return {
    file,
    predict: (rows, keys) => bidsOf(rows).map((bid, row) => predictionOf(campaigns.get(keys?.[row] ?? ''), bid, moves)),
    explain: ([bid = Number.NaN], key) => explanationsOf(campaigns.get(key ?? ''), bid),
  };
}

/** The same levels without any effect of the bid: what a model of bids must beat. */
export const flatBidScorer = (file: BidModelFile): Scorer => bidScorer(file, false);

const bidsOf = (rows: FeatureRows): number[] =>
  rows instanceof Float64Array ? [...rows] : rows.map(([bid = Number.NaN]) => bid);

function predictionOf(campaign: BidCampaign | undefined, bid: number, moves: boolean): Prediction {
  const prediction: Prediction = {};
  for (const target of bidTargets) {
    const curve = campaign?.responses?.[target];
    prediction[target] = campaign && curve && isTold(campaign, bid) ? amountAt(campaign, curve, bid, moves) : null;
  }
  return prediction;
}

/** Whether the model says anything of the campaign at this bid. */
export const isTold = ({ identified, lowest_bid, highest_bid }: BidCampaign, bid: number): boolean =>
  identified &&
  bid >= (lowest_bid ?? Number.POSITIVE_INFINITY) / reachBeyondTried &&
  bid <= (highest_bid ?? 0) * reachBeyondTried;

/** Amounts grow with a power of the bid, never fall. Uncertain are the mean of a day and the power, not the single day. */
function amountAt(
  { reference_bid, days }: BidCampaign,
  curve: BidResponseCurve,
  bid: number,
  moves: boolean,
): Estimate {
  const distance = moves ? Math.log(bid / (reference_bid ?? bid)) : 0;
  const log = Math.log(curve.level) + curve.elasticity * distance;
  const deviation =
    interval80.deviations *
    Math.hypot(curve.elasticity_sd * distance, curve.residual_sd / Math.sqrt(Math.max(1, days)));
  return { expected: Math.exp(log), low: Math.exp(log - deviation), high: Math.exp(log + deviation) };
}

function explanationsOf(campaign: BidCampaign | undefined, bid: number): Explanation[] {
  if (!campaign?.responses || !isTold(campaign, bid)) return [];
  return bidTargets.flatMap((target) => {
    const curve = campaign.responses?.[target];
    if (!curve) return [];
    const effect = curve.elasticity * Math.log(bid / (campaign.reference_bid ?? bid));
    const base = Math.log(curve.level);
    return [{ target, base, contributions: [{ name: 'bid', value: bid, effect }], logEstimate: base + effect }];
  });
}
