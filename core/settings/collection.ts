/** The `collection` block of `ads.config.json`: how far back each pull looks, and when one is overdue. Days are UTC days. */
import { z } from 'zod';

export const collectionConfig = z
  .strictObject({
    backfillDays: z
      .int()
      .min(1)
      .max(3650)
      .default(180)
      .meta({ unit: 'days', description: 'How far back the first pull of an account reaches.' }),
    windowDays: z.int().min(1).max(365).default(30).meta({
      unit: 'days',
      description:
        'The newest days that later pulls read again, until the pipeline has learned how long an account’s numbers keep changing.',
    }),
    leastWindowDays: z.int().min(1).max(365).default(7).meta({
      unit: 'days',
      description: 'The newest days that are always read again, however early the numbers seem to settle.',
    }),
    wideWindowDays: z.int().min(1).max(365).default(120).meta({
      unit: 'days',
      description: 'The wider window of the occasional long pull, so that late changes are seen too.',
    }),
    wideEveryDays: z
      .int()
      .min(1)
      .max(365)
      .default(7)
      .meta({ unit: 'days', description: 'Time between two pulls of the wider window.' }),
    chunkDays: z.int().min(1).max(366).default(30).meta({
      unit: 'days',
      description: 'Days that are stored together as one raw object. The cursor moves after each.',
    }),
    entitiesEveryHours: z.number().positive().max(168).default(24).meta({
      unit: 'hours',
      description:
        'Time after which campaigns and creatives are listed again. They are also listed when metrics name an unknown creative.',
    }),
    forbiddenContentDays: z.int().min(1).max(365).default(7).meta({
      unit: 'days',
      description:
        'Time after which a text that could not be read is requested again: the permission may have been granted since.',
    }),
    leaseMinutes: z
      .int()
      .min(1)
      .max(240)
      .default(20)
      .meta({ unit: 'minutes', description: 'How long a run that died blocks its account for other runs.' }),
    staleAfterHours: z.int().min(7).max(720).default(13).meta({
      unit: 'hours',
      description:
        'An account is stale when it was last collected longer ago than this: two refreshes of six hours, of which one may fail, and an hour for the second to run. `watch`, `quality`, `doctor` and the alarm on AWS all use it.',
    }),
  })
  .prefault({})
  .describe('How far back each pull looks. Days are UTC days.');

export type CollectionConfig = z.infer<typeof collectionConfig>;
