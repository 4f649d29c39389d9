/** Figures in our measures: asked by LinkedIn's names and told by ours. */

import type { Measure } from '../../core/contracts/measures.ts';
import type { AdPerformance, AnalyticsAnswer, AnalyticsRow } from '../../core/ports/ad-performance.ts';
import type { Drift } from '../../core/ports/ad-platform.ts';
import { analyticsReader, type FieldAnswer } from './analytics.ts';
import type { ElementRow } from './analytics-elements.ts';
import type { Send } from './api-call.ts';
import { linkedInField, measureOf } from './measures.ts';
import { idOf } from './urns.ts';

export function performanceReader(send: Send): AdPerformance {
  const read = analyticsReader(send);
  return {
    async analytics({ measures, ...question }) {
      const answer = await read({ ...question, fields: measures.map(linkedInField) });
      return inOurMeasures(answer, measures);
    },
  };
}

const inOurMeasures = (
  { records, negatives, drift, ...answer }: FieldAnswer,
  asked: readonly Measure[],
): AnalyticsAnswer => ({
  ...answer,
  records: records.map((row) => ownRow(row, asked)),
  negatives: negatives.flatMap((negative) => {
    const metric = measureOf(negative.metric);
    return metric ? [{ ...negative, metric }] : [];
  }),
  drift: drift.filter((found) => isNews(found, records.length)),
});

/** LinkedIn leaves zeros out of a row. A creative's id is its URN, everything else's are digits. */
export function ownRow({ metrics, ...row }: ElementRow, asked: readonly Measure[]): AnalyticsRow {
  const own: AnalyticsRow['metrics'] = {};
  for (const measure of asked) own[measure] = metrics[linkedInField(measure)] ?? 0;
  return { ...row, id: row.pivot === 'CREATIVE' ? row.entity : idOf(row.entity), metrics: own };
}

/** As zeros are left out, a row without impressions is rare; an answer without any is not right. */
const isNews = ({ change, path, seen }: Drift, rows: number): boolean =>
  change === 'unknown' || (path === `analytics.${linkedInField('impressions')}` && seen === rows);
