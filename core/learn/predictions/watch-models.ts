/** What the optimizer's run does with models, each day: predict, keep how the versions do, ask for training. */
import type { StageDeps } from '../../ports/stage-deps.ts';
import { loadProduction } from '../registry/production.ts';
import type { MaturedPrediction } from './outcomes.ts';
import { type PredictingDeps, predictCreatives } from './predict-creatives.ts';
import { type RequestingDeps, requestTraining } from './request-training.ts';
import { readServingRows } from './serving-rows.ts';
import { keepVersionAccuracy } from './version-accuracy.ts';

export type WatchingDeps = PredictingDeps & RequestingDeps & Pick<StageDeps, 'warehouse'>;

/**
 * Predicts with what is in production, and asks for training where that pays. Throws when a version in production cannot be read:
 * nothing takes its place until a person rolls back.
 */
export async function useModels(
  runId: string,
  matured: readonly MaturedPrediction[],
  deps: WatchingDeps,
): Promise<void> {
  const weeks = await keepVersionAccuracy(matured, deps);
  const loaded = await loadProduction(deps.objects, 'creative_scorer');
  if (loaded) {
    const rows = await readServingRows(deps);
    await predictCreatives(runId, rows, loaded, deps);
    await requestTraining({ metadata: loaded.metadata, rows, weeks }, deps);
  }
  // decisions left it out if it cannot be read; that must not go unsaid
  await loadProduction(deps.objects, 'bid_optimizer');
}
