/** Aggregates for readers: their fields, and the manifest of a generation. The data dictionary (docs/data-dictionary.md) says the same in words. */
import { z } from 'zod';
import type { CommonMeasure } from './measures.ts';
import { isoDate } from './values.ts';

export const performanceCategories = ['high', 'medium', 'low', 'very_low'] as const;

export type PerformanceCategory = (typeof performanceCategories)[number];

/** One campaign on one day. Ratios are of the day's sums. Dates are `YYYY-MM-DD`, money in `currency`, `avg_ctr` in percent. */
export interface DailyAggregate {
  report_date: string;
  platform: string;
  account_id: string;
  campaign_id: string;
  currency: string;
  total_creatives: number;
  impressions: number | null;
  clicks: number | null;
  cost: number | null;
  conversions: number | null;
  avg_ctr: number | null;
  avg_cpc: number | null;
  avg_cpa: number | null;
  is_provisional: boolean;
}

/** One campaign in one whole ISO week. `ctr cpc cpa` are of the week's sums, `avg_ctr avg_cpc` are means over its days. */
export interface WeeklyAggregate {
  week_start: string;
  platform: string;
  account_id: string;
  campaign_id: string;
  currency: string;
  impressions: number | null;
  clicks: number | null;
  cost: number | null;
  conversions: number | null;
  ctr: number | null;
  cpc: number | null;
  cpa: number | null;
  avg_ctr: number | null;
  avg_cpc: number | null;
}

/** One creative over its life. */
export interface CreativeAggregate {
  creative_id: string;
  platform: string;
  account_id: string;
  campaign_id: string;
  currency: string;
  creative_name: string | null;
  campaign_name: string | null;
  lifetime_impressions: number | null;
  lifetime_clicks: number | null;
  lifetime_cost: number | null;
  lifetime_conversions: number | null;
  avg_ctr: number | null;
  avg_cpc: number | null;
  first_seen: string;
  last_seen: string;
  days_active: number;
  performance_category: PerformanceCategory | null;
  /** What the ad says and whether it may run; null for imports and for what could not be read. */
  status: string | null;
  headline: string | null;
  description: string | null;
  introductory_text: string | null;
  call_to_action: string | null;
  landing_page: string | null;
  /** Expires at the platform after hours or days. */
  image_url: string | null;
}

/** A day's final value as expected from what is seen, in the metric's unit: `share` of it is expected to be visible; bounds of 80% and 95% intervals. */
export interface ExpectedValue {
  seen: number;
  share: number;
  expected: number;
  low80: number;
  high80: number;
  low95: number;
  high95: number;
}

/** `provisional_days.json`: what an account's unfinished day shows, and what it is expected to come to. Null where not measured. */
export interface ProvisionalDay {
  platform: string;
  account_id: string;
  stat_date: string;
  currency: string;
  /** Hours from the end of the day to the newest observation. */
  age_hours: number;
  metrics: Record<CommonMeasure, ExpectedValue | null>;
}

export const aggregateSchemaVersion = 1;

export const manifest = z.object({
  schema_version: z.int(),
  generation: z.string(),
  generated_at: z.iso.datetime(),
  /** Newest stat date present; the 90 days and 26 weeks are counted back from it. */
  data_through: isoDate.nullable(),
  /** First stat date whose numbers may still grow; null when every day is mature. */
  provisional_from: isoDate.nullable(),
  /** Whether the platform's own totals agree; null where there is nothing to compare with, as for imports. */
  reconciled: z.boolean().nullable(),
  /** Raw objects that the facts were made of; absent in sets of an older release. */
  merged_objects: z.int().optional(),
  /** The settings that shaped the numbers; other settings make another generation. */
  settings: z.string(),
  simulated: z.boolean(),
  files: z.record(z.string(), z.object({ key: z.string(), rows: z.int(), bytes: z.int() })),
});

export type Manifest = z.infer<typeof manifest>;
