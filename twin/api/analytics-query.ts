/** Reads and checks an adAnalytics request (docs/linkedin-api.md §9). */
import { dateOf, dayOf } from '../clock.ts';
import { defaultFields, isKnownField, rowFields, shortRangeDays, shortRangeMetrics } from './analytics-metrics.ts';
import { type Parameters, type Query, readParameters, recordOf } from './parameters.ts';
import { paramInvalid, plainError } from './reply.ts';
import type { RestliValue } from './restli.ts';

export const pivots = ['ACCOUNT', 'CAMPAIGN_GROUP', 'CAMPAIGN', 'CREATIVE', 'CONVERSION', 'SHARE', 'COMPANY'] as const;
export type Pivot = (typeof pivots)[number];

/** Pivots of the platform that the twin does not simulate. */
const otherPivots =
  /^(MEMBER_[A-Z_0-9]+|CONVERSATION_NODE(_OPTION_INDEX)?|SERVING_LOCATION|CARD_INDEX|IMPRESSION_DEVICE_TYPE|PLACEMENT_NAME|EVENT_STAGE)$/;

export const granularities = ['ALL', 'DAILY', 'MONTHLY', 'YEARLY'] as const;
export type Granularity = (typeof granularities)[number];

export const facets = ['accounts', 'campaignGroups', 'campaigns', 'creatives', 'shares', 'companies'] as const;
export type Facet = (typeof facets)[number];

export interface AnalyticsQuery {
  pivots: Pivot[];
  granularity: Granularity;
  fromDay: number;
  toDay: number;
  /** URNs by facet; all given facets must hold. */
  facets: Partial<Record<Facet, Set<string>>>;
  /** Names of metrics, without dateRange and pivotValues. */
  metrics: string[];
  /** Whether rows carry their dates and keys. */
  withDateRange: boolean;
  withPivotValues: boolean;
}

/** `start` and `count` are served and change nothing: paging is decoration here. */
const queryParameters = ['pivot', 'pivots', 'timeGranularity', 'dateRange', 'start', 'count'];

const limits = { fields: 20, statisticsPivots: 3 } as const;

export function readAnalyticsQuery(query: Query, now: number): AnalyticsQuery {
  const parameters = readParameters(query, [...queryParameters, ...facets]);
  const fields = readFields(parameters);
  const { fromDay, toDay } = readDates(parameters, now);
  const short = shortRangeMetrics.find((metric) => fields.includes(metric));
  if (short && toDay - fromDay >= shortRangeDays)
    throw paramInvalid('dateRange', `${short} needs a range of at most ${shortRangeDays} days`);
  return {
    pivots: readPivots(parameters),
    granularity: readGranularity(parameters),
    fromDay,
    toDay,
    facets: readFacets(parameters),
    metrics: fields.filter((field) => !rowFields.includes(field)),
    withDateRange: fields.includes('dateRange'),
    withPivotValues: fields.includes('pivotValues'),
  };
}

function readFields(parameters: Parameters): string[] {
  const fields = parameters.fields() ?? defaultFields;
  if (fields.length > limits.fields) throw paramInvalid('fields', `At most ${limits.fields} fields may be requested`);
  if (!fields.every(isKnownField)) throw paramInvalid('fields');
  return fields;
}

function readPivots(parameters: Parameters): Pivot[] {
  switch (parameters.text('q')) {
    case 'analytics':
      return [pivotOf(parameters.textOrWrapped('pivot'), 'pivot')];
    case 'statistics': {
      const named = parameters.list('pivots') ?? [];
      if (named.length < 1 || named.length > limits.statisticsPivots) throw paramInvalid('pivots');
      return named.map((name) => pivotOf(name, 'pivots'));
    }
    case 'attributedRevenueMetrics':
      throw plainError(501, 'Not Implemented', { code: 'NOT_IMPLEMENTED' });
    default:
      throw paramInvalid('q');
  }
}

function pivotOf(name: string | null, parameter: string): Pivot {
  const pivot = pivots.find((known) => known === name);
  if (pivot) return pivot;
  if (parameter === 'pivot' && otherPivots.test(name ?? ''))
    throw plainError(501, 'Not Implemented', { code: 'NOT_IMPLEMENTED' });
  throw paramInvalid(parameter);
}

function readGranularity(parameters: Parameters): Granularity {
  const name = parameters.textOrWrapped('timeGranularity');
  const granularity = granularities.find((known) => known === name);
  if (!granularity) throw paramInvalid('timeGranularity');
  return granularity;
}

function readFacets(parameters: Parameters): AnalyticsQuery['facets'] {
  const given = facets.flatMap((facet): [Facet, Set<string>][] => {
    const urns = parameters.list(facet);
    return urns ? [[facet, new Set(urns)]] : [];
  });
  if (given.length === 0) throw paramInvalid('accounts', 'At least one facet is required');
  if (given.some(([, urns]) => urns.size === 0)) throw paramInvalid(given[0]?.[0] ?? 'accounts');
  return Object.fromEntries(given);
}

/** The end is included and may be left out, which means today. */
function readDates(parameters: Parameters, now: number): { fromDay: number; toDay: number } {
  const range = parameters.record('dateRange');
  if (!range) throw paramInvalid('dateRange', 'Param is required but missing');
  const fromDay = dayOfParts(range.start);
  const toDay = range.end === undefined ? dayOf(now) : dayOfParts(range.end);
  if (fromDay > toDay) throw paramInvalid('dateRange');
  return { fromDay, toDay };
}

function dayOfParts(value: RestliValue | undefined): number {
  const parts = recordOf(value, 'dateRange');
  const [year, month, day] = ['year', 'month', 'day'].map((name) => {
    const part = parts[name];
    if (typeof part !== 'string' || !/^\d{1,4}$/.test(part)) throw paramInvalid('dateRange');
    return Number(part);
  }) as [number, number, number];
  const number = dayOf(Date.UTC(year, month - 1, day));
  // 2026-02-30 would silently become 2026-03-02.
  const [readYear, readMonth, readDay] = dateOf(number).split('-').map(Number);
  if (readYear !== year || readMonth !== month || readDay !== day) throw paramInvalid('dateRange');
  return number;
}
