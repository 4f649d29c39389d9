/**
 * `ads.config.json`: every setting with its description, unit and default, from which `npm run settings` makes docs/settings.md and
 * ads.config.schema.json. Unknown keys are errors, so that a misspelt one is not silently ignored.
 */
import { z } from 'zod';
import { modes } from '../contracts/decisions.ts';
import { currencyCode } from '../contracts/values.ts';
import { ConfigError } from '../errors.ts';
import { awsConfig } from './aws.ts';
import { collectionConfig } from './collection.ts';
import { decisionSettings } from './decisions.ts';
import { documentProblems } from './document-problems.ts';
import { linkedInConfig } from './linkedin.ts';
import { modelsConfig } from './models.ts';
import { qualityConfig } from './quality.ts';
import { watchConfig } from './watch.ts';

const share = z.number().gt(0).lt(1);
const categoryLevel = (name: string) =>
  z
    .number()
    .positive()
    .meta({ unit: '%', description: `Lifetime CTR from which a creative is \`${name}\`.` });

export const adsConfig = z
  .strictObject({
    $schema: z.string().optional().describe('Where an editor finds the schema of this file.'),
    currency: currencyCode
      .default('USD')
      .describe(
        'Currency as three capital letters. It is assumed where a file does not name its own, and the money metrics are in it.',
      ),
    mode: z
      .enum(modes)
      .default('recommend')
      .describe(
        'How far the optimizer goes by itself: only measure, write down what it would do, apply what a person approved, or apply whatever passes the guardrails (docs/guardrails.md).',
      ),
    categories: z
      .strictObject({ high: categoryLevel('high'), medium: categoryLevel('medium'), low: categoryLevel('low') })
      .prefault({ high: 3.0, medium: 1.5, low: 0.5 })
      .refine((levels) => levels.high > levels.medium && levels.medium > levels.low, 'high > medium > low')
      .describe(
        'Lifetime CTR from which a creative carries a label: give all three or none. For display; decisions do not use it.',
      ),
    maturity: z
      .strictObject({
        assumedDays: z.int().min(0).max(90).default(7).meta({
          unit: 'days',
          description: 'For accounts known from files only: a day that was seen before it was this old is provisional.',
        }),
        level: share.default(0.95).meta({
          unit: 'share',
          description: 'A day is mature when this share of each of its final values is expected to be visible.',
        }),
        horizonDays: z
          .int()
          .min(7)
          .max(365)
          .default(120)
          .meta({ unit: 'days', description: 'Age after which no number is expected to grow.' }),
        learnFromDays: z
          .int()
          .min(30)
          .max(730)
          .default(240)
          .meta({ unit: 'days', description: 'Newest days that maturity is learned from.' }),
      })
      .prefault({})
      .describe('When the numbers of a day count as final.'),
    aggregates: z
      .strictObject({
        dailyDays: z
          .int()
          .positive()
          .default(90)
          .meta({ unit: 'days', description: 'Days of the daily aggregate, back from the newest day of the data.' }),
        weeklyWeeks: z
          .int()
          .positive()
          .default(26)
          .meta({ unit: 'weeks', description: 'Whole weeks of the weekly aggregate.' }),
        keptGenerations: z.int().min(1).default(8).meta({
          unit: 'sets',
          description:
            'Earlier sets of aggregates that are kept for readers in the middle of one. Four sets are made a day.',
        }),
      })
      .prefault({})
      .describe('How much the aggregates cover.'),
    decisions: decisionSettings,
    metrics: z
      .strictObject({
        topCampaigns: z.int().min(0).max(100).default(20).meta({
          unit: 'campaigns',
          description:
            'Number of campaigns, those with the most spend, that get their own metrics. Each is billed as five metrics.',
        }),
      })
      .prefault({})
      .describe('The metrics that are published.'),
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
  throw new ConfigError(file, documentProblems(adsConfig, parsed.error));
}
