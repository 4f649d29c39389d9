/** The workflow `train` on this machine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { localModelTrainer, whyNoTraining } from '../adapters/local/model-trainer.ts';
import { keys } from '../core/contracts/keys.ts';
import { modelNames } from '../core/contracts/model-file.ts';
import type { ModelTrainerOutput, RegisteredModel } from '../core/contracts/training.ts';
import { counted, percent } from '../core/domain/language.ts';
import { creativePrediction } from '../core/learn/predictions/creative-prediction.ts';
import { type TrainingCode, trainingCodeOf } from '../core/learn/registry/plan-job.ts';
import { parseStored } from '../core/running/documents.ts';
import { type ModelRegistrarDeps, modelRegistrar, type Registered } from '../core/stages/model-registrar.ts';
import { modelTrainer } from '../core/stages/model-trainer.ts';
import { walk, workflows } from '../core/workflows/pipeline.ts';
import { projectRoot, type Runtime, shownPath } from './runtime.ts';
import { onWarehouse } from './stages.ts';

/** The environment that set-up makes. */
export const trainingPython = join(
  projectRoot,
  '.local',
  'python',
  process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
);

/** The Python files below `sagemaker/<model>/`, and those that serve it. */
export function trainingCode(folder = join(projectRoot, 'sagemaker')): TrainingCode {
  return trainingCodeOf((part) =>
    readdirSync(join(folder, part))
      .filter((name) => name.endsWith('.py'))
      .toSorted()
      .map((name) => [name, new Uint8Array(readFileSync(join(folder, part, name)))] as const),
  );
}

export const registrarDeps = ({ deps }: Pick<Runtime, 'deps'>): ModelRegistrarDeps => ({
  ...deps,
  milliseconds: () => performance.now(),
});

export interface TrainingOutcome {
  /** Why nothing was trained at all; null where something was tried. */
  unavailable: string | null;
  skipped: ModelTrainerOutput['skipped'];
  registered: RegisteredModel[];
}

/** Plans, trains and registers. A failed job throws, after the others were registered. */
export async function runTraining(
  runtime: Runtime,
  { force = false, python = trainingPython }: { force?: boolean; python?: string } = {},
): Promise<TrainingOutcome> {
  const unavailable = whyNoTraining(python) ?? null;
  const outcome: TrainingOutcome = {
    unavailable,
    skipped: { creative_scorer: null, bid_optimizer: null },
    registered: [],
  };
  if (unavailable !== null) return outcome;
  const { objects, progress } = runtime.deps;
  const trainer = localModelTrainer({ objects, python });
  await walk(workflows.train.step, {
    accounts: async () => [],
    accountFailed: () => undefined,
    runStage: async (stage, _account, input) => {
      if (stage === 'model-trainer') {
        const planned = await onWarehouse(runtime, (deps) =>
          modelTrainer({ force }, { ...deps, code: trainingCode(), jobPrefix: 'local' }),
        );
        outcome.skipped = planned.skipped;
        return { output: planned };
      }
      progress('evaluating the trained models');
      const output = (await modelRegistrar(
        input as Parameters<typeof modelRegistrar>[0],
        registrarDeps(runtime),
      )) as Registered;
      outcome.registered = output.registered;
      return { output };
    },
    runJob: (job) => {
      progress('training the models');
      return trainer.train(job);
    },
  });
  return outcome;
}

const shownPrediction = creativePrediction.pick({ creative_id: true, ctr: true, because: true });
const served = z.object({ version: z.string(), predictions: z.array(shownPrediction) });

/** A person reads the most promising few; the file has them all. */
const shownPredictions = 3;

/** The ads that are expected to do best, with what moves each estimate most. */
export const explainedLines = (predictions: readonly z.infer<typeof shownPrediction>[]): string[] =>
  predictions
    .toSorted((one, other) => other.ctr.expected - one.ctr.expected)
    .slice(0, shownPredictions)
    .map(({ creative_id, ctr, because }) => {
      const moved = because.map(({ name, factor }) => `${name.replaceAll('_', ' ')} × ${factor.toFixed(2)}`);
      const why = moved.length > 0 ? `: ${moved.join(', ')}` : '';
      return `  ${creative_id}: ${percent(ctr.expected)} (${percent(ctr.low)} to ${percent(ctr.high)})${why}`;
    });

/** Which version the newest predictions are of; none when no model serves. */
export async function servingLines({ deps, dataDir }: Pick<Runtime, 'deps' | 'dataDir'>): Promise<string[]> {
  const key = keys.newestPredictions('creative_scorer');
  const stored = await deps.objects.get(key);
  if (!stored) return [];
  const { version, predictions } = parseStored(key, stored.body, served);
  return [
    `creative_scorer ${version} predicts the CTR of ${counted(predictions.length, 'ad')}: ${shownPath(join(dataDir, key))}`,
    ...explainedLines(predictions),
  ];
}

/** A line or two for each model: what became of it, and why. */
export function trainingLines({ unavailable, skipped, registered }: TrainingOutcome): string[] {
  if (unavailable !== null) return [`Training was skipped: ${unavailable}. Everything else works.`];
  return modelNames.flatMap((model) => {
    const made = registered.find((each) => each.model === model);
    if (made) return [`Model ${model} ${made.version}: ${made.status}. ${made.reasons[0] ?? ''}`];
    return [`Model ${model}: not trained, ${skipped[model] ?? 'its job did not complete'}.`];
  });
}
