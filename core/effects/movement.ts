/** How a campaign's figures moved from one window to another. */

import { type Kpi, resultsOf } from '../decisions/kpi.ts';
import type { Span, Windows } from './bundles.ts';
import type { Movement } from './difference.ts';
import { isFinal, type Panel, type PanelCampaign } from './panel.ts';

export interface Sums {
  /** Days that count. */
  days: number;
  results: number;
  cost: number;
}

export interface Outcomes {
  resultsPerCost: Movement;
  resultsPerDay: Movement;
  costPerDay: Movement;
}

/** The logarithm of a smaller count is far from normal, and its error not known well enough. */
export const fewestResults = { ofChanged: 10, ofUnchanged: 5 };
/** Parts of a window that must count, and on which a campaign must have spent, to stand for the whole. */
const leastCounted = 0.8;
const leastSpending = 0.5;

/**
 * Days on which every campaign of the account that has figures and this KPI is final, so that all are compared on the same days.
 */
export function countedDays({ campaigns, newestMatureDay }: Panel, kpi: Kpi, level: number): (day: number) => boolean {
  const comparable = campaigns.filter((campaign) => campaign.kpi === kpi);
  const known = new Map<number, boolean>();
  return (day) => {
    const counted =
      known.get(day) ??
      (day <= newestMatureDay &&
        comparable.every(({ days }) => {
          const own = days.get(day);
          return own === undefined || isFinal(own, kpi, level);
        }));
    known.set(day, counted);
    return counted;
  };
}

/** A day without figures is one without delivery. Undefined where a figure is not known, or too little of the window counts. */
export function sumsOf(campaign: PanelCampaign, span: Span, isCounted: (day: number) => boolean): Sums | undefined {
  const sums: Sums = { days: 0, results: 0, cost: 0 };
  let spending = 0;
  for (let day = span.from; day <= span.through; day++) {
    if (!isCounted(day)) continue;
    sums.days += 1;
    const figures = campaign.days.get(day);
    if (!figures) continue;
    const [results, cost] = [resultsOf(figures, campaign.kpi), figures.cost];
    if (results === null || cost === null) return undefined;
    sums.results += results;
    sums.cost += cost;
    if (cost > 0) spending += 1;
  }
  const whole = span.through - span.from + 1;
  return sums.days >= leastCounted * whole && spending >= leastSpending * sums.days ? sums : undefined;
}

/**
 * What the cheaper of both windows would bring at the rate of both together. The results of one window alone decide nothing: to leave
 * out where either went badly would be to choose what is seen.
 */
export const expectedResults = (before: Sums, after: Sums): number =>
  before.cost + after.cost > 0
    ? ((before.results + after.results) * Math.min(before.cost, after.cost)) / (before.cost + after.cost)
    : 0;

/** Half a count is added, which takes away most of the bias of a logarithm of a count. */
export function outcomesOf(before: Sums, after: Sums): Outcomes {
  const results = Math.log((after.results + 0.5) / after.days) - Math.log((before.results + 0.5) / before.days);
  const cost = Math.log(after.cost / after.days) - Math.log(before.cost / before.days);
  const noise = 1 / (after.results + 0.5) + 1 / (before.results + 0.5);
  return {
    resultsPerCost: { value: results - cost, noise },
    resultsPerDay: { value: results, noise },
    costPerDay: { value: cost, noise: 0 },
  };
}

/** Undefined for a campaign that somebody changed meanwhile, that did not run through, or that had too few results. */
export function unchangedMovement(
  campaign: PanelCampaign,
  { before, after }: Windows,
  isCounted: (day: number) => boolean,
): Outcomes | undefined {
  if (campaign.firstDay > before.from) return undefined;
  if (campaign.moves.some(({ day }) => day >= before.from && day <= after.through)) return undefined;
  const [first, second] = [sumsOf(campaign, before, isCounted), sumsOf(campaign, after, isCounted)];
  if (!first || !second || expectedResults(first, second) < fewestResults.ofUnchanged) return undefined;
  return outcomesOf(first, second);
}
