/** The `watch` block of `ads.config.json`: when the watchdog speaks. */
import { z } from 'zod';

export const watchConfig = z
  .strictObject({
    coolDownHours: z
      .number()
      .min(1)
      .max(720)
      .default(24)
      .meta({ unit: 'hours', description: 'A problem that lasts is reported again after this time.' }),
    settleHours: z.number().min(0).max(168).default(3).meta({
      unit: 'hours',
      description: 'A problem is resolved after this time without it: one that comes and goes counts as one problem.',
    }),
  })
  .prefault({})
  .describe('When the watchdog reports a problem.');
