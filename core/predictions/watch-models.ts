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

/**
 * Sends PredictionAccuracy where predictions of models matured, and says whether it did. Throws when the version in production cannot
 * be read: nothing takes its place until a person rolls back.
 */
export async function watchModels(runId: string, deps: WatchingDeps): Promise<{ accuracySent: boolean }> {
  const files = await measurePredictions(deps);
  const accuracySent = await publishAccuracy(files, deps);
  // decisions left it out if it cannot be read; that must not go unsaid
  await loadProduction(deps.objects, 'bid_optimizer');
  const loaded = await loadProduction(deps.objects, 'creative_scorer');
  if (!loaded) return { accuracySent };
  const rows = await readServingRows(deps);
  await predictCreatives(runId, rows, loaded, deps);
  await requestTraining({ metadata: loaded.metadata, rows, files }, deps);
  return { accuracySent };
}

/** Not sent when nothing matured: no data is not a bad model. */
async function publishAccuracy(files: readonly FileAccuracy[], { metrics, now }: WatchingDeps): Promise<boolean> {
  const since = daysAfter(now().toISOString().slice(0, 10), -recentDays);
  const percent = combined(files.filter(({ matured_on }) => matured_on > since))?.percent ?? null;
  if (percent === null) return false;
  await metrics.put('LinkedInAds/Optimizer', [{ name: names.predictionAccuracy, value: percent, unit: 'Percent' }]);
  return true;
}
