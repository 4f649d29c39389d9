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
} as const;

const counts = ['impressions', 'clicks'] as const;
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
  for (const answer of answers) {
    const { values, problem } = measured(answer);
    if (problem === undefined) rows.push({ ...keyed(answer, context), ...values, ...origin(answer, context) });
    else
      rejected.push({
        path: `analytics.${problem}`,
        reason: `${answer.metrics[problem]} is more than the warehouse holds`,
        remedy,
        text: JSON.stringify(answer.source),
      });
  }
  return { rows, rejected };
}

const remedy =
  'Counts must be whole and money below a billion in the account’s currency; the element is kept here whole.';

function keyed({ pivot, entity, stat_date }: AnalyticsRow, { platform, account, currency, campaignOf }: RawContext) {
  const isCreative = pivot === 'CREATIVE';
  const ownCampaign = pivot === 'CAMPAIGN' ? entity.slice(entity.lastIndexOf(':') + 1) : null;
  return {
    pivot,
    entity,
    platform,
    account_id: account,
    campaign_id: isCreative ? (campaignOf(entity) ?? 'unknown') : ownCampaign,
    creative_id: isCreative ? entity : null,
    stat_date,
    currency,
  };
}

/** What the platform leaves out of a row that is there is zero. */
function measured({ metrics }: AnalyticsRow): { values: Record<string, unknown>; problem?: string } {
  const values: Record<string, unknown> = {};
  for (const name of counts) {
    const value = Number(metrics[fieldOf[name]] ?? 0);
    if (!Number.isSafeInteger(value)) return { values, problem: fieldOf[name] };
    values[name] = value;
  }
  for (const name of decimals) {
    const value = warehouseDecimal(metrics[fieldOf[name]] ?? 0);
    if (value === undefined) return { values, problem: fieldOf[name] };
    values[name] = value;
  }
  return { values };
}

const origin = ({ source }: AnalyticsRow, { window, runId, observedAt }: RawContext) => ({
  window_from: window.from,
  window_to: window.to,
  element: JSON.stringify(source),
  run_id: runId,
  observed_at: timestampOf(observedAt),
});

/** Without the zone, as the warehouse's timestamps are: UTC. */
export const timestampOf = (instant: Date): string => instant.toISOString().slice(0, 23).replace('T', ' ');
