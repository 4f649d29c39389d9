/** What the stages ask about performance: figures by entity and day. */

import type { Measure } from '../contracts/measures.ts';
import type { ListResult, Sourced } from './ad-platform.ts';

export const analyticsPivots = ['CREATIVE', 'CAMPAIGN', 'CAMPAIGN_GROUP', 'ACCOUNT'] as const;
export type AnalyticsPivot = (typeof analyticsPivots)[number];

export interface AnalyticsQuestion {
  account: string;
  pivot: AnalyticsPivot;
  /** First and last stat date, both included, as `YYYY-MM-DD`. */
  from: string;
  to: string;
  measures: readonly Measure[];
  /** Only these campaigns; absent means the whole account. */
  campaigns?: readonly string[];
}

/** One entity on one day. Counts are numbers, money an exact decimal string; what is absent was not measured, and is no zero. */
export interface AnalyticsRow extends Sourced {
  pivot: AnalyticsPivot;
  /** What the platform calls the entity here. */
  entity: string;
  /** Its id, as everywhere else. */
  id: string;
  stat_date: string;
  metrics: Partial<Record<Measure, number | string>>;
}

export interface AnalyticsAnswer extends ListResult<AnalyticsRow> {
  /** Elements that came twice with the same values and were kept once. */
  duplicates: number;
  /** Values between -0.000001 and 0 that were made 0. */
  rounded_to_zero: number;
  /** Values below that: kept as they came. */
  negatives: { entity: string; stat_date: string; metric: Measure; value: string }[];
  calls: number;
}

/** How ads performed. The whole question is answered, or an error is thrown: never a part. */
export interface AdPerformance {
  analytics(question: AnalyticsQuestion): Promise<AnalyticsAnswer>;
}
