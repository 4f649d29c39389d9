/** The creative scorer's training rows: what a creative did in a block of days, and what was known of it. */
import { z } from 'zod';
import { currencyCode } from '../../contracts/values.ts';
import { campaignKey, creativeKey } from '../../domain/entity-key.ts';
import type { KpiSetting } from '../../domain/kpi.ts';
import { checkedRow } from '../../sql/ask.ts';
import { count, day, decimal, text } from '../../sql/columns.ts';
import { creativeFeatures } from '../features/feature-row.ts';
import { featureColumns, featuresOn } from '../features/warehouse-row.ts';
import type { Cell } from './csv-text.ts';
import { delayedResultsOf } from './delayed-results.ts';

/** Where the rows come from: a file below `athena/` without its ending. */
export const creativeTrainingFile = 'queries/learn/creative_training';

/** Four whole weeks: enough clicks for a rate, short enough for age and season to show. */
export const blockDays = 28;

const creativeRow = z.object({
  platform: text,
  account_id: text,
  campaign_id: text,
  creative_id: text,
  block: count,
  from_day: day,
  to_day: day,
  impressions: count.nullable(),
  clicks: count.nullable(),
  result_impressions: count.nullable(),
  conversions: decimal.nullable(),
  leads: decimal.nullable(),
  cost: decimal.nullable(),
  currency: currencyCode.nullable(),
  ...featureColumns,
});

export interface CreativeSample {
  creative: string;
  campaign: string;
  block: number;
  fromDay: string;
  toDay: string;
  impressions: number;
  clicks: number;
  /** Of the days whose results are mature; null when there are none, results are not reported or do not come after the click. */
  resultImpressions: number | null;
  results: number | null;
  cost: number | null;
  currency: string | null;
  /** In the order of `creativeFeatures`. */
  features: number[];
}

/** Undefined for a row without impressions or clicks, or with more results than impressions: it has no rate to learn from. */
export function readCreativeSample(row: Record<string, unknown>, kpi: KpiSetting): CreativeSample | undefined {
  const data = checkedRow(creativeTrainingFile, row, creativeRow);
  if (data.impressions === null || data.clicks === null) return undefined;
  if (data.impressions <= 0 || data.clicks < 0 || data.clicks > data.impressions) return undefined;
  const results = delayedResultsOf(data, kpi);
  const hasResults = results !== null && results >= 0 && results <= (data.result_impressions ?? 0);
  return {
    creative: creativeKey(data.platform, data.account_id, data.campaign_id, data.creative_id),
    campaign: campaignKey(data.platform, data.account_id, data.campaign_id),
    block: data.block,
    fromDay: data.from_day,
    toDay: data.to_day,
    impressions: data.impressions,
    clicks: data.clicks,
    resultImpressions: hasResults ? data.result_impressions : null,
    results: hasResults ? results : null,
    cost: data.cost,
    currency: data.currency,
    features: featuresOn(data.from_day, data),
  };
}

/** Columns of `train.csv` before the features. */
export const creativeColumns = [
  'creative',
  'campaign',
  'from_day',
  'to_day',
  'impressions',
  'clicks',
  'result_impressions',
  'results',
  'cost',
  'currency',
] as const;

export const creativeHeader: readonly string[] = [...creativeColumns, ...creativeFeatures];

export const creativeCells = (sample: CreativeSample): Cell[] => [
  sample.creative,
  sample.campaign,
  sample.fromDay,
  sample.toDay,
  sample.impressions,
  sample.clicks,
  sample.resultImpressions,
  sample.results,
  sample.cost,
  sample.currency,
  ...sample.features,
];
