/**
 * Bids, by small steps uphill. Where the daily budget ends the day, a lower bid loses the most expensive auctions and buys as much of the
 * cheaper ones; where money is left and results are cheap, a higher bid buys more of them. What is said of prices rests on the
 * auction's model and on what the campaign's own past bids showed; after each step the days on the new terms say whether it went on.
 */

import type { AccountState, CampaignState, OwnChange } from '../../domain/account-state.ts';
import { bidStrategyOf } from '../../domain/bid-strategy.ts';
import { groupBy } from '../../domain/grouping.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { averageOf, type LogNormal, normalShare, probabilityAbove, ratioOf } from '../../statistics/normal.ts';
import { type Economics, responseToBid } from '../market/economics.ts';
import type { Pacing } from '../market/pacing.ts';
import type { Unspent } from '../market/unspent.ts';
import type { CampaignPosterior } from '../posteriors/campaign-posterior.ts';
import { expectedWhile, type Gain, gainFromRatio, gainFromRise } from '../posteriors/gain.ts';
import { countedDays, type RecentSpend } from '../state/campaign-days.ts';
import type { BidObstacle } from './reason-codes.ts';

export interface BidChange {
  action: 'raise_bid' | 'lower_bid';
  factor: number;
  probability: number;
  gain: Gain;
  /** Why: the budget ends the days, the last results cost more than elsewhere, an earlier step went too far, or money is left. */
  reasonCode: 'budget-binds' | 'expensive-results' | 'step-back' | 'room-for-more';
  /** Money a day that is expected to be left unspent by it. */
  lessSpend?: number;
  figures: Record<string, number | null>;
}

export interface BidQuestion {
  state: AccountState;
  of: CampaignPosterior;
  spend: RecentSpend;
  pacing: Pacing;
  economics: Economics;
  /** What one more result costs elsewhere in the account; null where nothing is like it. */
  elsewhere: LogNormal | null;
  /** Of all the account's campaigns of the KPI. */
  unspent: Unspent;
  settings: DecisionSettings;
  horizonDays: number;
}

/** Whole days on the present terms before anything is said of them. */
const fewestDays = 3;
/** Below this share of its budget a campaign has room for more. */
const roomShare = 0.8;
/** Smaller steps are not worth their learning. */
const smallestStep = 0.03;
/** ln(worth / mean cost) of a result, where nothing tells: an assumption, and a wide one. */
const usualSurplus = { mean: 0.2, deviation: 0.3 } as const;
/** A response weaker than this is none. */
const weakestResponse = 0.05;

export function bidChangeOf(question: BidQuestion): BidChange | BidObstacle {
  const { pacing, of } = question;
  const { bindingProbability, share, days } = pacing;
  if (bindingProbability === null || share === null || days < fewestDays) return 'bid-too-new';
  if (bindingProbability >= question.settings.changeProbability) {
    // a cap is an average not to be exceeded: while the budget ends the day, it is not what decides the price
    return bidStrategyOf(of.campaign) === 'cost_cap' ? 'bid-capped' : lowered(question, bindingProbability);
  }
  const expensive = tooExpensive(question);
  if (expensive) return expensive;
  return share < roomShare && 1 - bindingProbability >= question.settings.changeProbability
    ? raised(question, share)
    : 'bid-neither';
}

/** Tried one after the other: a shorter step is surer to leave the budget binding. */
const partsOfStep = [1, 0.5, 0.25] as const;

function lowered(question: BidQuestion, binding: number): BidChange | BidObstacle {
  const { of, spend, settings, horizonDays } = question;
  const longest = stepDown(of.campaign, settings.bidStep);
  let obstacle: BidObstacle = 'bid-settled';
  for (const part of partsOfStep) {
    const factor = longest ** part;
    if (factor > 1 - smallestStep) return obstacle;
    const response = responseToBid(of.campaign, spend, factor);
    if (response === null) return 'bid-prices-unknown';
    const { mean, deviation } = response.price;
    // of how far the budget is exceeded by what could be bought nothing is known: every doubling is as likely
    const still = binding * Math.min(1, Math.exp(response.spend));
    // else the most expensive results are lost, which is for the better where others cost less
    const probability =
      still * normalShare((mean - weakestResponse) / deviation) + (1 - still) * moreExpensive(question, factor);
    const cheaper = { mean: -Math.log(factor) * mean, deviation: -Math.log(factor) * deviation };
    const gain = expectedWhile(still, gainFromRise(cheaper, spend.dailyCost * horizonDays, horizonDays));
    obstacle = gain.mean < settings.minimumWaste ? 'bid-small' : 'bid-unsure';
    if (probability < settings.changeProbability || obstacle === 'bid-small') continue;
    return {
      action: 'lower_bid',
      factor,
      probability,
      gain,
      reasonCode: 'budget-binds',
      figures: {
        price_elasticity: mean,
        price_elasticity_deviation: deviation,
        still_binding_probability: still,
      },
    };
  }
  return obstacle;
}

/**
 * That the last results which the bid buys cost more than one more elsewhere. Where there is nothing else, more than they are worth:
 * people who let a campaign run find its results worth what they cost on average, and somewhat more.
 */
