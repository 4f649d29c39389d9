/** Predicts every running creative with the model in production, and stores each prediction with the model's version. */

import { keys } from '../../contracts/keys.ts';
import { AdsError } from '../../errors.ts';
import type { VersionScorer } from '../../ports/model-serving.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { createOnce, encodeJson } from '../../running/documents.ts';
import { gzipLines } from '../../running/gzip.ts';
import { createScorer, type Explanation, type Prediction, type Scorer, scoreHere } from '../models/predict.ts';
import type { LoadedModel } from '../registry/production.ts';
import { type CreativePrediction, parsePredictions } from './creative-prediction.ts';
import { columnsFor, type ServingRow } from './serving-rows.ts';

export type PredictingDeps = Pick<StageDeps, 'objects' | 'logger' | 'now'> & {
  /** Who is asked first; in this process unless another is given. */
  scorer?: VersionScorer | undefined;
};

/** Contributions that a person is shown. */
const shownContributions = 3;

/** The first predictions of a run count. None when the model needs features that this release does not compute. */
export async function predictCreatives(
  runId: string,
  rows: readonly ServingRow[],
  loaded: LoadedModel,
  deps: PredictingDeps,
): Promise<CreativePrediction[]> {
  const { metadata } = loaded;
  const made = await predictionsOf(runId, rows, loaded, deps);
  if (made.length === 0) return [];
  const predictions = await keep(keys.predictions(metadata.model, deps.now(), runId), made, deps);
  await deps.objects.put(keys.newestPredictions(metadata.model), encodeJson(newest(predictions)));
  deps.logger.info('predictions made', {
    model: metadata.model,
    version: metadata.version,
    sha256: metadata.sha256,
    predictions: predictions.length,
  });
  return predictions;
}

async function predictionsOf(
  run_id: string,
  rows: readonly ServingRow[],
  loaded: LoadedModel,
  deps: PredictingDeps,
): Promise<CreativePrediction[]> {
  const { model: file, metadata } = loaded;
  const { logger, now } = deps;
  const columns = columnsFor(file.features);
  if (!columns) {
    logger.warn(
      `${metadata.model} ${metadata.version} needs features that this release does not compute, so it predicts nothing`,
    );
    return [];
  }
  const scorer = createScorer(file);
  const features = rows.map((row) => columns.map((at) => row.features[at] as number));
  const campaigns = rows.map(({ campaign }) => campaign);
  const told = await scored(loaded, features, campaigns, deps);
  const about = {
    run_id,
    predicted_at: now().toISOString(),
    model: 'creative_scorer' as const,
    version: metadata.version,
    sha256: metadata.sha256,
  };
  return rows.flatMap(({ features: _, campaign, hasDelayedResults, ...row }, at) => {
    const { ctr, result_rate = null } = told[at] ?? {};
    if (!ctr) return [];
    return [
      {
        ...about,
        ...row,
        ctr,
        result_rate: hasDelayedResults ? result_rate : null,
        because: because(scorer, features[at] ?? [], campaign),
      },
    ];
  });
}

/** A scorer that does not answer for this version does not hold up the run: the same numbers are computed here. */
async function scored(
  { model: file, metadata }: LoadedModel,
  rows: readonly (readonly number[])[],
  campaigns: readonly string[],
  { scorer = scoreHere, logger }: PredictingDeps,
): Promise<Prediction[]> {
  try {
    return await scorer.predict(metadata, file, rows, campaigns);
  } catch (error) {
    if (!(error instanceof AdsError) || scorer === scoreHere) throw error;
    logger.warn(`${error.message}: ${metadata.model} ${metadata.version} predicts in this process instead`);
    return scoreHere.predict(metadata, file, rows, campaigns);
  }
}

function because(scorer: Scorer, features: readonly number[], campaign: string): CreativePrediction['because'] {
  const explained: Explanation | undefined = scorer.explain(features, campaign).find(({ target }) => target === 'ctr');
  return (explained?.contributions ?? [])
    .slice(0, shownContributions)
    .map(({ name, value, effect }) => ({ name, value, factor: Math.exp(effect) }));
}

async function keep(
  key: string,
  made: CreativePrediction[],
  { objects }: PredictingDeps,
): Promise<CreativePrediction[]> {
  return await parsePredictions(key, await createOnce(objects, key, await gzipLines(made)));
}

/** Keyed as `creative_metadata.json` is where ids are unique; the list tells the rest. */
const newest = (predictions: readonly CreativePrediction[]) => ({
  model: predictions[0]?.model,
  version: predictions[0]?.version,
  sha256: predictions[0]?.sha256,
  predicted_at: predictions[0]?.predicted_at,
  predictions: predictions.map(
    ({ run_id: _, predicted_at: __, model: ___, version: ____, sha256: _____, ...rest }) => rest,
  ),
});
