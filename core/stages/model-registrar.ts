/**
 * Stage `model-registrar`: finished training jobs become versions, and the better one serves. By hand it promotes, rolls back,
 * retires and lists.
 */

import { z } from 'zod';
import { type ModelName, modelNames } from '../contracts/model-file.ts';
import {
  type FinishedJob,
  type ModelRegistrarInput,
  modelRegistrarInput,
  type ProductionChange,
  type RegisteredModel,
  registeredModel,
} from '../contracts/training.ts';
import { AdsError } from '../errors.ts';
import { followWithEndpoint, NotServableError } from '../learn/registry/follow-with-endpoint.ts';
import { servedModels } from '../learn/registry/plan-job.ts';
import { promote, rollback } from '../learn/registry/production.ts';
import { type RegistryDeps, registerJob } from '../learn/registry/register.ts';
import { retire, type StandingVersion, standingVersions } from '../learn/registry/retire.ts';
import type { ModelEndpoint } from '../ports/model-serving.ts';
import type { ModelTrainer } from '../ports/model-trainer.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { once } from '../running/once.ts';

export type ModelRegistrarDeps = RegistryDeps &
  Pick<StageDeps, 'newId'> & {
    /** Who ran the jobs, where that is somebody else: asked how they ended. */
    trainer?: Pick<ModelTrainer, 'outcome'>;
    /** Where the version in production also answers; undefined where there is no such place. */
    endpoint?: ModelEndpoint | undefined;
  };

const registered = z.object({ run_id: z.string(), registered: z.array(registeredModel) });
export type Registered = z.infer<typeof registered>;

export type ModelRegistrarOutput =
  | Registered
  | ProductionChange
  | { model: ModelName; version: string; retired: true }
  | { versions: Record<ModelName, StandingVersion[]> };

/** Throws when a job did not complete or could not be registered, after the others were. */
export function modelRegistrar(input: ModelRegistrarInput, deps: ModelRegistrarDeps): Promise<ModelRegistrarOutput> {
  const request = modelRegistrarInput.parse(input);
  if (!('action' in request)) return register(request.run_id, request.jobs, deps);
  switch (request.action) {
    case 'promote':
      return promote(request, deps).then((change) => withEndpoint(change, deps));
    case 'rollback':
      return rollback(request, deps).then((change) => withEndpoint(change, deps));
    case 'retire':
      return retire(request, deps).then(() => ({ model: request.model, version: request.version, retired: true }));
    case 'list':
      return list(deps);
  }
}

function register(
  run_id: string | undefined,
  jobs: readonly (FinishedJob | { skipped: true })[],
  deps: ModelRegistrarDeps,
): Promise<Registered> {
  return once('model-registrar', { run_id }, deps, registered, async (runId) => {
    const finished = jobs.filter((job): job is FinishedJob => !('skipped' in job));
    const results = await Promise.allSettled(
      finished.map(async (job) => registerJob(await asItEnded(job, deps), deps)),
    );
    // also when nothing was promoted now: a run that was cut off may have promoted before
    const following = await Promise.allSettled(servedModels.map((model) => followWithEndpoint(model, deps)));
    const failures = [...results, ...following].flatMap((result) =>
      result.status === 'rejected' ? [result.reason as Error] : [],
    );
    for (const { message } of failures) deps.logger.warn(message);
    // no run can help a version that was made before there was an endpoint; the pipeline itself serves it
    const grave = failures.filter((failure) => !(failure instanceof NotServableError));
    if (grave[0]) throw grave.length === 1 ? grave[0] : new RegistrationError(grave);
    const done = results.flatMap((result): RegisteredModel[] => (result.status === 'fulfilled' ? [result.value] : []));
    return { run_id: runId, registered: done };
  });
}

/**
 * What the service says counts, not what the caller does: the artifact of a job that was stopped is there too, and must not serve. Of a
 * job that the service has forgotten the caller's word stays.
 */
async function asItEnded(job: FinishedJob, { trainer }: ModelRegistrarDeps): Promise<FinishedJob> {
  return (await trainer?.outcome(job)) ?? job;
}

/** The version is in production whatever becomes of the endpoint: an error would have a person roll back once more. */
async function withEndpoint(change: ProductionChange, deps: ModelRegistrarDeps): Promise<ProductionChange> {
  try {
    const endpoint = await followWithEndpoint(change.model, deps);
    return endpoint === undefined ? change : { ...change, endpoint };
  } catch (error) {
    if (!(error instanceof AdsError)) throw error;
    deps.logger.warn(error.message);
    return { ...change, endpoint: error.message };
  }
}

class RegistrationError extends AdsError {
  constructor(failures: readonly Error[]) {
    super(
      failures.map(({ message }) => message).join('; '),
      'The versions in production stay in place. See the logs of the jobs, then train again: npm run ads -- train --force.',
      { cause: failures[0] },
    );
  }
}

async function list({ objects }: ModelRegistrarDeps): Promise<{ versions: Record<ModelName, StandingVersion[]> }> {
  const found = await Promise.all(
    modelNames.map(async (model) => [model, await standingVersions(objects, model)] as const),
  );
  return { versions: Object.fromEntries(found) as Record<ModelName, StandingVersion[]> };
}
