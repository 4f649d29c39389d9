/** Rows of performance to rows of `raw_analytics`. Pure. */
import type { AnalyticsRow } from '../ad-performance.ts';
import type { RejectedElement } from '../ad-platform.ts';
import { warehouseDecimal } from './decimal-scale.ts';
import type { Days } from './window.ts';

/** LinkedIn's names of what is measured. One conversion metric and no other: else one conversion counts twice. */
const fieldOf = {
  impressions: 'impressions',
  clicks: 'clicks',
  cost: 'costInLocalCurrency',
  conversions: 'externalWebsiteConversions',
  conversion_value: 'conversionValueInLocalCurrency',
  leads: 'oneClickLeads',
  video_views: 'videoViews',
} as const;

const counts = ['impressions', 'clicks', 'video_views'] as const;
const decimals = ['cost', 'conversions', 'conversion_value', 'leads'] as const;

export const requestedFields: readonly string[] = Object.values(fieldOf);

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
    const row = rawRow(answer, context, observedAt);
    const problem = problemOf(row);
    if (problem === undefined) rows.push(row);
    else rejected.push(tooLarge(answer, problem));
  }
  return { rows, rejected };
}

/** One literal, as there are thousands a pull. What the platform leaves out of a row that is there is zero. */
function rawRow({ pivot, entity, stat_date, metrics, source }: AnalyticsRow, context: RawContext, observedAt: string) {
  const isCreative = pivot === 'CREATIVE';
  const ownCampaign = pivot === 'CAMPAIGN' ? entity.slice(entity.lastIndexOf(':') + 1) : null;
  return {
    pivot,
    entity,
    platform: context.platform,
    account_id: context.account,
    campaign_id: isCreative ? (context.campaignOf(entity) ?? 'unknown') : ownCampaign,
    creative_id: isCreative ? entity : null,
    stat_date,
    currency: context.currency,
    impressions: Number(metrics[fieldOf.impressions] ?? 0),
    clicks: Number(metrics[fieldOf.clicks] ?? 0),
    cost: warehouseDecimal(metrics[fieldOf.cost] ?? 0),
    conversions: warehouseDecimal(metrics[fieldOf.conversions] ?? 0),
    conversion_value: warehouseDecimal(metrics[fieldOf.conversion_value] ?? 0),
    leads: warehouseDecimal(metrics[fieldOf.leads] ?? 0),
    video_views: Number(metrics[fieldOf.video_views] ?? 0),
    window_from: context.window.from,
    window_to: context.window.to,
    element: JSON.stringify(source),
    run_id: context.runId,
    observed_at: observedAt,
  };
}

function problemOf(row: ReturnType<typeof rawRow>): keyof typeof fieldOf | undefined {
  for (const name of counts) if (!Number.isSafeInteger(row[name])) return name;
  return decimals.find((name) => row[name] === undefined);
}

const tooLarge = ({ metrics, source }: AnalyticsRow, name: keyof typeof fieldOf): RejectedElement => ({
  path: `analytics.${fieldOf[name]}`,
  reason: `${metrics[fieldOf[name]]} is not a value that the warehouse holds`,
  remedy: 'Counts must be whole and money below a billion in the account’s currency; the element is kept here whole.',
  text: JSON.stringify(source),
});

/** Without the zone, as the warehouse's timestamps are: UTC. */
export const timestampOf = (instant: Date): string => instant.toISOString().slice(0, 23).replace('T', ' ');
