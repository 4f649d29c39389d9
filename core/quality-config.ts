/** The `quality` block of `ads.config.json`: from when on something is odd. */
import { z } from 'zod';

export const qualityConfig = z
  .strictObject({
    /** A day is unusual with so many times its account's usual impressions, or with less than that part of them. */
    volumeFactor: z.number().gt(1).max(1000).default(5),
    /** Fewer impressions a day than this are never unusual: small numbers jump by chance. */
    volumeMinimum: z.int().min(0).default(500),
  })
  .prefault({});

export type QualityConfig = z.infer<typeof qualityConfig>;
