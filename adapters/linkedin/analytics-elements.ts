/** Analytics elements to rows: key, metrics, what is wrong. Pure. */
import type { AnalyticsPivot } from '../../core/ports/ad-performance.ts';
import type { JsonObject, ListResult, Sourced } from '../../core/ports/ad-platform.ts';
import { driftCounter, rejectedElement } from './drift.ts';
import { isMoneyMetric, keyFields } from './metrics.ts';
import { withoutPersons } from './person-data.ts';
import { analyticsKey } from './schemas/analytics-element.ts';
import { answerDecimal, number } from './schemas/leaves.ts';

/** LinkedIn sends costs such as -2e-18. Anything below is a correction and stays. */
const leastNegative = -0.000001;

export interface AskedElements {
  pivot: AnalyticsPivot;
  from: string;
  to: string;
  /** Metrics of this call, without the key fields. */
  metrics: readonly string[];
}

/** An element that could be read, in LinkedIn's names. Counts are numbers, money an exact decimal string; what was not sent is absent. */
export interface ElementRow extends Sourced {
  pivot: AnalyticsPivot;
  /** The URN that the pivot names. */
  entity: string;
  stat_date: string;
  metrics: Record<string, number | string>;
}

/** Figures as the port has them, but in LinkedIn's names. */
export interface RowSet extends ListResult<ElementRow> {
  duplicates: number;
  rounded_to_zero: number;
  negatives: { entity: string; stat_date: string; metric: string; value: string }[];
  /** Keys of which some element was rejected. */
  spoiled: string[];
}

/** Rows of one answer. An element without a key, or outside the window, or at odds with another of its key, is rejected. */
export function rowsOf(elements: readonly unknown[], asked: AskedElements): RowSet {
  const set: RowSet = {
    records: [],
    rejected: [],
    drift: [],
    duplicates: 0,
    rounded_to_zero: 0,
    negatives: [],
    spoiled: [],
  };
  const drift = driftCounter();
  const byKey = new Map<string, { row: ElementRow; read: ReadRow }>();
  const disputed = new Set<string>();
  for (const element of elements) {
    const source = withoutPersons(element);
    const read = readRow(source, asked);
    if ('problem' in read) {
      set.rejected.push(rejectedElement(read.path, read.problem, source));
      if (read.key !== undefined) set.spoiled.push(read.key);
      continue;
    }
    drift.add('unknown', read.unknown);
    drift.add('missing', read.missing);
    const key = rowKey(read.row);
    const twin = byKey.get(key);
    if (!twin) byKey.set(key, { row: read.row, read });
    else if (sameMetrics(twin.row, read.row)) set.duplicates += 1;
    else {
      disputed.add(key);
      set.rejected.push(rejectedElement('analytics', disputeReason(key), source));
    }
  }
  for (const [key, { row, read }] of byKey) {
    if (disputed.has(key)) set.rejected.push(rejectedElement('analytics', disputeReason(key), row.source));
    else take(set, row, read);
  }
  set.spoiled.push(...disputed);
  return { ...set, drift: drift.list() };
}

interface ReadRow {
  row: ElementRow;
  unknown: string[];
  missing: string[];
  rounded: number;
  negatives: RowSet['negatives'];
}

interface Unreadable {
  problem: string;
  path: string;
  /** Where the key could be read and something else could not. */
  key?: string;
}

function readRow(source: unknown, asked: AskedElements): ReadRow | Unreadable {
  const parsed = analyticsKey.safeParse(source);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: issue?.message ?? 'no key', path: ['analytics', ...(issue?.path ?? [])].join('.') };
  }
  const { dateRange, pivotValues } = parsed.data;
  const { start: stat_date, end = stat_date } = dateRange;
  if (end !== stat_date) return { problem: `${stat_date} to ${end} is not one day`, path: 'analytics.dateRange' };
  if (stat_date < asked.from || stat_date > asked.to) {
    return { problem: `${stat_date} is outside ${asked.from} to ${asked.to}`, path: 'analytics.dateRange' };
  }
  const element = source as JsonObject;
  const row: ElementRow = {
    pivot: asked.pivot,
    entity: pivotValues.join(','),
    stat_date,
    metrics: {},
    source: element,
  };
  return readMetrics(row, element, asked.metrics);
}

function readMetrics(row: ElementRow, element: JsonObject, metrics: readonly string[]): ReadRow | Unreadable {
  const read: ReadRow = { row, unknown: unknownFields(element, metrics), missing: [], rounded: 0, negatives: [] };
  for (const metric of metrics) {
    const sent = element[metric];
    if (sent === undefined || sent === null) {
      read.missing.push(`analytics.${metric}`);
      continue;
    }
    const value = metricValue(metric, sent);
    if (value === undefined) {
      return { problem: `${JSON.stringify(sent)} is not a number`, path: `analytics.${metric}`, key: rowKey(row) };
    }
    const negative = Number(value) < 0;
    const tiny = negative && Number(value) > leastNegative;
    if (tiny) read.rounded += 1;
    else if (negative) {
      read.negatives.push({ entity: row.entity, stat_date: row.stat_date, metric, value: String(value) });
    }
    const zero = typeof value === 'string' ? '0' : 0;
    row.metrics[metric] = tiny ? zero : value;
  }
  return read;
}

/** The schema is for what is not a number already: 15,000 elements have hundreds of thousands of values. */
function metricValue(metric: string, sent: unknown): number | string | undefined {
  if (isMoneyMetric(metric)) return answerDecimal.safeParse(sent).data;
  return typeof sent === 'number' ? sent : number.safeParse(sent).data;
}

const unknownFields = (element: JsonObject, metrics: readonly string[]): string[] =>
  Object.keys(element)
    .filter((field) => !metrics.includes(field) && !(keyFields as readonly string[]).includes(field))
    .map((field) => `analytics.${field}`);

function take(set: RowSet, row: ElementRow, read: ReadRow): void {
  set.records.push(row);
  set.rounded_to_zero += read.rounded;
  set.negatives.push(...read.negatives);
}

export const rowKey = (row: Pick<ElementRow, 'entity' | 'stat_date'>): string => `${row.entity} on ${row.stat_date}`;

const sameMetrics = (one: ElementRow, other: ElementRow): boolean =>
  JSON.stringify(one.metrics) === JSON.stringify(other.metrics);

const disputeReason = (key: string): string => `two elements for ${key} with different values`;
