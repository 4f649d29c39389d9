/** The creatives that run now, with the features that the model was trained on, made by the same code. */
import { z } from 'zod';
import { campaignKey } from '../../domain/entity-key.ts';
import { comesOfClicks, kpiOf } from '../../domain/kpi.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { ask } from '../../sql/ask.ts';
import { day, text } from '../../sql/columns.ts';
import { creativeFeatures } from '../features/feature-row.ts';
import { featureColumns, featuresOn } from '../features/warehouse-row.ts';

const servingFile = 'queries/learn/creative_serving';

const servingRow = z.object({
  platform: text,
  account_id: text,
  campaign_id: text,
  creative_id: text,
  for_day: day,
  ...featureColumns,
});
type Row = z.infer<typeof servingRow>;

export interface ServingRow extends Pick<Row, 'platform' | 'account_id' | 'campaign_id' | 'creative_id' | 'for_day'> {
  /** As the model knows it. */
  campaign: string;
  /** Whether its results come after the click: only of such was their rate learned. */
  hasDelayedResults: boolean;
  /** In the order of `creativeFeatures`. */
  features: number[];
}

export async function readServingRows({
  warehouse,
  config,
}: Pick<StageDeps, 'warehouse' | 'config'>): Promise<ServingRow[]> {
  const rows = await ask(warehouse, servingFile, servingRow, { active_within_days: config.decisions.activeWithinDays });
  return rows.map((row) => ({
    platform: row.platform,
    account_id: row.account_id,
    campaign_id: row.campaign_id,
    creative_id: row.creative_id,
    for_day: row.for_day,
    campaign: campaignKey(row.platform, row.account_id, row.campaign_id),
    hasDelayedResults: comesOfClicks(kpiOf(row.objective, config.decisions.kpi)),
    features: featuresOn(row.for_day, row),
  }));
}

/** A model's features out of a row's, in the model's order; undefined when it needs one that is not made here. */
export function columnsFor(names: readonly string[]): number[] | undefined {
  const places = names.map((name) => creativeFeatures.indexOf(name));
  return places.includes(-1) ? undefined : places;
}