function moreExpensive({ economics: { byBid, costPerResult }, elsewhere }: BidQuestion, factor: number): number {
  if (byBid === null) return 0.5;
  const last = { ...byBid, mean: byBid.mean + Math.log(factor) / 2 };
  if (elsewhere !== null) return probabilityAbove(ratioOf(last, elsewhere), 1);
  // both are of the same results: only what they cost beside each other is uncertain
  return normalShare((last.mean - costPerResult.mean - usualSurplus.mean) / usualSurplus.deviation);
}

/** The most expensive results that the bid buys cost more than one more elsewhere: a lower bid leaves them, and their money buys more there. */
function tooExpensive(question: BidQuestion): BidChange | BidObstacle | null {
  let obstacle: BidObstacle | null = null;
  for (const part of partsOfStep) {
    const step = stepOffExpensive(question, (1 - question.settings.bidStep) ** part);
    if (step === null) return obstacle;
    if (step.lessSpend <= question.unspent.room) return step;
    obstacle = 'bid-spend-kept';
  }
  return obstacle;
}

function stepOffExpensive(
  { of, spend, economics: { byBid }, elsewhere, settings, horizonDays }: BidQuestion,
  factor: number,
): (BidChange & { lessSpend: number }) | null {
  const response = responseToBid(of.campaign, spend, factor);
  if (byBid === null || elsewhere === null || response === null) return null;
  // the last that is given up costs what the lower bid buys at
  const last = { ...byBid, mean: byBid.mean + Math.log(factor) / 2 };
  const ratio = ratioOf(elsewhere, last);
  const share = 1 - Math.exp(response.spend);
  const gain = gainFromRatio(ratio, spend.dailyCost * horizonDays * share, horizonDays);
  const probability = 1 - probabilityAbove(ratio, 1);
  if (probability < settings.changeProbability || gain.mean < settings.minimumWaste) return null;
  return {
    action: 'lower_bid',
    reasonCode: 'expensive-results',
    factor,
    probability,
    gain,
    lessSpend: spend.dailyCost * share,
    figures: {
      marginal_cost_per_result: averageOf(byBid),
      worth_per_result: averageOf(elsewhere),
      expected_less_spend: share,
    },
  };
}

function raised(question: BidQuestion, share: number): BidChange | BidObstacle {
  const { state, of, spend, economics, settings, horizonDays } = question;
  const { byBid } = economics;
  if (byBid === null) return 'bid-prices-unknown';
  const { bid } = of.campaign;
  const before = bidBeforeOurStepDown(state.ownChanges, of.campaign.campaignId);
  const overshot = before !== null && bid !== null && before > bid;
  // half a step back where ours went too far, and a whole one towards what was never tried
  const factor = overshot ? Math.min(before / bid, 1 / (1 - settings.bidStep / 2)) : 1 + settings.bidStep;
  // where nothing tells what a result is worth, or too little is spent, it is worth what people bid for it
  const asBid = overshot ? { ...byBid, mean: byBid.mean + Math.log(before / bid) } : null;
  const takesBack = asBid !== null && (question.elsewhere === null || question.unspent.room < 0);
  const value = takesBack ? asBid : question.elsewhere;
  if (value === null) return 'bid-nothing-to-compare';
  const response = responseToBid(of.campaign, spend, factor);
  if (response === null) return 'bid-prices-unknown';
  const worth = ratioOf(value, byBid);
  const more = Math.min(1 / share, Math.exp(response.spend)) - 1;
  const gain = gainFromRise(worth, spend.dailyCost * horizonDays * more, horizonDays);
  const probability = takesBack ? 1 - (question.pacing.bindingProbability ?? 0) : probabilityAbove(worth, 1);
  if (probability < settings.changeProbability) return 'bid-unsure';
  if (!overshot && gain.mean < settings.minimumWaste) return 'bid-small';
  return {
    action: 'raise_bid',
    factor,
    probability,
    gain,
    reasonCode: overshot ? 'step-back' : 'room-for-more',
    figures: {
      budget_share_spent: share,
      marginal_cost_per_result: averageOf(byBid),
      worth_per_result: averageOf(value),
      expected_more_spend: more,
    },
  };
}

/** What the bid was before our newest change of it, if that was downwards and stands; null otherwise. */
function bidBeforeOurStepDown(ownChanges: readonly OwnChange[], campaignId: string): number | null {
  const ours = ownChanges.filter(
    (change) => change.campaignId === campaignId && change.undoneAt === null && change.action.endsWith('_bid'),
  );
  const last = ours.at(-1);
  return last?.action === 'lower_bid' && typeof last.from === 'number' ? last.from : null;
}

/** A whole step, or half the way to the highest lower bid that is known to leave much of the budget. */
function stepDown(campaign: CampaignState, step: number): number {
  const bid = campaign.bid ?? 0;
  const lower = countedDays(campaign).filter((day) => day.bid !== null && day.bid < bid && day.dailyBudget !== null);
  const tooLow = groupBy(lower, (day) => String(day.bid))
    .filter((days) => days.length >= fewestDays && leavesRoom(days))
    .map((days) => days[0]!.bid!);
  return Math.max(1 - step, ...tooLow.map((known) => Math.sqrt(known / bid)));
}

const leavesRoom = (days: ReturnType<typeof countedDays>): boolean =>
  days.reduce((sum, { cost }) => sum + cost, 0) <
  roomShare * days.reduce((sum, { dailyBudget }) => sum + (dailyBudget ?? 0), 0);
