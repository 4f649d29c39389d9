/** Figures in our measures: asked by LinkedIn's names and told by ours. */
import type { AdPerformance, AnalyticsAnswer, AnalyticsRow } from '../../core/ad-performance.ts';
import type { Drift } from '../../core/ad-platform.ts';
import { analyticsReader, type FieldAnswer } from './analytics.ts';
import type { ElementRow } from './analytics-elements.ts';
import type { Send } from './api-call.ts';
import { fieldOf, measureOf } from './measures.ts';
import { idOf } from './urns.ts';

export function performanceReader(send: Send): AdPerformance {
  const read = analyticsReader(send);
  return {
    analytics: async ({ measures, ...question }) =>
      ownAnswer(await read({ ...question, fields: measures.map(fieldOf) })),
  };
}

const ownAnswer = ({ records, negatives, drift, ...answer }: FieldAnswer): AnalyticsAnswer => ({
  ...answer,
  records: records.map(ownRow),
  negatives: negatives.flatMap((negative) => {
    const metric = measureOf(negative.metric);
    return metric ? [{ ...negative, metric }] : [];
  }),
  drift: drift.filter((found) => isNews(found, records.length)),
});

/** A creative's id is its URN, everything else's are digits. */
export function ownRow({ metrics, ...row }: ElementRow): AnalyticsRow {
  const own: AnalyticsRow['metrics'] = {};
  for (const field in metrics) {
    const measure = measureOf(field);
    if (measure) own[measure] = metrics[field];
  }
  return { ...row, id: row.pivot === 'CREATIVE' ? row.entity : idOf(row.entity), metrics: own };
}

/** LinkedIn leaves zeros out of every answer; a row without impressions is rare, an answer without any is not right. */
const isNews = ({ change, path, seen }: Drift, rows: number): boolean =>
  change === 'unknown' || (path === `analytics.${fieldOf('impressions')}` && seen === rows);
