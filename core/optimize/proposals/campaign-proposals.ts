/** One proposal for each running campaign: its bid, its budget, or why both stay. */

import { type BidStrategy, bidStrategyOf } from '../../domain/bid-strategy.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { averageOf } from '../../statistics/normal.ts';
import { type BidChange, type BidObstacle, bidChangeOf } from './bid.ts';
import { type BudgetMove, type BudgetRaise, budgetMovesOf, freedRaisesOf, priceOf } from './budget.ts';
import type { CampaignCase } from './campaign-case.ts';
import { evidenceOfCampaign } from './decision-evidence.ts';
import { kpiWords } from './kpi-words.ts';
import { moneyChange, type Proposal, steppedMoney } from './proposal.ts';
import { keepSentences } from './stay-reason.ts';
import { money, percent, setMoney, sureness } from './wording.ts';

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
    return moved.get(about) ?? kept(about, bid);
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
    if (bid.lessSpend > room) return [about, 'spend-kept'];
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

type Bid = BidChange | BidObstacle | 'no-bid' | 'no-figures';

function bidOf(about: CampaignCase): Bid {
  const strategy = bidStrategyOf(about.campaign);
  if (strategy === 'unknown' || strategy === 'automatic' || about.campaign.bid === null) return 'no-bid';
  return hasEconomics(about) ? bidChangeOf(about) : 'no-figures';
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
  const { state, campaign, of, pacing } = about;
  const from = campaign.bid!;
  const to = steppedMoney(from, from * bid.factor, state.currency);
  const word = bidWords[bidStrategyOf(campaign)];
  const step = `the ${word} from ${setMoney(from, state.currency)} to ${setMoney(to, state.currency)}`;
  const { results, one } = kpiWords[of.kpi];
  const gain = `${sureness(bid.probability)} sure; worth about ${money(bid.gain.mean, state.currency)} over the next ${bid.gain.days} days`;
  const reasons = {
    'budget-binds': `Lower ${step}: the daily budget ends its days, so a lower ${word} buys more ${results} for the same money; ${gain}.`,
    'expensive-results': `Lower ${step}: the last ${results} that it buys cost more than one more elsewhere in the account; ${gain}.`,
    'step-back': `Raise ${step}, half a step back: since it was lowered only ${percent(pacing.share ?? 0)} of the budget is spent; ${gain}.`,
    'room-for-more': `Raise ${step}: only ${percent(pacing.share ?? 0)} of the budget is spent, and one more ${one} costs less here than elsewhere in the account; ${gain}.`,
  };
  const wouldChange = {
    'budget-binds': 'Days that leave much of the budget unspent would: then half of the step is taken back.',
    'expensive-results': `Cheaper ${results} here would, or dearer ones elsewhere.`,
    'step-back': 'Days that end at the budget would, or results that cost more than elsewhere.',
    'room-for-more': 'Days that end at the budget would, or results that cost more than elsewhere.',
  };
  return {
    action: bid.action,
    reasonCode: bid.reasonCode,
    state,
    campaign,
    creativeId: null,
    change: moneyChange('bid', from, to, state.currency),
    probability: bid.probability,
    gain: bid.gain,
    reason: reasons[bid.reasonCode],
    wouldChangeIt: wouldChange[bid.reasonCode],
    evidence: evidenceOfCampaign(about, bid.figures),
  };
}

function budgetProposals(move: BudgetMove<Able>): [Proposal, Proposal] {
  const { from, to, amount, gain } = move;
  // the pair gains together: each half of it carries half
  const half = { ...gain, mean: gain.mean / 2, low: gain.low / 2, high: gain.high / 2 };
  const lower = budgetProposal(from, 'lower_budget', -amount, { ...move, gain: half }, to);
  return [lower, { ...budgetProposal(to, 'raise_budget', amount, { ...move, gain: half }, from), requires: lower }];
}

function budgetProposal(
  about: CampaignCase,
  action: 'raise_budget' | 'lower_budget',
  difference: number,
  { probability, gain, from, to }: BudgetMove<Able>,
  partner: CampaignCase,
): Proposal {
  const { state, campaign, of } = about;
  const before = campaign.dailyBudget!;
  const after = steppedMoney(before, before + difference, state.currency);
  const { one } = kpiWords[of.kpi];
  const scale = of.kpi === 'impressions' ? 1000 : 1;
  const named = partner.campaign.name ?? partner.campaign.campaignId;
  return {
    action,
    reasonCode: action === 'raise_budget' ? 'cheaper-results' : 'expensive-results',
    state,
    campaign,
    creativeId: null,
    change: moneyChange('daily_budget', before, after, state.currency),
    probability,
    gain,
    reason:
      `${action === 'raise_budget' ? 'Raise' : 'Lower'} the daily budget from ${setMoney(before, state.currency)} to ${setMoney(after, state.currency)}, ` +
      `${action === 'raise_budget' ? 'taken from' : 'for'} "${named}": one more ${one} costs about ${money(scale * priceOf(from), state.currency)} ` +
      `${action === 'raise_budget' ? 'there' : 'here'} and ${money(scale * priceOf(to), state.currency)} ${action === 'raise_budget' ? 'here' : 'there'}; ` +
      `${sureness(probability)} sure; together worth about ${money(2 * gain.mean, state.currency)} over the next ${gain.days} days.`,
    wouldChangeIt: `As soon as one more ${one} costs as much in both, or one of the two leaves budget unspent, the move ends.`,
    evidence: evidenceOfCampaign(about, { partner_daily_budget: partner.campaign.dailyBudget }),
  };
}

function freedProposal({ to, amount, probability, gain }: BudgetRaise<Able>): Proposal {
  const { state, campaign, of, elsewhere } = to;
  const before = campaign.dailyBudget!;
  const after = steppedMoney(before, before + amount, state.currency);
  const { one } = kpiWords[of.kpi];
  const scale = of.kpi === 'impressions' ? 1000 : 1;
  return {
    action: 'raise_budget',
    reasonCode: 'freed-money',
    state,
    campaign,
    creativeId: null,
    change: moneyChange('daily_budget', before, after, state.currency),
    probability,
    gain,
    reason:
      `Raise the daily budget from ${setMoney(before, state.currency)} to ${setMoney(after, state.currency)} with money that lower budgets or bids have freed: ` +
      `one more ${one} costs about ${money(scale * priceOf(to), state.currency)} here and ${money(scale * averageOf(elsewhere!), state.currency)} elsewhere; ` +
      `${sureness(probability)} sure; worth about ${money(gain.mean, state.currency)} over the next ${gain.days} days.`,
    wouldChangeIt: 'Days that leave budget unspent would, or results as dear as elsewhere.',
    evidence: evidenceOfCampaign(to, {}),
  };
}

function kept(about: CampaignCase, bid: Exclude<Bid, BidChange>): Proposal {
  const { state, campaign } = about;
  const { waits, reasonCode, reason, wouldChangeIt } = keepSentences(about, bid);
  return {
    action: waits ? 'gather_evidence' : 'keep',
    reasonCode,
    state,
    campaign,
    creativeId: null,
    change: null,
    probability: null,
    gain: null,
    reason,
    wouldChangeIt,
    evidence: evidenceOfCampaign(about, {}),
  };
}
