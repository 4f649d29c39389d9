/** GET /rest/adAnalytics: sums of what is visible now, by pivot and time bucket (docs/linkedin-api.md §9). */
import { dateOf, dayOf } from '../clock.ts';
import { conversionValue } from '../market/ledger.ts';
import { at, measureCount } from '../market/measures.ts';
import type { Twin } from '../twin.ts';
import { type Campaign, type Creative, urnOf } from '../world/entities.ts';
import { type RowTotals, simulatedMetrics } from './analytics-metrics.ts';
import { type AnalyticsQuery, type Granularity, type Pivot, readAnalyticsQuery } from './analytics-query.ts';
import type { Handler } from './reads.ts';
import { ok, plainError } from './reply.ts';

/** Days of daily retention: about six months. */
const dailyRetentionDays = 183;
/** Paging is decoration here: everything is in one answer. */
const decorativePaging = { start: 0, count: 10, links: [] };

export const findAnalytics: Handler = (request, twin) => {
  const query = readAnalyticsQuery(request, twin.clock.now());
  const limit = twin.world.limits.analyticsElements;
  const elements: Record<string, unknown>[] = [];
  for (const bucket of bucketsOf(query, twin)) {
    for (const row of rowsOf(bucket, query, twin)) {
      const element = elementOf(row, bucket, query, twin);
      if (element) elements.push(element);
    }
    if (elements.length > limit) break;
  }
  if (elements.length > limit && twin.behaviours.analyticsOverflow === 'error') {
    throw plainError(400, `Request would return too many entities. At most ${limit} elements are returned.`);
  }
  elements.length = Math.min(elements.length, limit);
  twin.quotas.countMetricValues(elements.length * query.metrics.length);
  return ok({ elements, paging: decorativePaging });
};

interface Bucket {
  /** Days whose values are added; only those that have begun. */
  fromDay: number;
  toDay: number;
  /** Days as its rows state them. */
  stated: { start: DateParts; end: DateParts };
}

function bucketsOf({ fromDay, toDay, granularity }: AnalyticsQuery, { clock, behaviours }: Twin): Bucket[] {
  const today = dayOf(clock.now());
  const last = Math.min(toDay, today);
  if (granularity === 'ALL') return [{ fromDay, toDay: last, stated: stated(fromDay, toDay) }];
  const oldest =
    granularity === 'DAILY' && behaviours.dailyBeyondSixMonths === 'empty' ? today - dailyRetentionDays : fromDay;
  const buckets: Bucket[] = [];
  for (let day = Math.max(fromDay, oldest); day <= last; ) {
    const end = Math.min(bucketEnd(day, granularity), toDay);
    buckets.push({ fromDay: day, toDay: Math.min(end, last), stated: stated(day, end) });
    day = end + 1;
  }
  return buckets;
}

const stated = (fromDay: number, toDay: number): Bucket['stated'] => ({
  start: dateParts(fromDay),
  end: dateParts(toDay),
});

function bucketEnd(day: number, granularity: Granularity): number {
  if (granularity === 'DAILY') return day;
  const [year = 0, month = 0] = dateOf(day).split('-').map(Number);
  const next = granularity === 'MONTHLY' ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1);
  return dayOf(next) - 1;
}

interface Row extends RowTotals {
  pivotValues: string[];
}

function rowsOf(bucket: Bucket, query: AnalyticsQuery, twin: Twin): Iterable<Row> {
  const rows = new Map<string, Row>();
  for (const campaign of twin.entities.campaigns.values()) {
    if (!campaignAsked(campaign, query)) continue;
    const asked = campaign.creatives.filter((creative) => creativeAsked(creative, query));
    for (let day = Math.max(bucket.fromDay, dayOf(campaign.start)); day <= bucket.toDay; day += 1) {
      const values = twin.visibility.visible(campaign, day);
      if (!values) continue;
      for (const creative of asked) addCreative({ rows, creative, values, query, twin });
    }
  }
  return rows.values();
}

