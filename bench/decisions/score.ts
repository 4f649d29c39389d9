/**
 * What a policy was worth. Results of one kind in one account count alike, wherever they come from, and are valued at what the account
 * pays for one when it is left alone: so kinds can be added, and left alone a dollar buys one dollar's worth.
 */

import type { Campaign } from '../../twin/world/entities.ts';
import type { OpenWorld } from './open-world.ts';
import { type CampaignTally, type Played, play } from './play.ts';
import { nothing } from './policies/nothing.ts';
import { boughtBy } from './truth.ts';
import type { WorldPlan } from './worlds.ts';

/** Which results are counted: those that the world drew, or those that its clicks were truly worth. */
export type Counting = 'results' | 'expected';

export interface Baseline {
  leftAlone: Played;
  /** Worth in USD of what left alone with all budgets scaled would have bought for this much money. */
  worthAt(spendUsd: number, counting: Counting): number;
  worthOf(played: Played, counting: Counting): number;
  /** What an expected result of the campaign's kind costs its account when left alone, in the account's currency. */
  priceOf(campaign: Campaign): number;
}

const spendOf = ({ campaigns }: Played): number => campaigns.reduce((sum, { spendUsd }) => sum + spendUsd, 0);

/** Left alone is also played with more and with less money, so that what was saved or overspent is compared at equal spend. */
const budgetScales = [0.25, 0.5, 0.7, 0.85, 0.95, 1, 1.05, 1.15, 1.35, 1.7];

export function baselineOf(plan: WorldPlan): Baseline {
  const runs = budgetScales.map((scale) => play(plan, nothing, (open) => scaleBudgets(open, scale)));
  const leftAlone = runs[budgetScales.indexOf(1)]!;
  const worthOf = (played: Played, counting: Counting): number =>
    worth(played, pricesOf(leftAlone, counting), counting);
  const curve = (counting: Counting) =>
    [{ spend: 0, worth: 0 }, ...runs.map((run) => ({ spend: spendOf(run), worth: worthOf(run, counting) }))].sort(
      (one, other) => one.spend - other.spend,
    );
  const curves = { results: curve('results'), expected: curve('expected') };
  const prices = pricesOf(leftAlone, 'expected');
  return {
    leftAlone,
    worthOf,
    worthAt: (spend, counting) => between(curves[counting], spend),
    priceOf: (campaign) =>
      (prices.get(kindOf({ account: campaign.account.id, kpi: boughtBy(campaign) })) ?? 0) /
      campaign.account.plan.usdPerUnit,
  };
}

function scaleBudgets({ campaigns, twin }: OpenWorld, scale: number): void {
  if (scale === 1) return;
  for (const campaign of campaigns) {
    twin.market.settle(campaign);
    for (const budget of [campaign.dailyBudget, campaign.totalBudget]) {
      if (budget) budget.amount = String(Number(budget.amount) * scale);
    }
  }
}

const kindOf = ({ account, kpi }: Pick<CampaignTally, 'account' | 'kpi'>): string => `${account} ${kpi}`;

/** USD per result, by account and kind. */
function pricesOf({ campaigns }: Played, counting: Counting): Map<string, number> {
  const sums = new Map<string, { spend: number; results: number }>();
  for (const campaign of campaigns) {
    const sum = sums.get(kindOf(campaign)) ?? { spend: 0, results: 0 };
    sums.set(kindOf(campaign), { spend: sum.spend + campaign.spendUsd, results: sum.results + campaign[counting] });
  }
  return new Map([...sums].map(([kind, { spend, results }]) => [kind, results > 0 ? spend / results : 0]));
}

const worth = ({ campaigns }: Played, prices: ReadonlyMap<string, number>, counting: Counting): number =>
  campaigns.reduce((sum, campaign) => sum + campaign[counting] * (prices.get(kindOf(campaign)) ?? 0), 0);

/** Straight between the points; beyond the last one money buys as it did on the last stretch on average. */
function between(points: readonly { spend: number; worth: number }[], spend: number): number {
  const last = points.at(-1)!;
  if (spend >= last.spend) return last.spend > 0 ? (last.worth * spend) / last.spend : 0;
  const above = points.findIndex((point) => point.spend > spend);
  const [from, to] = [points[above - 1]!, points[above]!];
  return from.worth + ((to.worth - from.worth) * (spend - from.spend)) / (to.spend - from.spend);
}

export interface Score {
  spendUsd: number;
  /** Of what left alone spent. */
  spendShare: number;
  /** Results per unit of spend, against left alone: 0.15 is 15% more. */
  perSpend: number;
  /** Results at equal spend, against left alone with its budgets scaled to the same spend. */
  equalSpend: number;
}

export function scoreOf(baseline: Baseline, played: Played, counting: Counting): Score {
  const spendUsd = spendOf(played);
  const before = spendOf(baseline.leftAlone);
  const bought = baseline.worthOf(played, counting);
  const worthOfOne = baseline.worthOf(baseline.leftAlone, counting) / before;
  return {
    spendUsd,
    spendShare: spendUsd / before,
    perSpend: spendUsd > 0 ? bought / spendUsd / worthOfOne - 1 : 0,
    equalSpend: spendUsd > 0 ? bought / baseline.worthAt(spendUsd, counting) - 1 : 0,
  };
}
