/** How a campaign's figures moved from one window to another. */

import { type Kpi, resultsOf } from '../../domain/kpi.ts';
import type { Span, Windows } from './change-groups.ts';
import type { Movement } from './difference.ts';
import { isFinal, type Panel, type PanelCampaign } from './panel.ts';

export interface WindowSums {
  /** Days that count. */
  days: number;
  results: number;
  cost: number;
}

export interface CampaignMovement {
  resultsPerCost: Movement;
  resultsPerDay: Movement;
  costPerDay: Movement;
}

/** The logarithm of a smaller count is far from normal, and its error not known well enough. */
export const fewestResults = { ofChanged: 10, ofUnchanged: 5 };
/** Parts of a window that must count, and on which a campaign must have spent, to stand for the whole. */
const leastCounted = 0.8;
const leastSpending = 0.5;

/** The campaigns of one KPI, summed over any days at once. */
export interface DailySums {
  /**
   * Days on which every campaign of this KPI that has figures is final count, so that all are compared on the same days; the last of them.
   */
  lastCounted: number;
  /** A day without figures is one without delivery. Undefined where a figure is not known, or too little of the days counts. */
  sumsOf(campaign: PanelCampaign, span: Span): WindowSums | undefined;
}

export function dailySumsOf({ campaigns, newestMatureDay }: Panel, kpi: Kpi, level: number): DailySums {
  const comparable = campaigns.filter((campaign) => campaign.kpi === kpi);
  const first = Math.min(...comparable.map(({ firstDay }) => firstDay));
  const length = Math.max(0, newestMatureDay - first + 1);
  const counted = Array.from({ length }, (_, index) =>
    comparable.every(({ days }) => {
      const own = days.get(first + index);
      return own === undefined || isFinal(own, kpi, level);
    }),
  );
  const running = new Map<PanelCampaign, Running>();
  const within = (day: number): number => Math.min(length, Math.max(0, day - first));
  return {
    lastCounted: first + counted.lastIndexOf(true),
    sumsOf(campaign, { from, through }) {
      const own = running.get(campaign) ?? runningSums(campaign, first, counted);
      running.set(campaign, own);
      const between = (sums: Float64Array): number => sums[within(through + 1)]! - sums[within(from)]!;
      const days = between(own.counted);
      const isKnown = between(own.unknown) === 0;
      const isEnough = days >= leastCounted * (through - from + 1) && between(own.spending) >= leastSpending * days;
      return isKnown && isEnough ? { days, results: between(own.results), cost: between(own.cost) } : undefined;
    },
  };
}

/** Up to and without each day. */
interface Running {
  counted: Float64Array;
  unknown: Float64Array;
  spending: Float64Array;
  results: Float64Array;
  cost: Float64Array;
}

function runningSums({ days, kpi }: PanelCampaign, first: number, counted: readonly boolean[]): Running {
  const empty = () => new Float64Array(counted.length + 1);
  const sums: Running = { counted: empty(), unknown: empty(), spending: empty(), results: empty(), cost: empty() };
  counted.forEach((counts, index) => {
    const day = counts ? days.get(first + index) : undefined;
    const results = day ? resultsOf(day, kpi) : 0;
    const cost = day ? day.cost : 0;
    const add = (into: Float64Array, amount: number): void => {
      into[index + 1] = into[index]! + amount;
    };
    add(sums.counted, counts ? 1 : 0);
    add(sums.unknown, results === null || cost === null ? 1 : 0);
    add(sums.spending, (cost ?? 0) > 0 ? 1 : 0);
    add(sums.results, results ?? 0);
    add(sums.cost, cost ?? 0);
  });
  return sums;
}

/**
 * What the cheaper of both windows would bring at the rate of both together. The results of one window alone decide nothing: to leave
 * out where either went badly would be to choose what is seen.
 */
export const expectedResults = (before: WindowSums, after: WindowSums): number =>
  before.cost + after.cost > 0
    ? ((before.results + after.results) * Math.min(before.cost, after.cost)) / (before.cost + after.cost)
    : 0;

/** Half a count is added, which takes away most of the bias of a logarithm of a count. */
export function movementOf(before: WindowSums, after: WindowSums): CampaignMovement {
  const results = Math.log((after.results + 0.5) / after.days) - Math.log((before.results + 0.5) / before.days);
  const cost = Math.log(after.cost / after.days) - Math.log(before.cost / before.days);
  const noise = 1 / (after.results + 0.5) + 1 / (before.results + 0.5);
  return {
    resultsPerCost: { value: results - cost, noise },
    resultsPerDay: { value: results, noise },
    costPerDay: { value: cost, noise: 0 },
  };
}

/** Undefined for a campaign that was changed meanwhile, that did not run through, or that had too few results. */
export function unchangedMovement(
  campaign: PanelCampaign,
  { before, after }: Windows,
  dailySums: DailySums,
): CampaignMovement | undefined {
  if (campaign.firstDay > before.from) return undefined;
  if (campaign.moves.some(({ day }) => day >= before.from && day <= after.through)) return undefined;
  const [first, second] = [dailySums.sumsOf(campaign, before), dailySums.sumsOf(campaign, after)];
  if (!first || !second || expectedResults(first, second) < fewestResults.ofUnchanged) return undefined;
  return movementOf(first, second);
}