/** No access and no activity look the same: nothing. */
function campaignAsked({ account, group, id }: Campaign, { facets }: AnalyticsQuery): boolean {
  return (
    account.plan.role !== null &&
    (facets.accounts?.has(urnOf.account(account.id)) ?? true) &&
    (facets.campaignGroups?.has(urnOf.group(group.id)) ?? true) &&
    (facets.campaigns?.has(urnOf.campaign(id)) ?? true) &&
    (facets.companies?.has(urnOf.organization(account.plan.organization)) ?? true)
  );
}

const creativeAsked = ({ id, contentId }: Creative, { facets }: AnalyticsQuery): boolean =>
  (facets.creatives?.has(urnOf.creative(id)) ?? true) && (facets.shares?.has(urnOf.share(contentId)) ?? true);

interface Addition {
  rows: Map<string, Row>;
  creative: Creative;
  values: Float64Array;
  query: AnalyticsQuery;
  twin: Twin;
}

function addCreative({ rows, creative, values, query, twin }: Addition): void {
  const base = creative.place * measureCount;
  if (!values[base + at.impressions]) return;
  const pivotValues = query.pivots.map((pivot) => pivotUrn[pivot](creative));
  const key = pivotValues.join();
  let row = rows.get(key);
  if (!row) {
    row = { pivotValues, sums: new Float64Array(measureCount), costUsd: 0, conversionValue: 0 };
    rows.set(key, row);
  }
  const byConversion = query.pivots.includes('CONVERSION');
  for (let measure = 0; measure < measureCount; measure += 1) {
    // Only conversions belong to a conversion rule; impressions and money do not.
    if (byConversion && measure !== at.postClickConversions && measure !== at.postViewConversions) continue;
    row.sums[measure] = (row.sums[measure] ?? 0) + (values[base + measure] ?? 0);
  }
  const { usdPerUnit } = creative.campaign.account.plan;
  const conversions = (values[base + at.postClickConversions] ?? 0) + (values[base + at.postViewConversions] ?? 0);
  row.conversionValue += conversions * conversionValue(twin.world, usdPerUnit);
  if (!byConversion) row.costUsd += (values[base + at.cost] ?? 0) * usdPerUnit;
}

const pivotUrn: Record<Pivot, (creative: Creative) => string> = {
  ACCOUNT: ({ campaign }) => urnOf.account(campaign.account.id),
  CAMPAIGN_GROUP: ({ campaign }) => urnOf.group(campaign.group.id),
  CAMPAIGN: ({ campaign }) => urnOf.campaign(campaign.id),
  CREATIVE: ({ id }) => urnOf.creative(id),
  CONVERSION: ({ campaign }) => urnOf.conversion(campaign.account.conversionId),
  SHARE: ({ contentId }) => urnOf.share(contentId),
  COMPANY: ({ campaign }) => urnOf.organization(campaign.account.plan.organization),
};

/** Null when none of the asked metrics is anything but zero; zeros are left out of a row. */
function elementOf(
  row: Row,
  bucket: Bucket,
  query: AnalyticsQuery,
  { behaviours }: Twin,
): Record<string, unknown> | null {
  const element: Record<string, unknown> = {};
  let something = false;
  for (const name of query.metrics) {
    const value = simulatedMetrics[name]?.(row) ?? 0;
    if (value === 0 || value === '0') continue;
    element[name] = typeof value === 'string' && behaviours.tinyCostNotation === 'plain' ? plainNotation(value) : value;
    something = true;
  }
  if (!something) return null;
  if (query.withDateRange) element.dateRange = bucket.stated;
  if (query.withPivotValues) element.pivotValues = row.pivotValues;
  return element;
}

/** "-2e-18" as "-0.000000000000000002". */
const plainNotation = (value: string): string => (value.includes('e') ? Number(value).toFixed(18) : value);

interface DateParts {
  year: number;
  month: number;
  day: number;
}

function dateParts(day: number): DateParts {
  const [year = 0, month = 0, ofMonth = 0] = dateOf(day).split('-').map(Number);
  return { year, month, day: ofMonth };
}
