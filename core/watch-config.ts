/** The `watch` block of `ads.config.json`: when the watchdog speaks. */
import { z } from 'zod';

export const watchConfig = z
  .strictObject({
    /** Trouble that stays is told again after so many hours. */
    coolDownHours: z.number().min(1).max(720).default(24),
    /** Trouble is over only after so many hours without it: what comes and goes is one trouble. */
    settleHours: z.number().min(0).max(168).default(3),
  })
  .prefault({});

export type WatchConfig = z.infer<typeof watchConfig>;
