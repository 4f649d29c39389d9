/** The creative scorer's training rows: what a creative did in a block of days, and what was known of it. */
import { z } from 'zod';
import { currencyCode, isoDate, warehouseNumber } from '../../contracts/values.ts';
import { campaignKey, creativeKey } from '../../domain/entity-key.ts';
import type { KpiSetting } from '../../domain/kpi.ts';
import { StoredDataError } from '../../errors.ts';
import { creativeFeatures } from '../features/feature-row.ts';
import { featureColumns, featuresOn } from '../features/warehouse-row.ts';
import type { Cell } from './csv-text.ts';
import { delayedResultsOf } from './delayed-results.ts';

/** Where the rows come from: a file below `athena/` without its ending. */
export const creativeTrainingFile = 'queries/learn/creative_training';

/** Four whole weeks: enough clicks for a rate, short enough for age and season to show. */
export const blockDays = 28;

const creativeRow = z.object({
  platform: z.string(),
  account_id: z.string(),
  campaign_id: z.string(),
  creative_id: z.string(),
  block: warehouseNumber,
  from_day: isoDate,
  to_day: isoDate,
  impressions: warehouseNumber.nullable(),
  clicks: warehouseNumber.nullable(),
  result_impressions: warehouseNumber.nullable(),
  conversions: warehouseNumber.nullable(),
  leads: warehouseNumber.nullable(),
  cost: warehouseNumber.nullable(),
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
  const parsed = creativeRow.safeParse(row);
  if (!parsed.success)
    throw new StoredDataError(creativeTrainingFile, z.prettifyError(parsed.error), { cause: parsed.error });
  const { data } = parsed;
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
