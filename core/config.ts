/**
 * `ads.config.json`: every setting with its default. Unknown keys are errors, so that a misspelt one is not silently ignored.
 */
import { z } from 'zod';
import { awsConfig } from './aws-config.ts';
import { collectionConfig } from './collection-config.ts';
import { currencyCode, modes } from './contracts.ts';
import { decisionSettings } from './decisions/settings.ts';
import { ConfigError } from './errors.ts';
import { linkedInConfig } from './linkedin-config.ts';
import { modelsConfig } from './models-config.ts';
import { qualityConfig } from './quality-config.ts';
import { watchConfig } from './watch-config.ts';

const share = z.number().gt(0).lt(1);

export const adsConfig = z
  .strictObject({
    $schema: z.string().optional(),
    /** Assumed where a file does not name its currency; also the currency of the money metrics. */
    currency: currencyCode.default('USD'),
    mode: z.enum(modes).default('recommend'),
    /** Lifetime CTR, in percent, from which a creative carries the label. For display; decisions do not use it. */
    categories: z
      .strictObject({ high: z.number().positive(), medium: z.number().positive(), low: z.number().positive() })
      .prefault({ high: 3.0, medium: 1.5, low: 0.5 })
      .refine((levels) => levels.high > levels.medium && levels.medium > levels.low, 'high > medium > low'),
    maturity: z
      .strictObject({
        /** Accounts that only files tell of: a day seen fewer than this many days after it is provisional. */
        assumedDays: z.int().min(0).max(90).default(7),
        /** A day is mature when this share of each of its values is expected to be visible. */
        level: share.default(0.95),
        /** Nothing grows after so many days. */
        horizonDays: z.int().min(7).max(365).default(120),
        /** Maturity is learned from so many newest days. */
        learnFromDays: z.int().min(30).max(730).default(240),
      })
      .prefault({}),
    aggregates: z
      .strictObject({
        dailyDays: z.int().positive().default(90),
        weeklyWeeks: z.int().positive().default(26),
        /** Sets before the one in force that stay for readers in the middle of one; four are made a day. */
        keptGenerations: z.int().min(1).default(8),
      })
      .prefault({}),
    decisions: decisionSettings,
    metrics: z
      .strictObject({
        /** Campaigns with the most spend that get metrics of their own; each is five billed metrics. */
        topCampaigns: z.int().min(0).max(100).default(20),
      })
      .prefault({}),
    linkedin: linkedInConfig,
    collection: collectionConfig,
    quality: qualityConfig,
    watch: watchConfig,
    models: modelsConfig,
    aws: awsConfig,
  })
  .prefault({});

export type AdsConfig = z.infer<typeof adsConfig>;

/** Parses the text of a configuration file; a ConfigError names each bad key by its path. */
export function parseConfig(file: string, text: string): AdsConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(file, [`not JSON: ${(error as Error).message}`]);
  }
  const parsed = adsConfig.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    file,
    parsed.error.issues.map((issue) => `${issue.path.join('.') || '(whole file)'}: ${issue.message}`),
  );
}
