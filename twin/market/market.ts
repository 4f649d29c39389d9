/**
 * The market over time: each campaign is simulated day by day, once, and only as far as somebody asks. A write closes the
 * running stretch of the day first, so that it changes what comes and never what was.
 */
import { type Clock, dayOf } from '../clock.ts';
import { mix, noiseFactor, uniform } from '../random.ts';
import type { Campaign } from '../world/entities.ts';
import type { World } from '../world/schema.ts';
import { at, measureCount } from './measures.ts';
import { type Season, seasonOf } from './season.ts';
import { simulateStretch } from './stretch.ts';

export interface Market {
  /** True values delivered until now on a day, creatives by place; null when there was no delivery. Not to be changed. */
  delivered(campaign: Campaign, day: number): Float64Array | null;
  /** To be called before a campaign is changed. */
  settle(campaign: Campaign): void;
}

/** One campaign's history. */
interface Run {
  /** Values of the finished days. */
  days: Map<number, Float64Array | null>;
  /** The first day that is not finished. */
  openDay: number;
  /** What closed stretches of the open day delivered. */
  closed: Float64Array | null;
  stretches: number;
  /** Share of the open day at which the running stretch began. */
  fromShare: number;
  /** What the running stretch will deliver until midnight; simulated when first asked for. */
  running: { values: Float64Array | null } | null;
  exposures: Float64Array;
  remembered: number;
  spent: number;
}

export function createMarket(world: World, seed: number, clock: Clock): Market {
  const season = seasonOf(world.season);
  const runs = new Map<number, Run>();
  const context = { world, seed, season };

  const runOf = (campaign: Campaign): Run => {
    let run = runs.get(campaign.index);
    if (!run) {
      run = newRun(campaign);
      runs.set(campaign.index, run);
    }
    const today = dayOf(clock.now());
    while (run.openDay < today) finishDay(context, campaign, run);
    return run;
  };

  return {
    delivered(campaign, day) {
      const run = runOf(campaign);
      if (day < run.openDay) return run.days.get(day) ?? null;
      if (day > dayOf(clock.now())) return null;
      return soFar(context, campaign, run, season.elapsedShare(clock.now()));
    },
    settle(campaign) {
      const run = runOf(campaign);
      const share = season.elapsedShare(clock.now());
      run.closed = soFar(context, campaign, run, share);
      run.running = null;
      run.fromShare = share;
      run.stretches += 1;
    },
  };
}

interface Context {
  world: World;
  seed: number;
  season: Season;
}

const newRun = (campaign: Campaign): Run => ({
  days: new Map(),
  openDay: dayOf(campaign.start),
  closed: null,
  stretches: 0,
  fromShare: 0,
  running: null,
  exposures: new Float64Array(campaign.creatives.length),
  remembered: 0,
  spent: 0,
});

/** Over so many days a total budget is spread when the campaign has no end. */
const openEndedDays = 30;

function finishDay(context: Context, campaign: Campaign, run: Run): void {
  const values = soFar(context, campaign, run, 1);
  run.days.set(run.openDay, values);
  run.remembered *= 0.5 ** (1 / context.world.saturation.halfLifeDays);
  if (values) {
    for (let place = 0; place < campaign.creatives.length; place += 1) {
      const impressions = values[place * measureCount + at.impressions] ?? 0;
      run.exposures[place] = (run.exposures[place] ?? 0) + impressions;
      run.remembered += impressions;
      run.spent += values[place * measureCount + at.cost] ?? 0;
    }
  }
  run.openDay += 1;
  run.closed = null;
  run.running = null;
  run.fromShare = 0;
  run.stretches = 0;
}

/** The open day's closed stretches plus the part of the running one that lies before `share` of the day. */
function soFar(context: Context, campaign: Campaign, run: Run, share: number): Float64Array | null {
  const { values } = runningStretch(context, campaign, run);
  if (!values) return run.closed;
  const length = 1 - run.fromShare;
  const part = length <= 0 ? 1 : Math.min(1, Math.max(0, (share - run.fromShare) / length));
  if (part === 1 && !run.closed) return values;
  const chance = mix(mix(mix(context.seed, 0x9a27), campaign.index), run.openDay * 64 + run.stretches);
  return Float64Array.from(values, (value, index) => {
    const before = run.closed?.[index] ?? 0;
    // A count grows in whole steps, always at the same moments; money grows evenly.
    if (index % measureCount === at.cost) return before + value * part;
    return before + Math.floor(value * part + (part < 1 && value > 0 ? uniform(mix(chance, index)) : 0));
  });
}

function runningStretch(context: Context, campaign: Campaign, run: Run): NonNullable<Run['running']> {
  if (!run.running) {
    const day = dayBudget(context, campaign, run);
    const spentToday = costOf(run.closed);
    const values = simulateStretch({
      ...context,
      campaign,
      day: run.openDay,
      number: run.stretches,
      shareOfDay: 1 - run.fromShare,
      budget: day.target - spentToday,
      ceiling: Math.max(0, day.ceiling - spentToday),
      exposures: run.exposures,
      remembered: run.remembered,
    });
    run.running = { values };
  }
  return run.running;
}

/** Aims at the daily budget, or at an even part of what is left of the total; some days a little more, some less. */
function dayBudget({ world, seed }: Context, campaign: Campaign, run: Run): { target: number; ceiling: number } {
  const left = campaign.totalBudget
    ? Math.max(0, Number(campaign.totalBudget.amount) - run.spent)
    : Number.POSITIVE_INFINITY;
  const daysLeft = campaign.end === null ? openEndedDays : Math.max(1, dayOf(campaign.end) - run.openDay);
  const plan = campaign.dailyBudget ? Number(campaign.dailyBudget.amount) : left / daysLeft;
  const noise = noiseFactor(mix(mix(mix(seed, 0xb0d6), campaign.index), run.openDay), world.market.budgetNoise);
  return { target: Math.min(left, plan * noise), ceiling: Math.min(left, plan * world.market.highestOverdelivery) };
}

function costOf(values: Float64Array | null): number {
  let cost = 0;
  for (let index = at.cost; values && index < values.length; index += measureCount) cost += values[index] ?? 0;
  return cost;
}
