/** Whether a decision was right, by the world's truth on the morning it was made; never by what came of it by chance. */
import type { Decision } from '../../core/contracts.ts';
import type { ChangingDecision } from '../../core/guardrails/situation.ts';
import { runAuction, strategyOf } from '../../twin/market/auction.ts';
import { creativeServes } from '../../twin/market/serving.ts';
import { type Campaign, type Creative, urnOf } from '../../twin/world/entities.ts';
import type { OpenWorld } from './open-world.ts';
import { expectedResults, inventoryOf, type Truth, unitsPerThousand } from './truth.ts';

export interface Judge {
  /** Null for what the truth says nothing about. `together`: the changes of the same run, for budgets move in company. */
  isRight(decision: Decision, day: number, together: readonly Decision[]): boolean | null;
}

/** `priceOf`: what a result of the campaign's kind costs its account when left alone, in the account's currency. */
export function judgeOf(open: OpenWorld, truth: Truth, priceOf: (campaign: Campaign) => number): Judge {
  const campaignOf = ({ campaign_id }: Decision): Campaign | undefined =>
    open.campaigns.find(({ id }) => String(id) === campaign_id);

  const creativeIsRight = (campaign: Campaign, { creative_id, change }: ChangingDecision, day: number): boolean => {
    const creative = campaign.creatives.find(({ id }) => urnOf.creative(id) === creative_id);
    if (!creative || change.field !== 'creative_status') return false;
    const others = campaign.creatives.filter((each) => each !== creative && creativeServes(each, day));
    const mean = meanRate(open, campaign, others, truth, day);
    return change.to === 'ACTIVE' ? truth.rate(creative, day) > mean : truth.rate(creative, day) < mean;
  };

  const worthOf = (campaign: Campaign, terms: Terms, day: number): number => {
    const serving = campaign.creatives.filter((each) => creativeServes(each, day));
    const { spend, results } = expectedDay(
      open,
      campaign,
      meanRate(open, campaign, serving, truth, day),
      terms,
      day,
      truth,
    );
    return results * priceOf(campaign) - spend;
  };

  const termsAreRight = (decisions: readonly ChangingDecision[], day: number): boolean =>
    decisions.reduce((gain, decision) => {
      const campaign = campaignOf(decision);
      if (!campaign || decision.change.field === 'creative_status') return gain;
      const now = termsOf(campaign);
      const then = { ...now, [decision.change.field === 'bid' ? 'bid' : 'budget']: Number(decision.change.to.amount) };
      return gain + worthOf(campaign, then, day) - worthOf(campaign, now, day);
    }, 0) > 0;

  return {
    isRight(decision, day, together) {
      const campaign = campaignOf(decision);
      if (!campaign || !isChange(decision)) return null;
      if (decision.change.field === 'creative_status') return creativeIsRight(campaign, decision, day);
      if (decision.change.field === 'bid') return termsAreRight([decision], day);
      const company = together.filter(isChange).filter((each) => isSameMove(each, decision));
      return termsAreRight(company, day);
    },
  };
}

const isChange = (decision: Decision): decision is ChangingDecision => decision.change !== null;

const isSameMove = (one: ChangingDecision, other: ChangingDecision): boolean =>
  one.account_id === other.account_id &&
  one.evidence.kpi === other.evidence.kpi &&
  one.change.field === 'daily_budget' &&
  other.change.field === 'daily_budget';

/** Click rate of a campaign whose impressions are shared by the platform's rotation; 0 without any creative. */
export function meanRate(
  { twin }: OpenWorld,
  campaign: Campaign,
  serving: readonly Creative[],
  truth: Truth,
  day: number,
): number {
  const power = campaign.creativeSelection === 'OPTIMIZED' ? twin.world.market.optimizedSelectionPower : 0;
  const rates = serving.map((creative) => truth.rate(creative, day));
  const weights = rates.map((rate) => rate ** power);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? rates.reduce((sum, rate, place) => sum + rate * weights[place]!, 0) / total : 0;
}

interface Terms {
  bid: number;
  budget: number;
}

const termsOf = ({ unitCost, dailyBudget }: Campaign): Terms => ({
  bid: Number(unitCost.amount),
  budget: Number(dailyBudget?.amount ?? Number.POSITIVE_INFINITY),
});

function expectedDay({ twin }: OpenWorld, campaign: Campaign, rate: number, terms: Terms, day: number, truth: Truth) {
  const inventory = inventoryOf(twin.world, truth.season, campaign, day);
  const { impressions, cpm } = runAuction(
    {
      strategy: strategyOf(campaign.optimizationTargetType),
      unitCpm: terms.bid * unitsPerThousand(campaign, rate),
      opportunities: inventory.opportunities,
      budget: terms.budget,
    },
    inventory,
  );
  return {
    spend: (impressions * cpm) / 1000,
    results: expectedResults(twin.world, campaign, impressions * rate * truth.season.ctr(day), impressions),
  };
}
