/** The `quality` block of `ads.config.json`: from when on something is odd. */
import { z } from 'zod';

export const qualityConfig = z
  .strictObject({
    volumeFactor: z.number().gt(1).max(1000).default(5).meta({
      unit: 'times',
      description:
        'A day is unusual with this many times its account’s usual impressions, or with less than that fraction of them.',
    }),
    volumeMinimum: z.int().min(0).default(500).meta({
      unit: 'impressions a day',
      description: 'Fewer impressions than this are never unusual: small numbers vary by chance.',
    }),
  })
  .prefault({})
  .describe('When the data counts as unusual.');
