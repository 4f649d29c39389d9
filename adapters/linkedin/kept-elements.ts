/** Reads analytics elements from quarantine with today's schemas, as if they had just been answered. Pure. */

import { measures } from '../../core/contracts/measures.ts';
import type { AnalyticsPivot, AnalyticsRow } from '../../core/ports/ad-performance.ts';
import type { RejectedElement } from '../../core/ports/ad-platform.ts';
import type { KeptElement, ReadKeptElements } from '../../core/process/quarantine/kept-elements.ts';
import { rowsOf } from './analytics-elements.ts';
import { linkedInField } from './measures.ts';
import { ownRow } from './performance.ts';
import { withoutPersons } from './person-data.ts';
import { analyticsKey } from './schemas/analytics-element.ts';

/** An element does not name its pivot; the entity's URN does. */
const pivotOfUrn: readonly [RegExp, AnalyticsPivot][] = [
  [/^urn:li:sponsored(Creative|InMailContent|Video):/, 'CREATIVE'],
  [/^urn:li:sponsoredCampaign:/, 'CAMPAIGN'],
  [/^urn:li:sponsoredAccount:/, 'ACCOUNT'],
];

const remedy = 'Compare it with the documentation of the API version in use. The whole element is kept.';

interface Told {
  element: unknown;
  /** The element as rows and rejections spell it. */
  text: string;
  pivot: AnalyticsPivot | undefined;
}

export const readKeptElements: ReadKeptElements = (texts, asked) => {
  const told = texts.map(tell);
  const rows = new Map<string, AnalyticsRow>();
  const rejected = new Map<string, RejectedElement>();
  for (const pivot of ['CREATIVE', 'CAMPAIGN', 'ACCOUNT'] as const) {
    const elements = told.filter((each) => each.pivot === pivot).map(({ element }) => element);
    const set = rowsOf(elements, { pivot, ...asked, metrics: measures.map(linkedInField) });
    for (const row of set.records) rows.set(JSON.stringify(row.source), ownRow(row, measures));
    for (const each of set.rejected) rejected.set(each.text, each);
  }
  return told.map(({ element, text, pivot }): KeptElement => {
    const stat_date = dayOf(element);
    if (pivot === undefined) return { text, stat_date, row: undefined, problem: { reason: noPivot, remedy } };
    const problem = rejected.get(text);
    if (problem) return { text, stat_date, row: undefined, problem: { reason: problem.reason, remedy } };
    const row = rows.get(text);
    // Two records of one text are one row.
    rows.delete(text);
    return { text, stat_date, row, problem: null };
  });
};

const noPivot = 'it names no creative, campaign or account: its pivotValues are missing or unknown';

function tell(kept: string): Told {
  const element = withoutPersons(parsed(kept));
  const pivots = analyticsKey.shape.pivotValues.safeParse((element as { pivotValues?: unknown } | null)?.pivotValues);
  const [urn = ''] = pivots.data ?? [];
  return { element, text: JSON.stringify(element), pivot: pivotOfUrn.find(([pattern]) => pattern.test(urn))?.[1] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function dayOf(element: unknown): string | null {
  const range = analyticsKey.shape.dateRange.safeParse((element as { dateRange?: unknown } | null)?.dateRange);
  return range.data?.start ?? null;
}
