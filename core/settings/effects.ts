/** How this program judges its own changes, as `decisions` of the configuration. */
import { z } from 'zod';

const share = z.number().gt(0).lt(1);

export const effectSettings = {
  autoUndo: z
    .boolean()
    .default(true)
    .describe('In the mode `auto`: whether a change that very likely does harm is undone automatically.'),
  harmProbability: share.default(0.95).meta({
    unit: 'probability',
    description: 'Undo from this probability of harm, over all the times that a change is evaluated.',
  }),
  harmMargin: share
    .default(0.1)
    .meta({ unit: 'share', description: 'A loss below this share of the spend does not count as harm.' }),
  undoCooldownDays: z
    .int()
    .min(0)
    .max(90)
    .default(14)
    .meta({ unit: 'days', description: 'After an undo, nothing else is undone in that campaign for this time.' }),
  undoneStaysDays: z
    .int()
    .min(0)
    .max(365)
    .default(28)
    .meta({ unit: 'days', description: 'What was undone, by anyone, is not proposed again for this time.' }),
};
