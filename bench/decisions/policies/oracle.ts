/**
 * (c) Knows the world: how good each creative really is, how fatigued, what impressions cost, what a day offers. It has the optimizer's
 * kinds of action (creatives on and off, bids, daily budgets), may use all of them every morning in steps of any size, and is bound by
 * no guardrail. What people stopped after it had run stays stopped, as it does for the optimizer. Budgets move between campaigns of one account and one kind of result only, and such a group gets each day what it
 * spent that day when left alone. It looks at today only:
 * - it serves the creative that is best today (every creative fatigues by itself, so using up the best first is best in the long run);
 * - it buys every impression whose worth today exceeds its price, at the worth of money at which the group's money is used up;
 * - what an impression tires the audience by counts against its worth.
 * A lifetime budget and the campaign's run stay as they are. It is a bound for what is sensible, not a proof of the best possible.
 */
import { strategyOf } from '../../../twin/market/auction.ts';
import { creativeServes } from '../../../twin/market/serving.ts';
import type { Campaign, Creative } from '../../../twin/world/entities.ts';
import { meanRate } from '../judge.ts';
import type { OpenWorld, Write } from '../open-world.ts';
import type { PolicyFor } from '../play.ts';
import {
  bought,
  boughtBy,
  couldServe,
  expectedResults,
  type Inventory,
  inventoryOf,
  type Truth,
  truthOf,
  unitsPerThousand,
} from '../truth.ts';

/** In the account's currency, by played day, then by campaign. */
type DailySpend = readonly (readonly number[])[];

export const leverKinds = ['creatives', 'bids', 'budgets'] as const;
export type LeverKind = (typeof leverKinds)[number];

export const oracleWith =
  (leftAlone: DailySpend, levers: readonly LeverKind[] = leverKinds): PolicyFor =>
  (open) => {
    const truth = truthOf(open);
    const may = (lever: LeverKind): boolean => levers.includes(lever);
    const groups = may('budgets')
      ? groupsOf(open.campaigns)
      : groupsOf(open.campaigns).flatMap((each) => each.map((place) => [place]));
    const lever = { creative_status: 'creatives', bid: 'bids', daily_budget: 'budgets' } as const;
    return {
      morning: (day) => {
        const prospectAt = (place: number): Prospect | null => {
          const campaign = open.campaigns[place]!;
          const serving = may('creatives')
            ? bestOf(campaign, truth, day)
            : campaign.creatives.filter((each) => creativeServes(each, day));
          return prospectOf(open, campaign, meanRate(open, campaign, serving, truth, day), truth, day);
        };
        const writes = [
          ...open.campaigns.flatMap((campaign) => bestServes(campaign, truth, day)),
          ...groups.flatMap((group) =>
            spread(
              open,
              group.map(prospectAt),
              group.reduce((sum, place) => sum + (leftAlone[day - open.firstDay]?.[place] ?? 0), 0),
            ),
          ),
        ];
        return writes.filter(({ field }) => may(lever[field]));
      },
    };
  };

/** Positions of the campaigns whose money may be moved among each other. */
function groupsOf(campaigns: readonly Campaign[]): number[][] {
  const groups = new Map<string, number[]>();
  campaigns.forEach((campaign, place) => {
    if (!campaign.dailyBudget || campaign.totalBudget) return;
    const key = `${campaign.account.id} ${boughtBy(campaign)}`;
    groups.set(key, [...(groups.get(key) ?? []), place]);
  });
  return [...groups.values()];
}

/** None or one. */
function bestOf(campaign: Campaign, truth: Truth, day: number): Creative[] {
  let best: Creative | null = null;
  for (const creative of campaign.creatives) {
    if (couldServe(creative, day) && (!best || truth.rate(creative, day) > truth.rate(best, day))) best = creative;
  }
  return best ? [best] : [];
}

function bestServes(campaign: Campaign, truth: Truth, day: number): Write[] {
  const [best] = bestOf(campaign, truth, day);
  if (!best) return [];
  return campaign.creatives.flatMap((creative): Write[] => {
    const to = creative === best ? 'ACTIVE' : 'PAUSED';
    const mayChange = creative.intendedStatus === 'ACTIVE' || creative.intendedStatus === 'PAUSED';
    return mayChange && creative.intendedStatus !== to ? [{ field: 'creative_status', campaign, creative, to }] : [];
  });
}

interface Prospect {
  campaign: Campaign;
  inventory: Inventory;
  /** Results per thousand impressions; the part of their worth that is not lost to saturation. */
  resultsPerThousand: number;
  unsaturated: number;
  /** Charged events per thousand impressions, in which bids, targets and caps are stated. */
  unitsPerThousand: number;
}

function prospectOf({ twin }: OpenWorld, campaign: Campaign, rate: number, truth: Truth, day: number): Prospect | null {
  if (rate === 0) return null;
  const { world } = twin;
  return {
    campaign,
    inventory: inventoryOf(world, truth.season, campaign, day),
    resultsPerThousand: expectedResults(world, campaign, 1000 * rate * truth.season.ctr(day), 1000),
    unsaturated: Math.max(0, 1 - world.saturation.strength * truth.remembered(campaign, day)),
    unitsPerThousand: unitsPerThousand(campaign, rate),
  };
}

const searchSteps = 60;
/** Nobody pays more than this many times the usual price. */
const highestPrice = 4;

/** Finds the worth of a result at which the group's money is used up, and sets bids and budgets accordingly. */
function spread(open: OpenWorld, prospects: (Prospect | null)[], money: number): Write[] {
  const known = prospects.filter((prospect) => prospect !== null);
  if (known.length === 0 || money <= 0) return [];
  const priceAt = (prospect: Prospect, worth: number): number =>
    Math.min(highestPrice * prospect.inventory.medianCpm, prospect.resultsPerThousand * prospect.unsaturated * worth);
  const spendAt = (worth: number): number =>
    known.reduce((sum, prospect) => sum + bought(prospect.inventory, priceAt(prospect, worth)).cost, 0);
  let [low, high] = [1e-6, 1e9];
  for (let step = 0; step < searchSteps; step += 1) {
    const middle = Math.sqrt(low * high);
    if (spendAt(middle) > money) high = middle;
    else low = middle;
  }
  return known.flatMap((prospect) => terms(open, prospect, priceAt(prospect, low)));
}

function terms({ twin }: OpenWorld, { campaign, inventory, unitsPerThousand }: Prospect, cpmBid: number): Write[] {
  const { limits } = twin.world;
  const perUsd = 1 / campaign.account.plan.usdPerUnit;
  const { cost, won } = bought(inventory, cpmBid);
  const budget = Math.max(limits.minimumDailyBudgetUsd * perUsd, cost);
  const leastBid = (limits.minimumBidUsd[campaign.costType] ?? 0) * perUsd;
  const averageCpm = won > 0 ? (1000 * cost) / won : cpmBid;
  const bid: Record<ReturnType<typeof strategyOf>, number | null> = {
    manual: cpmBid / unitsPerThousand,
    'target-cost': averageCpm / unitsPerThousand,
    // the budget decides; the cap only must not stand in its way
    'cost-cap': (2 * averageCpm) / unitsPerThousand,
    'maximum-delivery': null,
  };
  const wanted = bid[strategyOf(campaign.optimizationTargetType)];
  const writes: Write[] = [{ field: 'daily_budget', campaign, to: budget }];
  if (wanted !== null) writes.push({ field: 'bid', campaign, to: Math.max(leastBid, wanted) });
  return writes;
}
