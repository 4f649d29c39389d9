/** The bid model's training rows: what a campaign did on a day on which one bid held from beginning to end. */
import { z } from 'zod';
import { currencyCode } from '../../contracts/values.ts';
import { type BidStrategy, bidStrategyOf } from '../../domain/bid-strategy.ts';
import { campaignKey } from '../../domain/entity-key.ts';
import type { KpiSetting } from '../../domain/kpi.ts';
import { checkedRow } from '../../sql/ask.ts';
import { count, day, decimal, optionalText, text } from '../../sql/columns.ts';
import type { Cell } from './csv-text.ts';
import { delayedResultsOf } from './delayed-results.ts';

/** Where the rows come from: a file below `athena/` without its ending. */
export const bidTrainingFile = 'queries/learn/bid_training';

const bidRow = z.object({
  platform: text,
  account_id: text,
  campaign_id: text,
  currency: currencyCode,
  stat_date: day,
  impressions: count.nullable(),
  clicks: count.nullable(),
  cost: decimal.nullable(),
  conversions: decimal.nullable(),
  leads: decimal.nullable(),
  bid: decimal.nullable(),
  daily_budget: decimal.nullable(),
  cost_type: optionalText,
  optimization_target: optionalText,
  objective: optionalText,
});

export interface BidSample {
  campaign: string;
  day: string;
  /** 0 is Sunday. */
  weekday: number;
  /** In `currency`; null where the strategy has none. */
  bid: number | null;
  dailyBudget: number | null;
  strategy: BidStrategy;
  currency: string;
  impressions: number;
  clicks: number;
  cost: number;
  /** Null where they are not mature, not reported or do not come after the click. */
  results: number | null;
}

/** Undefined for a day whose delivery or cost is not known. */
export function readBidSample(row: Record<string, unknown>, kpi: KpiSetting): BidSample | undefined {
  const data = checkedRow(bidTrainingFile, row, bidRow);
  if (data.impressions === null || data.clicks === null || data.cost === null) return undefined;
  return {
    campaign: campaignKey(data.platform, data.account_id, data.campaign_id),
    day: data.stat_date,
    weekday: new Date(data.stat_date).getUTCDay(),
    bid: data.bid !== null && data.bid > 0 ? data.bid : null,
    dailyBudget: data.daily_budget,
    strategy: bidStrategyOf({ optimizationTarget: data.optimization_target }),
    currency: data.currency,
    impressions: data.impressions,
    clicks: data.clicks,
    // a platform's tiny negative costs are its noise
    cost: Math.max(0, data.cost),
    results: delayedResultsOf(data, kpi),
  };
}

export const bidHeader: readonly string[] = [
  'campaign',
  'day',
  'weekday',
  'strategy',
  'currency',
  'daily_budget',
  'impressions',
  'clicks',
  'results',
  'cost',
  'bid',
];

export const bidCells = (sample: BidSample): Cell[] => [
  sample.campaign,
  sample.day,
  sample.weekday,
  sample.strategy,
  sample.currency,
  sample.dailyBudget,
  sample.impressions,
  sample.clicks,
  sample.results,
  sample.cost,
  sample.bid,
];
