/** How this program judges its own changes, as `decisions` of the configuration. */
import { z } from 'zod';

const share = z.number().gt(0).lt(1);

export const effectSettings = {
  /** In the mode `auto`: undoes by itself what very likely does harm. */
  autoUndo: z.boolean().default(true),
  /** Undo from this probability of harm, over all the times that a change is looked at. */
  harmProbability: share.default(0.95),
  /** Less lost than this share of what was spent is no harm. */
  harmMargin: share.default(0.1),
  /** After an undo in a campaign nothing else is undone there for so long. */
  undoCooldownDays: z.int().min(0).max(90).default(14),
  /** What was undone, by anybody, is not proposed again for so long. */
  undoneStaysDays: z.int().min(0).max(365).default(28),
};
