/** The bid model's training rows: what a campaign did on a day on which one bid held from beginning to end. */
import { z } from 'zod';
import { currencyCode, isoDate, warehouseNumber } from '../../contracts/values.ts';
import { type BidStrategy, bidStrategyOf } from '../../domain/bid-strategy.ts';
import { campaignKey } from '../../domain/entity-key.ts';
import type { KpiSetting } from '../../domain/kpi.ts';
import { StoredDataError } from '../../errors.ts';
import type { Cell } from './csv-text.ts';
import { delayedResultsOf } from './delayed-results.ts';

/** Where the rows come from: a file below `athena/` without its ending. */
export const bidTrainingFile = 'queries/learn/bid_training';

const bidRow = z.object({
  platform: z.string(),
  account_id: z.string(),
  campaign_id: z.string(),
  currency: currencyCode,
  stat_date: isoDate,
  impressions: warehouseNumber.nullable(),
  clicks: warehouseNumber.nullable(),
  cost: warehouseNumber.nullable(),
  conversions: warehouseNumber.nullable(),
  leads: warehouseNumber.nullable(),
  bid: warehouseNumber.nullable(),
  daily_budget: warehouseNumber.nullable(),
  cost_type: z.string().nullable(),
  optimization_target: z.string().nullable(),
  objective: z.string().nullable(),
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
  const parsed = bidRow.safeParse(row);
  if (!parsed.success)
    throw new StoredDataError(bidTrainingFile, z.prettifyError(parsed.error), { cause: parsed.error });
  const { data } = parsed;
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
