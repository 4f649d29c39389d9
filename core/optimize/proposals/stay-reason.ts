/** Why a campaign's bid and budget stay as they are. */
import { bidStrategyOf } from '../../domain/bid-strategy.ts';
import { listed, percent } from '../../domain/language.ts';
import type { CampaignCase } from './campaign-case.ts';
import { type BidObstacle, type StayReasonCode, waitsForData } from './reason-codes.ts';

/** What stands in the way of any change comes before what stands in the way of another bid. */
export function stayReasonOf(
  { campaign, pacing, spend }: CampaignCase,
  bid: BidObstacle | 'budget-stays',
): StayReasonCode {
  if (campaign.status === null) return 'settings-unknown';
  if (spend === null) return 'immature';
  return pacing.state === 'no-budget' ? 'no-budget' : bid;
}

export const staySentence = (code: StayReasonCode, about: CampaignCase): string =>
  `${waitsForData(code) ? 'Needs more days' : 'Keep'}: ${sentences[code](about)}${isOfBid(code) ? fatigueSentence(about) : ''}`;

const isOfBid = (code: StayReasonCode): boolean => code === 'budget-stays' || code.startsWith('bid-');

const sentences: Record<StayReasonCode, (about: CampaignCase) => string> = {
  'settings-unknown': () => 'the data has its figures, but not its bid and budget.',
  immature: () => "none of its days has settled and matches the platform's totals yet.",
  'no-budget': () => 'it has no budget of its own, so what limits it is not known.',
  'budget-stays': (about) =>
    `${listed([whyNoBid(about), shareSpent(about), 'no other campaign with the same KPI has results that are clearly cheaper or more expensive'])}, so there is no budget to shift.`,
  'bid-no-figures': () => 'its results, or what they cost, are not known yet.',
  'bid-too-new': () => 'it takes three full mature days on the current bid and budget to judge them.',
  'bid-neither': (about) =>
    `${shareSpent(about)}. The budget does not end its days early, and little of it is left over.`,
  'bid-settled': () => 'a slightly lower bid is known to leave much of the budget unspent.',
  'bid-capped': () => 'its budget runs out before the cost cap matters, so the cap does not set the price it pays.',
  'bid-small': () => 'another bid would gain too little to be worth a decision.',
  'bid-unsure': () => 'its own days do not show that prices follow its bid.',
  'bid-prices-unknown': () => 'what its bid pays for is not counted in the figures.',
  'bid-spend-kept': () =>
    'its last results cost more than elsewhere, but lower bids already leave as much of the budget unspent as allowed.',
  'bid-nothing-to-compare': (about) =>
    `${shareSpent(about)}, and there is no other campaign to tell whether more of its results would be cheap.`,
};

const shareSpent = ({ pacing }: CampaignCase): string =>
  pacing.share === null ? 'its spend has no daily plan' : `it spends ${percent(pacing.share)} of its budget`;

function whyNoBid({ campaign }: CampaignCase): string {
  const strategy = bidStrategyOf(campaign);
  if (strategy === 'automatic') return 'the platform sets its bid';
  if (strategy !== 'unknown') return 'its bid is not in the data';
  return campaign.optimizationTarget === null
    ? 'its bid strategy is not in the data'
    : `its bid strategy ${campaign.optimizationTarget} is unknown`;
}

function fatigueSentence({ fatigue }: CampaignCase): string {
  if (fatigue.kind === 'fatigued')
    return ` Its ads have lost about ${percent(fatigue.own?.lost ?? 0)} of their rate to creative fatigue.`;
  if (fatigue.kind === 'saturated')
    return ` Its audience is saturated: all its ads together have lost about ${percent(fatigue.joint?.lost ?? 0)} of their rate.`;
  return '';
}
