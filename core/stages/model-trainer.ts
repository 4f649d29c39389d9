/**
 * Stage `model-trainer`, weekly: for each model a snapshot of what is mature, and the training job that learns from it. The jobs run
 * elsewhere. It builds the snapshots itself: once a week, where the data-processor would do it four times a day.
 */

import { type ModelName, modelNames } from '../contracts/model-file.ts';
import {
  type ModelTrainerInput,
  type ModelTrainerOutput,
  modelTrainerInput,
  modelTrainerOutput,
} from '../contracts/training.ts';
import { type Plan, type PlanningDeps, planJob } from '../learn/registry/plan-job.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { once } from '../running/once.ts';

export type ModelTrainerDeps = PlanningDeps & Pick<StageDeps, 'logger' | 'newId'>;

/** The same `run_id` twice gives the same jobs, with the same names. */
export function modelTrainer(input: ModelTrainerInput, deps: ModelTrainerDeps): Promise<ModelTrainerOutput> {
  const { run_id, force } = modelTrainerInput.parse(input ?? {});
  return once('model-trainer', { run_id }, deps, modelTrainerOutput, async (runId) => {
    const plans = new Map<ModelName, Plan>();
    for (const model of modelNames) plans.set(model, await planJob({ model, runId, force }, deps));
    const output = {
      run_id: runId,
      jobs: perModel((model) => plans.get(model)?.job ?? null),
      skipped: perModel((model) => plans.get(model)?.skipped ?? null),
    };
    deps.logger.info('training planned', output);
    return output;
  });
}

const perModel = <T>(value: (model: ModelName) => T): Record<ModelName, T> =>
  Object.fromEntries(modelNames.map((model) => [model, value(model)])) as Record<ModelName, T>;
