/** The `collection` block of `ads.config.json`: how far back each pull looks, and when one is overdue. Days are UTC days. */
import { z } from 'zod';

export const collectionConfig = z
  .strictObject({
    /** The first pull of an account begins this many days ago. */
    backfillDays: z.int().min(1).max(3650).default(180),
    /** Later pulls read these newest days again, until it is learned how long an account's numbers restate. */
    windowDays: z.int().min(1).max(365).default(30),
    /** However soon numbers seem to settle, these newest days are always read again. */
    leastWindowDays: z.int().min(1).max(365).default(7),
    /** Now and then a wider window, so that maturity sees beyond the usual one. */
    wideWindowDays: z.int().min(1).max(365).default(120),
    wideEveryDays: z.int().min(1).max(365).default(7),
    /** Days of one raw object: the cursor moves after each. */
    chunkDays: z.int().min(1).max(366).default(30),
    /** Campaigns and creatives are listed again after so many hours, and whenever figures name an unknown creative. */
    entitiesEveryHours: z.number().positive().max(168).default(24),
    /** A text that could not be read is asked for again after so many days: the scope may have been granted since. */
    forbiddenContentDays: z.int().min(1).max(365).default(7),
    /** A run that died keeps others away from its account no longer than this. */
    leaseMinutes: z.int().min(1).max(240).default(20),
    /**
     * An account is stale when it was last collected longer ago: two refreshes of six hours, of which one may fail, and an hour for
     * the second to run. `watch`, `quality`, `doctor` and the alarm on AWS all go by it.
     */
    staleAfterHours: z.int().min(7).max(720).default(13),
  })
  .prefault({});

export type CollectionConfig = z.infer<typeof collectionConfig>;
