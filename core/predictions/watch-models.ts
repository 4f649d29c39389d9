/** What the optimizer's run does with models, each day: predict, hold old predictions against what came, ask for training. */
import { optimizerMetrics } from '../metric-names.ts';
import type { StageDeps } from '../ports.ts';
import { loadProduction } from '../registry/production.ts';
import { combined, type FileAccuracy } from './accuracy.ts';
import { daysAfter, type MeasuringDeps, measurePredictions } from './measure-predictions.ts';
import { type PredictingDeps, predictCreatives } from './predict-creatives.ts';
import { type RequestingDeps, requestTraining } from './request-training.ts';
import { readServingRows } from './serving-rows.ts';

export type WatchingDeps = PredictingDeps & MeasuringDeps & RequestingDeps & Pick<StageDeps, 'metrics'>;

const names = optimizerMetrics;

/** Days in which predictions must have matured to count in the metric. */
const recentDays = 7;

export interface MeasuredModels {
  files: readonly FileAccuracy[];
  /** PredictionAccuracy went out: predictions of models matured. */
  accuracySent: boolean;
}

/** Holds what models predicted against what came. */
export async function measureModels(deps: WatchingDeps): Promise<MeasuredModels> {
  const files = await measurePredictions(deps);
  return { files, accuracySent: await publishAccuracy(files, deps) };
}

/**
 * Predicts with what is in production, and asks for training where that pays. Throws when a version in production cannot be read:
 * nothing takes its place until a person rolls back.
 */
export async function useModels(runId: string, { files }: MeasuredModels, deps: WatchingDeps): Promise<void> {
  const loaded = await loadProduction(deps.objects, 'creative_scorer');
  if (loaded) {
    const rows = await readServingRows(deps);
    await predictCreatives(runId, rows, loaded, deps);
    await requestTraining({ metadata: loaded.metadata, rows, files }, deps);
  }
  // decisions left it out if it cannot be read; that must not go unsaid
  await loadProduction(deps.objects, 'bid_optimizer');
}

/** Not sent when nothing matured: no data is not a bad model. */
async function publishAccuracy(files: readonly FileAccuracy[], { metrics, now }: WatchingDeps): Promise<boolean> {
  const since = daysAfter(now().toISOString().slice(0, 10), -recentDays);
  const percent = combined(files.filter(({ matured_on }) => matured_on > since))?.percent ?? null;
  if (percent === null) return false;
  await metrics.put('LinkedInAds/Optimizer', [{ name: names.predictionAccuracy, value: percent, unit: 'Percent' }]);
  return true;
}
