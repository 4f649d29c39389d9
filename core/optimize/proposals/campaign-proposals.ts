/** One proposal for each running campaign: its bid, its budget, or why both stay. */

import { type BidStrategy, bidStrategyOf } from '../../domain/bid-strategy.ts';
import { percent } from '../../domain/language.ts';
import { money } from '../../domain/money.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { averageOf } from '../../statistics/normal.ts';
import { type BidChange, bidChangeOf } from './bid.ts';
import { type BudgetMove, type BudgetRaise, budgetMovesOf, freedRaisesOf, priceOf } from './budget.ts';
import type { CampaignCase } from './campaign-case.ts';
import { evidenceOfCampaign } from './decision-evidence.ts';
import { kpiWords } from './kpi-words.ts';
import { moneyChange, type Proposal, steppedMoney } from './proposal.ts';
import { type BidObstacle, waitsForData, whatWouldChange } from './reason-codes.ts';
import { stayReasonOf, staySentence } from './stay-reason.ts';
import { nextDays, roughMoney, sureness } from './wording.ts';

/** `cases` are of one account and currency. */
export function campaignProposals(cases: readonly CampaignCase[], settings: DecisionSettings): Proposal[] {
  const bids = withinRoom(new Map(cases.map((about) => [about, bidOf(about)])));
  // one change at a time: what comes of two together says nothing of either
  const without = cases.filter((about) => typeof bids.get(about) === 'string');
  const currency = cases[0]?.state.currency ?? '';
  const moved = new Map<CampaignCase, Proposal>();
  const able = without.filter(hasEconomics);
  for (const raise of freedRaisesOf(able, cases[0]?.state.ownChanges ?? [], currency, settings)) {
    moved.set(raise.to, freedProposal(raise));
  }
  const rest = able.filter((about) => !moved.has(about));
  for (const move of budgetMovesOf(rest, currency, settings)) {
    const [lower, raise] = budgetProposals(move);
    moved.set(move.from, lower).set(move.to, raise);
  }
  return cases.map((about) => {
    const bid = bids.get(about)!;
    if (typeof bid !== 'string') return bidProposal(about, bid);
    return moved.get(about) ?? stayProposal(about, bid);
  });
}

/** The most gainful first, until as much is left unspent as may be. */
function withinRoom(bids: Map<CampaignCase, Bid>): Map<CampaignCase, Bid> {
  const left = new Map<string, number>();
  const gainOf = (bid: Bid): number => (typeof bid === 'string' ? 0 : bid.gain.mean);
  const inTurn = [...bids].sort(([, one], [, other]) => gainOf(other) - gainOf(one));
  const kept = inTurn.map(([about, bid]): [CampaignCase, Bid] => {
    if (typeof bid === 'string' || bid.lessSpend === undefined) return [about, bid];
    const room = left.get(about.of.kpi) ?? about.unspent.room;
    if (bid.lessSpend > room) return [about, 'bid-spend-kept'];
    left.set(about.of.kpi, room - bid.lessSpend);
    return [about, bid];
  });
  return new Map(kept);
}

type Able = CampaignCase & {
  economics: NonNullable<CampaignCase['economics']>;
  spend: NonNullable<CampaignCase['spend']>;
};
const hasEconomics = (about: CampaignCase): about is Able => about.economics !== null && about.spend !== null;

type Bid = BidChange | BidObstacle | 'budget-stays';

function bidOf(about: CampaignCase): Bid {
  const strategy = bidStrategyOf(about.campaign);
  if (strategy === 'unknown' || strategy === 'automatic' || about.campaign.bid === null) return 'budget-stays';
  return hasEconomics(about) ? bidChangeOf(about) : 'bid-no-figures';
}

/** What all proposals about a campaign as a whole have in common. */
function campaignProposal(
  about: CampaignCase,
  figures: BidChange['figures'],
  particulars: Omit<Proposal, 'state' | 'campaign' | 'creativeId' | 'wouldChangeIt' | 'evidence'>,
): Proposal {
  return {
    ...particulars,
    state: about.state,
    campaign: about.campaign,
    creativeId: null,
    wouldChangeIt: whatWouldChange(particulars.reasonCode),
    evidence: evidenceOfCampaign(about, figures),
  };
}

const bidWords: Readonly<Record<BidStrategy, string>> = {
  manual: 'bid',
  enhanced: 'bid',
  target_cost: 'target cost',
  cost_cap: 'cost cap',
  automatic: 'bid',
  unknown: 'bid',
};

function bidProposal(about: CampaignCase, bid: BidChange): Proposal {
  const { state, campaign } = about;
  const from = campaign.bid!;
  const to = steppedMoney(from, from * bid.factor, state.currency);
  const step = `${bid.action === 'lower_bid' ? 'Lower' : 'Raise'} the ${bidWords[bidStrategyOf(campaign)]} from ${money(from, state.currency)} to ${money(to, state.currency)}`;
  return campaignProposal(about, bid.figures, {
    action: bid.action,
    reasonCode: bid.reasonCode,
    change: moneyChange('bid', from, to, state.currency),
    probability: bid.probability,
    gain: bid.gain,
    reason:
      `${step}${bidSentences[bid.reasonCode](about)}; ` +
      `${sureness(bid.probability)} sure; ${worthOf(bid.gain.mean, bid.gain.days, state.currency)}.`,
  });
}

