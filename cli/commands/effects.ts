import { readPredictionAccuracy } from '../../core/learn/predictions/publish-accuracy.ts';
import { effectLines, predictionLines } from '../../core/optimize/effects/lines.ts';
import { newestEffectsReview } from '../../core/optimize/effects/review.ts';
import type { CommandResult } from '../command.ts';
import { simulatedLabel } from '../lines/wording.ts';
import type { ControlPlace } from '../places/control-place.ts';

/** A person reads the newest few; `--all` and `--json` have them all. */
const shownEffects = 10;

/** What our own changes did, as the optimizer last measured it. */
export async function showEffects(
  { objects, name, simulated }: Pick<ControlPlace, 'name' | 'objects' | 'simulated'>,
  all: boolean,
): Promise<CommandResult> {
  const review = await newestEffectsReview(objects);
  const predictions = await readPredictionAccuracy(objects);
  return {
    json: { target: name, simulated, own_changes: review ?? null, predictions: predictions ?? null },
    lines: [
      ...(simulated ? [simulatedLabel, ''] : []),
      ...predictionLines(predictions),
      ...effectLines(review, all ? Number.POSITIVE_INFINITY : shownEffects),
    ],
    exitCode: 0,
  };
}
