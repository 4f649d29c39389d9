/**
 * Prices of results, each pulled towards those of the account's other campaigns with the same KPI: the most expensive and the cheapest of
 * many are so partly by chance, and a move between them must not bet on that. Normal random effects on the log scale
 * (DerSimonian & Laird 1986), with an assumption for where few campaigns cannot say how much they differ.
 */

import type { LogNormal } from '../../statistics/normal.ts';
import type { Economics } from './economics.ts';

/** Campaigns of one kind differ by about 30% in what a result costs: worth as much as so many campaigns. An assumption. */
const assumedVariance = 0.3 ** 2;
const assumedCampaigns = 3;

/** In the order given; one alone stays as it is. */
export function pooledPrices(economics: readonly Economics[]): Economics[] {
  const prices = economics.map(({ costPerResult }) => costPerResult);
  if (prices.length < 2) return [...economics];
  const between = varianceBetween(prices);
  const weights = prices.map(({ deviation }) => 1 / (deviation ** 2 + between));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre = prices.reduce((sum, { mean }, index) => sum + weights[index]! * mean, 0) / total;
  return economics.map((each) => pulled(each, centre, between));
}

function varianceBetween(prices: readonly LogNormal[]): number {
  const weights = prices.map(({ deviation }) => deviation ** -2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = prices.reduce((sum, price, index) => sum + weights[index]! * price.mean, 0) / total;
  const spreadSquares = prices.reduce((sum, price, index) => sum + weights[index]! * (price.mean - mean) ** 2, 0);
  const squares = weights.reduce((sum, weight) => sum + weight ** 2, 0);
  const spare = prices.length - 1;
  const seen = Math.max(0, (spreadSquares - spare) / (total - squares / total));
  return (seen * spare + assumedVariance * assumedCampaigns) / (spare + assumedCampaigns);
}

function pulled({ costPerResult, byBudget, byBid }: Economics, centre: number, between: number): Economics {
  const own = costPerResult.deviation ** 2;
  const mean = (costPerResult.mean * between + centre * own) / (own + between);
  const variance = (own * between) / (own + between);
  const moved = (price: LogNormal): LogNormal => ({
    mean: price.mean + mean - costPerResult.mean,
    deviation: Math.sqrt(price.deviation ** 2 - own + variance),
  });
  return { costPerResult: moved(costPerResult), byBudget: moved(byBudget), byBid: byBid && moved(byBid) };
}
