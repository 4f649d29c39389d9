import type { ModelName } from '../../contracts/model-file.ts';
import { AdsError } from '../../errors.ts';
import type { ModelEndpoint } from '../../ports/model-serving.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { servedModels } from './plan-job.ts';
import { readPointer } from './pointer.ts';
import { loadVersion } from './production.ts';

export type FollowingDeps = Pick<StageDeps, 'objects' | 'logger'> & { endpoint?: ModelEndpoint | undefined };

/** It was made before artifacts brought along what serves them. */
export class NotServableError extends AdsError {
  constructor(model: ModelName, version: string) {
    super(
      `${model} ${version} does not hold code/inference.py, so no endpoint can serve it`,
      'The pipeline itself can use it. Train again: npm run ads -- train --aws.',
    );
  }
}

/** The endpoint serves what latest.txt names. Undefined where there is no endpoint, or nothing in production yet. */
export async function followWithEndpoint(
  model: ModelName,
  { objects, endpoint, logger }: FollowingDeps,
): Promise<'serving' | 'changing' | undefined> {
  if (!endpoint || !servedModels.includes(model)) return undefined;
  const { version } = await readPointer(objects, model);
  if (version === null) return undefined;
  const { metadata, bringsServingCode } = await loadVersion(objects, model, version);
  if (!bringsServingCode) throw new NotServableError(model, version);
  const state = await endpoint.serve({ model, version, sha256: metadata.sha256 });
  logger.info('endpoint follows', { model, version, sha256: metadata.sha256, state });
  return state;
}
