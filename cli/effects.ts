import { effectLines, predictionLines } from '../core/effects/lines.ts';
import { newestOwnDoings } from '../core/effects/review.ts';
import { readPredictionAccuracy } from '../core/predictions/publish-accuracy.ts';
import type { CommandResult } from './command.ts';
import type { ControlPlace } from './control-place.ts';
import { simulatedLabel } from './wording.ts';

/** A person reads the newest few; `--all` and `--json` have them all. */
const shownEffects = 10;

/** The account of own doings, as the optimizer found it last. */
export async function showEffects(
  { objects, name, simulated }: Pick<ControlPlace, 'name' | 'objects' | 'simulated'>,
  all: boolean,
): Promise<CommandResult> {
  const doings = await newestOwnDoings(objects);
  const predictions = await readPredictionAccuracy(objects);
  return {
    json: { target: name, simulated, own_doings: doings ?? null, predictions: predictions ?? null },
    lines: [
      ...(simulated ? [simulatedLabel, ''] : []),
      ...predictionLines(predictions),
      ...effectLines(doings, all ? Number.POSITIVE_INFINITY : shownEffects),
    ],
    exitCode: 0,
  };
}
