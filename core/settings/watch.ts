/** The `watch` block of `ads.config.json`: when the watchdog speaks. */
import { z } from 'zod';

export const watchConfig = z
  .strictObject({
    coolDownHours: z
      .number()
      .min(1)
      .max(720)
      .default(24)
      .meta({ unit: 'hours', description: 'Trouble that lasts is reported again after this time.' }),
    settleHours: z.number().min(0).max(168).default(3).meta({
      unit: 'hours',
      description: 'Trouble is over after this time without it: what comes and goes counts as one trouble.',
    }),
  })
  .prefault({})
  .describe('When the watchdog reports trouble.');
