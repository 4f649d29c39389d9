/** Rows of performance to rows of `raw_analytics`. Pure. */

import { eachMeasure, isCount, type Measure, measures } from '../../contracts/measures.ts';
import type { AnalyticsRow } from '../../ports/ad-performance.ts';
import type { RejectedElement } from '../../ports/ad-platform.ts';
import { warehouseDecimal } from './decimal-scale.ts';
import type { Days } from './window.ts';

export interface RawContext {
  platform: string;
  account: string;
  currency: string;
  campaignOf: (creative: string) => string | undefined;
  window: Days;
  runId: string;
  observedAt: Date;
}

export interface RawRows {
  rows: Record<string, unknown>[];
  rejected: RejectedElement[];
}

/** A value that the warehouse cannot hold sends its row to quarantine; nothing is cut. */
export function rawAnalyticsRows(answers: readonly AnalyticsRow[], context: RawContext): RawRows {
  const rows: Record<string, unknown>[] = [];
  const rejected: RejectedElement[] = [];
  const observedAt = timestampOf(context.observedAt);
  for (const answer of answers) {
    const values = eachMeasure(measures, (measure) => warehouseValue(measure, answer.metrics[measure]));
    const problem = measures.find((measure) => values[measure] === undefined);
    if (problem === undefined) rows.push(rawRow(answer, values, context, observedAt));
    else rejected.push(tooLarge(answer, problem));
  }
  return { rows, rejected };
}

/** Null for what was not measured, undefined for a value that no column takes. */
function warehouseValue(measure: Measure, value: number | string | undefined): number | string | null | undefined {
  if (value === undefined) return null;
  if (!isCount(measure)) return warehouseDecimal(value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
}

function rawRow(
  { pivot, entity, id, stat_date, source }: AnalyticsRow,
  values: Record<Measure, number | string | null | undefined>,
  context: RawContext,
  observedAt: string,
): Record<string, unknown> {
  const isCreative = pivot === 'CREATIVE';
  const ownCampaign = pivot === 'CAMPAIGN' ? id : null;
  return {
    pivot,
    entity,
    platform: context.platform,
    account_id: context.account,
    campaign_id: isCreative ? (context.campaignOf(id) ?? 'unknown') : ownCampaign,
    creative_id: isCreative ? id : null,
    stat_date,
    currency: context.currency,
    ...values,
    window_from: context.window.from,
    window_to: context.window.to,
    element: JSON.stringify(source),
    run_id: context.runId,
    observed_at: observedAt,
  };
}

const tooLarge = ({ metrics, source }: AnalyticsRow, measure: Measure): RejectedElement => ({
  path: `analytics.${measure}`,
  reason: `${metrics[measure]} is not a value that the warehouse can store`,
  remedy:
    'Counts must be whole numbers, and money must be below one billion in the account’s currency. The whole element is kept here.',
  text: JSON.stringify(source),
});

/** Without the zone, as the warehouse's timestamps are: UTC. */
export const timestampOf = (instant: Date): string => instant.toISOString().slice(0, 23).replace('T', ' ');
