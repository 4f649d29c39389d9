/** Plays a policy in a world, day by day, and adds up what truly came of it. */
import { msPerDay, msPerHour } from '../../twin/clock.ts';
import { at, measureCount } from '../../twin/market/measures.ts';
import type { Campaign } from '../../twin/world/entities.ts';
import { applyWrite, type OpenWorld, openWorld, type Write } from './open-world.ts';
import { boughtBy, expectedResults } from './truth.ts';
import type { WorldPlan } from './worlds.ts';

/** The workflow `optimize` runs daily at 08:00 UTC. */
export const hourOfDecision = 8;

export interface Policy {
  /** What it wants on the morning of a day; the clock stands at 08:00 UTC. */
  morning(day: number): Write[];
  /** Hears of each of its writes that the platform took. */
  written?(write: Write, day: number): void;
}

export type PolicyFor = (open: OpenWorld) => Policy;

/** What one campaign truly did over the played days. */
export interface CampaignTally {
  campaign: number;
  account: number;
  kpi: ReturnType<typeof boughtBy>;
  spendUsd: number;
  /** As drawn by the world's chance, and without the chance of the last step: clicks times the true rates behind them. */
  results: number;
  expected: number;
}

export interface Played {
  campaigns: CampaignTally[];
  /** In the account's currency, by played day, then by campaign in the order of `campaigns`. */
  dailySpend: number[][];
  writes: Written[];
  /** Writes that the platform refused. */
  refused: number;
  /** The world as it stands after the last day. */
  open: OpenWorld;
}

export interface Written {
  day: number;
  write: Write;
  /** What was there before. */
  from: string | number;
}

export function play(
  plan: WorldPlan,
  policyFor: PolicyFor,
  prepare: (open: OpenWorld) => void = () => undefined,
): Played {
  const open = openWorld(plan);
  const { twin, firstDay } = open;
  const policy = policyFor(open);
  twin.clock.set(firstDay * msPerDay);
  prepare(open);
  const writes: Written[] = [];
  let refused = 0;
  for (let day = firstDay; day < firstDay + plan.playedDays; day += 1) {
    const morning = playMorning(open, policy, day);
    writes.push(...morning.written);
    refused += morning.refused;
  }
  twin.clock.set((firstDay + plan.playedDays) * msPerDay);
  return { ...tally(open), writes, refused, open };
}

/** Asks a policy on one morning and applies what it wants, in its order. */
export function playMorning(open: OpenWorld, policy: Policy, day: number): { written: Written[]; refused: number } {
  open.twin.clock.set(day * msPerDay + hourOfDecision * msPerHour);
  const written: Written[] = [];
  let refused = 0;
  for (const write of policy.morning(day)) {
    const from = currentOf(write);
    if (applyWrite(open, write)) {
      written.push({ day, write, from });
      policy.written?.(write, day);
    } else refused += 1;
  }
  return { written, refused };
}

function currentOf(write: Write): string | number {
  if (write.field === 'creative_status') return write.creative.intendedStatus;
  const { unitCost, dailyBudget } = write.campaign;
  return Number((write.field === 'bid' ? unitCost : dailyBudget)?.amount ?? Number.NaN);
}

function tally({ twin, campaigns, firstDay, plan }: OpenWorld): Pick<Played, 'campaigns' | 'dailySpend'> {
  const tallies = campaigns.map(
    (campaign): CampaignTally => ({
      campaign: campaign.id,
      account: campaign.account.id,
      kpi: boughtBy(campaign),
      spendUsd: 0,
      results: 0,
      expected: 0,
    }),
  );
  const dailySpend: number[][] = [];
  for (let day = firstDay; day < firstDay + plan.playedDays; day += 1) {
    dailySpend.push(
      campaigns.map((campaign, place) => {
        const sums = sumsOf(campaign, twin.market.delivered(campaign, day));
        const own = tallies[place]!;
        own.spendUsd += sums.cost * campaign.account.plan.usdPerUnit;
        own.results += sums[own.kpi];
        own.expected += expectedResults(twin.world, campaign, sums.clicks, sums.impressions);
        return sums.cost;
      }),
    );
  }
  return { campaigns: tallies, dailySpend };
}

/** Of all creatives together; money in the account's currency. */
export function sumsOf(campaign: Campaign, values: Float64Array | null) {
  const sums = { impressions: 0, clicks: 0, cost: 0, conversions: 0, leads: 0 };
  if (!values) return sums;
  for (let base = 0; base < campaign.creatives.length * measureCount; base += measureCount) {
    sums.impressions += values[base + at.impressions]!;
    sums.clicks += values[base + at.clicks]!;
    sums.cost += values[base + at.cost]!;
    sums.conversions += values[base + at.postClickConversions]! + values[base + at.postViewConversions]!;
    sums.leads += values[base + at.leads]!;
  }
  return sums;
}
