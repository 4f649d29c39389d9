/** Whether a decision was right, by the world's truth on the morning it was made; never by what came of it by chance. */
import type { Decision } from '../../core/contracts/decisions.ts';
import { type ChangingDecision, isChanging } from '../../core/domain/proposals.ts';
import { runAuction, strategyOf } from '../../twin/market/auction.ts';
import { creativeServes } from '../../twin/market/serving.ts';
import { type Campaign, type Creative, urnOf } from '../../twin/world/entities.ts';
import type { OpenWorld } from './open-world.ts';
import { boughtBy, expectedResults, inventoryOf, type Truth, unitsPerThousand } from './truth.ts';

export interface Judge {
  /** Null for what the truth says nothing about. `together`: the changes of the same run, for budgets move in company. */
  isRight(decision: Decision, day: number, together: readonly Decision[]): boolean | null;
}

/**
 * Money that a change frees or takes is worth what it buys elsewhere: one more result in the account's other campaigns of the kind, by
 * the truth of that morning. `usualPrice`, what such a result costs when all is left alone, stands in where there are none.
 */
export function judgeOf(open: OpenWorld, truth: Truth, usualPrice: (campaign: Campaign) => number): Judge {
  const campaignOf = ({ campaign_id }: Decision): Campaign | undefined =>
    open.campaigns.find(({ id }) => String(id) === campaign_id);

  const creativeIsRight = (campaign: Campaign, { creative_id, change }: ChangingDecision, day: number): boolean => {
    const creative = campaign.creatives.find(({ id }) => urnOf.creative(id) === creative_id);
    if (!creative || change.field !== 'creative_status') return false;
    const others = campaign.creatives.filter((each) => each !== creative && creativeServes(each, day));
    const mean = meanRate(open, campaign, others, truth, day);
    return change.to === 'ACTIVE' ? truth.rate(creative, day) > mean : truth.rate(creative, day) < mean;
  };

  /** A week from that day on: what is decided lasts longer than a weekday. */
  const weekOn = (campaign: Campaign, terms: Terms, day: number): Expected => {
    const serving = campaign.creatives.filter((each) => creativeServes(each, day));
    const rate = meanRate(open, campaign, serving, truth, day);
    const days = Array.from({ length: 7 }, (_, later) => expectedDay(open, campaign, rate, terms, day + later, truth));
    return {
      spend: days.reduce((sum, { spend }) => sum + spend, 0),
      results: days.reduce((sum, { results }) => sum + results, 0),
      binds: days.filter(({ binds }) => binds).length > days.length / 2,
    };
  };

  /** By a tenth more of what holds it back; null where nothing is bought. */
  const nextPrice = (campaign: Campaign, day: number): { price: number; spend: number } | null => {
    const terms = termsOf(campaign);
    const now = weekOn(campaign, terms, day);
    if (now.results === 0) return null;
    const more = weekOn(
      campaign,
      now.binds ? { ...terms, budget: 1.1 * terms.budget } : { ...terms, bid: 1.1 * terms.bid },
      day,
    );
    const results = more.results - now.results;
    return results > 0 ? { price: (more.spend - now.spend) / results, spend: now.spend } : null;
  };

  const worthBeside = (changed: readonly Campaign[], day: number): number => {
    const [campaign] = changed as [Campaign];
    const others = open.campaigns
      .filter((each) => !changed.includes(each) && isOfKind(each, campaign))
      .flatMap((each) => nextPrice(each, day) ?? []);
    const spend = others.reduce((sum, each) => sum + each.spend, 0);
    return spend > 0 ? others.reduce((sum, each) => sum + each.price * each.spend, 0) / spend : usualPrice(campaign);
  };

  const termsAreRight = (decisions: readonly ChangingDecision[], day: number): boolean => {
    const moves = decisions.flatMap((decision) => {
      const campaign = campaignOf(decision);
      return campaign && decision.change.field !== 'creative_status' ? [{ campaign, change: decision.change }] : [];
    });
    if (moves.length === 0) return false;
    const worth = worthBeside(
      moves.map(({ campaign }) => campaign),
      day,
    );
    const gain = moves.reduce((sum, { campaign, change }) => {
      const terms = termsOf(campaign);
      const name = change.field === 'bid' ? 'bid' : 'budget';
      const [now, then] = [
        weekOn(campaign, terms, day),
        weekOn(campaign, { ...terms, [name]: Number(change.to.amount) }, day),
      ];
      return sum + (then.results - now.results) * worth - (then.spend - now.spend);
    }, 0);
    return gain > 0;
  };

  return {
    isRight(decision, day, together) {
      const campaign = campaignOf(decision);
      if (!campaign || !isChanging(decision)) return null;
      if (decision.change.field === 'creative_status') return creativeIsRight(campaign, decision, day);
      // what takes a step back says that the budget is not used up
      if (decision.reason_code === 'step-back') return !weekOn(campaign, termsOf(campaign), day).binds;
      if (decision.change.field === 'bid') return termsAreRight([decision], day);
      return termsAreRight(companyOf(decision, together.filter(isChanging)), day);
    },
  };
}

/** The two halves of a budget's move. */
function companyOf(decision: ChangingDecision, together: readonly ChangingDecision[]): ChangingDecision[] {
  const partner = together.find(
    ({ decision_id, requires }) => decision_id === decision.requires || requires === decision.decision_id,
  );
  return partner ? [decision, partner] : [decision];
}

const isOfKind = (one: Campaign, other: Campaign): boolean =>
  one.account === other.account && boughtBy(one) === boughtBy(other);

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

interface Expected {
  spend: number;
  results: number;
  /** The budget ends the day, or most days of the week. */
  binds: boolean;
}

function expectedDay(
  { twin }: OpenWorld,
  campaign: Campaign,
  rate: number,
  terms: Terms,
  day: number,
  truth: Truth,
): Expected {
  const inventory = inventoryOf(twin.world, truth.season, campaign, day);
  const strategy = strategyOf(campaign.optimizationTargetType);
  const { impressions, cpm } = runAuction(
    {
      strategy,
      unitCpm: terms.bid * unitsPerThousand(campaign, rate),
      opportunities: inventory.opportunities,
      budget: terms.budget,
    },
    inventory,
  );
  const spend = (impressions * cpm) / 1000;
  return {
    spend,
    results: expectedResults(twin.world, campaign, impressions * rate * truth.season.ctr(day), impressions),
    binds: strategy === 'maximum-delivery' || spend > almostAll * terms.budget,
  };
}

const almostAll = 0.99;