const bidSentences: Record<BidChange['reasonCode'], (about: CampaignCase) => string> = {
  'budget-binds': ({ campaign, of }) =>
    `: the daily budget runs out before the day ends, so a lower ${bidWords[bidStrategyOf(campaign)]} buys more ${kpiWords[of.kpi].results} for the same money`,
  'expensive-results': ({ of }) =>
    `: the last ${kpiWords[of.kpi].results} that it buys cost more than further ones elsewhere in the account`,
  'step-back': (about) => `, half a step back: since it was lowered, only ${shareSpent(about)} of the budget is spent`,
  'room-for-more': (about) =>
    `: only ${shareSpent(about)} of the budget is spent, and ${kpiWords[about.of.kpi].another} costs less here than elsewhere in the account`,
};

const shareSpent = ({ pacing }: CampaignCase): string => percent(pacing.share ?? 0);

const worthOf = (mean: number, days: number, currency: string): string =>
  `worth about ${roughMoney(mean, currency)} over ${nextDays(days)}`;

function budgetProposals(move: BudgetMove<Able>): [Proposal, Proposal] {
  const { from, to, amount, probability, gain } = move;
  const { currency } = from.state;
  // the pair gains together: each half of it carries half
  const half = { ...gain, mean: gain.mean / 2, low: gain.low / 2, high: gain.high / 2 };
  const shared = { probability, gain: half, worth: `together ${worthOf(gain.mean, gain.days, currency)}` };
  const [pricier, cheaper] = [priceText(from, priceOf(from)), priceText(to, priceOf(to))];
  const lower = budgetProposal(from, {
    ...shared,
    difference: -amount,
    reasonCode: 'cheaper-elsewhere',
    money: `to fund "${nameOf(to)}"`,
    prices: `${pricier} here and ${cheaper} there`,
    figures: { partner_daily_budget: to.campaign.dailyBudget },
  });
  const raise = budgetProposal(to, {
    ...shared,
    difference: amount,
    reasonCode: 'cheaper-results',
    money: `taken from "${nameOf(from)}"`,
    prices: `${pricier} there and ${cheaper} here`,
    figures: { partner_daily_budget: from.campaign.dailyBudget },
  });
  return [lower, { ...raise, requires: lower }];
}

function freedProposal({ to, amount, probability, gain }: BudgetRaise<Able>): Proposal {
  return budgetProposal(to, {
    difference: amount,
    reasonCode: 'freed-money',
    probability,
    gain,
    money: 'with money freed by lower budgets or bids',
    prices: `${priceText(to, priceOf(to))} here and ${priceText(to, averageOf(to.elsewhere!))} elsewhere`,
    worth: worthOf(gain.mean, gain.days, to.state.currency),
    figures: {},
  });
}

interface BudgetStep extends Pick<Proposal, 'reasonCode' | 'probability' | 'gain'> {
  /** Money a day; negative for less. */
  difference: number;
  /** Phrases of the sentence: where the money comes from or goes to, what results cost, and what it is worth. */
  money: string;
  prices: string;
  worth: string;
  figures: BidChange['figures'];
}

function budgetProposal(about: Able, step: BudgetStep): Proposal {
  const { currency } = about.state;
  const { difference, reasonCode, probability, gain } = step;
  const before = about.campaign.dailyBudget!;
  const after = steppedMoney(before, before + difference, currency);
  return campaignProposal(about, step.figures, {
    action: difference > 0 ? 'raise_budget' : 'lower_budget',
    reasonCode,
    change: moneyChange('daily_budget', before, after, currency),
    probability,
    gain,
    reason:
      `${difference > 0 ? 'Raise' : 'Lower'} the daily budget from ${money(before, currency)} to ${money(after, currency)}, ${step.money}: ` +
      `${kpiWords[about.of.kpi].another} costs about ${step.prices}; ${sureness(probability ?? 0)} sure; ${step.worth}.`,
  });
}

const nameOf = ({ campaign }: CampaignCase): string => campaign.name ?? campaign.campaignId;

/** Of one result; of a thousand where impressions are the KPI. */
const priceText = ({ of, state }: CampaignCase, price: number): string =>
  roughMoney((of.kpi === 'impressions' ? 1000 : 1) * price, state.currency);

function stayProposal(about: CampaignCase, bid: Exclude<Bid, BidChange>): Proposal {
  const reasonCode = stayReasonOf(about, bid);
  return campaignProposal(
    about,
    {},
    {
      action: waitsForData(reasonCode) ? 'gather_evidence' : 'keep',
      reasonCode,
      change: null,
      probability: null,
      gain: null,
      reason: staySentence(reasonCode, about),
    },
  );
}
