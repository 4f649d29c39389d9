/** Why a campaign's bid and budget stay as they are, and what would change that. */
import { bidStrategyOf } from '../../domain/bid-strategy.ts';
import type { CampaignCase } from './campaign-case.ts';
import { percent } from './wording.ts';

export interface Staying {
  /** Data is missing that time brings. */
  waits: boolean;
  reasonCode: string;
  reason: string;
  wouldChangeIt: string;
}

type BidWord =
  | 'no-bid'
  | 'no-figures'
  | 'too-new'
  | 'neither'
  | 'settled'
  | 'capped'
  | 'small'
  | 'unsure'
  | 'prices-unknown'
  | 'nothing-to-compare'
  | 'spend-kept';

export function keepSentences(about: CampaignCase, bid: BidWord): Staying {
  const obstacle = obstacleOf(about);
  if (obstacle) return obstacle;
  const sentence = bidSentences[bid](about);
  return {
    waits: bid === 'too-new' || bid === 'no-figures',
    reasonCode: bid === 'no-bid' ? 'budget-stays' : `bid-${bid}`,
    reason: `${bid === 'too-new' || bid === 'no-figures' ? 'Needs more days' : 'Keep'}: ${sentence}${fatigueSentence(about)}`,
    wouldChangeIt: wouldChange[bid],
  };
}

function obstacleOf({ campaign, pacing, spend }: CampaignCase): Staying | undefined {
  if (campaign.status === null) {
    return staying(
      'settings-unknown',
      'its bid and budget are not in the data, only its figures.',
      'Its settings would.',
    );
  }
  if (spend === null) {
    return {
      ...staying(
        'immature',
        'no day of it has settled and agrees with the platform yet.',
        'Mature, reconciled days would.',
      ),
      waits: true,
      reason: 'Needs more days: no day of it has settled and agrees with the platform yet.',
    };
  }
  if (pacing.state === 'no-budget') {
    return staying(
      'no-budget',
      'it has no budget of its own, so nobody can say what holds it back.',
      'A budget would.',
    );
  }
  return undefined;
}

const staying = (reasonCode: string, sentence: string, wouldChangeIt: string): Staying => ({
  waits: false,
  reasonCode,
  reason: `Keep: ${sentence}`,
  wouldChangeIt,
});

const shareSpent = ({ pacing }: CampaignCase): string =>
  pacing.share === null ? 'its spend has no daily plan' : `it spends ${percent(pacing.share)} of its budget`;

function whyNoBid({ campaign }: CampaignCase): string {
  const strategy = bidStrategyOf(campaign);
  if (strategy === 'automatic') return 'the platform bids by itself';
  if (strategy === 'unknown')
    return `nobody here knows the bid strategy ${campaign.optimizationTarget ?? '(none given)'}`;
  return 'its bid is not in the data';
}

const bidSentences: Record<BidWord, (about: CampaignCase) => string> = {
  'no-bid': (about) =>
    `${whyNoBid(about)}, ${shareSpent(about)}, and no other campaign of its kind has much dearer or cheaper results to trade budget with.`,
  'no-figures': () => 'its results or what they cost are not known yet.',
  'too-new': () => 'three whole mature days on the present bid and budget say what they do.',
  neither: (about) => `${shareSpent(about)}: neither does the budget end its days, nor is much left of it.`,
  settled: () => 'a little less than its bid is known to leave much of the budget unspent.',
  capped: () => 'its budget ends its days before the cost cap does, so the cap does not decide what it pays.',
  small: () => 'a step of its bid would be worth less than a decision.',
  unsure: () => 'its own days do not show that prices follow its bid.',
  'prices-unknown': () => 'what its bid is for is not counted in the figures.',
  'spend-kept': () =>
    'its last results cost more than elsewhere, but lower bids already leave as much unspent as may be.',
  'nothing-to-compare': (about) =>
    `${shareSpent(about)}, and no other campaign says whether more of its results would be cheap.`,
};

const wouldChange: Record<BidWord, string> = {
  'no-bid': 'Results that cost clearly more or less than in another campaign of the same KPI would.',
  'no-figures': 'Mature days with results and cost would.',
  'too-new': 'Three whole mature days on the present terms would.',
  neither: 'Days that end at the budget would, or days that leave a fifth of it.',
  settled: 'Other prices would: a lower bid that spends the budget again.',
  capped: 'Days that leave much of the budget would.',
  small: 'More spend would.',
  unsure: 'Days on another bid would.',
  'prices-unknown': 'Figures of what the bid is for would.',
  'spend-kept': 'More spend in the other campaigns of its kind would.',
  'nothing-to-compare': 'A second campaign with the same KPI would.',
};

function fatigueSentence({ fatigue }: CampaignCase): string {
  if (fatigue.kind === 'fatigued')
    return ` Its creatives have lost about ${percent(fatigue.own?.lost ?? 0)} of their rate to wear.`;
  if (fatigue.kind === 'saturated') {
    return ` Its audience is tired: all its creatives have lost about ${percent(fatigue.joint?.lost ?? 0)} of their rate together.`;
  }
  return '';
}
