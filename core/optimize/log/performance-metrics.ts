/** How the ads did over the seven newest mature days of their accounts, as metrics; and how much a run wants to change. */
import { z } from 'zod';
import { campaignMetrics, optimizerMetrics } from '../../contracts/cloudwatch-names.ts';
import type { DecisionAction } from '../../contracts/decisions.ts';
import { currencyCode } from '../../contracts/values.ts';
import type { Metric } from '../../ports/metrics.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { ask } from '../../sql/ask.ts';
import { count, decimal, text } from '../../sql/columns.ts';
import { labelsOf } from './labels.ts';

/** A file below `athena/` without its ending. */
const performanceFile = 'queries/optimize/creative_evidence';

const windowDays = 7;

const performanceRow = z.object({
  campaign_id: text,
  creative_id: text,
  currency: currencyCode,
  is_active: count,
  impressions: count.nullable(),
  clicks: count.nullable(),
  conversions: decimal.nullable(),
  cost: decimal.nullable(),
});
export type PerformanceRow = z.infer<typeof performanceRow>;

type Deps = Pick<StageDeps, 'warehouse' | 'metrics' | 'config'>;

/** Sends nothing where there are no mature days: an absent metric is not zero. */
export async function publishPerformance(
  { warehouse, metrics, config }: Deps,
  applied: readonly DecisionAction[],
): Promise<void> {
  const rows = await ask(warehouse, performanceFile, performanceRow, {
    window_days: windowDays,
    active_within_days: config.decisions.activeWithinDays,
  });
  await metrics.put('LinkedInAds/Optimizer', [...actionMetrics(applied), ...totals(rows, config.currency)]);
  const top = topCampaigns(rows, config.currency, config.metrics.topCampaigns);
  if (top.length > 0) await metrics.put('LinkedInAds/Campaigns', top);
}

/** Sums over rows; null where none of them is known. */
interface Sums {
  impressions: number | null;
  clicks: number | null;
  conversions: number | null;
  cost: number | null;
}

function sumsOf(rows: readonly PerformanceRow[]): Sums {
  const sum = (part: keyof Sums) => {
    const values = rows.map((row) => row[part]).filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
  };
  return { impressions: sum('impressions'), clicks: sum('clicks'), conversions: sum('conversions'), cost: sum('cost') };
}

const ratio = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole;

const percent = (part: number | null, whole: number | null): number | null => {
  const value = ratio(part, whole);
  return value === null ? null : 100 * value;
};

type Named = [name: string, value: number | null, unit: Metric['unit']];

const toMetrics = (named: readonly Named[], dimensions?: Record<string, string>): Metric[] =>
  named.flatMap(([name, value, unit]) =>
    value === null ? [] : [{ name, value, unit, ...(dimensions && { dimensions }) }],
  );

/** What a run wrote to the platform, by kind. A run that wrote nothing says so: zero. */
export function actionMetrics(applied: readonly DecisionAction[]): Metric[] {
  const names = optimizerMetrics;
  const counted = (...actions: DecisionAction[]) => applied.filter((each) => actions.includes(each)).length;
  return toMetrics([
    [names.totalActions, applied.length, 'Count'],
    [names.creativesPaused, counted('pause_creative'), 'Count'],
    [names.creativesScaled, counted('resume_creative', 'rotate_creative', 'raise_budget'), 'Count'],
    [names.bidAdjustments, counted('raise_bid', 'lower_bid'), 'Count'],
  ]);
}

/** Money only of one currency: two are never added. */
export function totals(rows: readonly PerformanceRow[], currency: string): Metric[] {
  const all = sumsOf(rows);
  const paid = sumsOf(rows.filter((row) => row.currency === currency));
  const labels = labelsOf(rows);
  const creatives = (some: readonly PerformanceRow[]) => new Set(some.map(({ creative_id }) => creative_id)).size;
  const names = optimizerMetrics;
  return toMetrics([
    [names.totalImpressions, all.impressions, 'Count'],
    [names.totalClicks, all.clicks, 'Count'],
    [names.totalConversions, all.conversions, 'Count'],
    [names.totalCost, paid.cost, 'None'],
    [names.averageCtr, percent(all.clicks, all.impressions), 'Percent'],
    [names.averageCpc, ratio(paid.cost, paid.clicks), 'None'],
    [names.averageCpa, ratio(paid.cost, paid.conversions), 'None'],
    [names.totalCreatives, creatives(rows), 'Count'],
    [names.activeCreatives, creatives(rows.filter(({ is_active }) => is_active === 1)), 'Count'],
    [names.topPerformers, labels.topPerformers, 'Count'],
    [names.highPerformers, labels.highPerformers, 'Count'],
    [names.underperformers, labels.underperformers, 'Count'],
  ]);
}

/** The campaigns with the most spend in the currency; each id is a metric of its own, so only so many. */
export function topCampaigns(rows: readonly PerformanceRow[], currency: string, atMost: number): Metric[] {
  const byCampaign = new Map<string, PerformanceRow[]>();
  for (const row of rows) {
    if (row.currency !== currency) continue;
    byCampaign.set(row.campaign_id, [...(byCampaign.get(row.campaign_id) ?? []), row]);
  }
  return [...byCampaign]
    .map(([id, some]) => ({ id, sums: sumsOf(some) }))
    .filter(({ sums }) => (sums.cost ?? 0) > 0)
    .toSorted((one, other) => (other.sums.cost ?? 0) - (one.sums.cost ?? 0) || (one.id < other.id ? -1 : 1))
    .slice(0, atMost)
    .flatMap(({ id, sums }) =>
      toMetrics(
        [
          [campaignMetrics.impressions, sums.impressions, 'Count'],
          [campaignMetrics.clicks, sums.clicks, 'Count'],
          [campaignMetrics.cost, sums.cost, 'None'],
          [campaignMetrics.conversions, sums.conversions, 'Count'],
          [campaignMetrics.ctr, percent(sums.clicks, sums.impressions), 'Percent'],
        ],
        { CampaignId: id },
      ),
    );
}
