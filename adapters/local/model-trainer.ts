/** Training jobs on this machine: the script that SageMaker would run, in the Python environment that set-up made. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { keys } from '../../core/contracts/keys.ts';
import type { FinishedJob, TrainingJob } from '../../core/contracts/training.ts';
import { makeArtifact } from '../../core/learn/registry/artifact.ts';
import type { ModelTrainer } from '../../core/ports/model-trainer.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';

export interface LocalTrainerOptions {
  objects: ObjectStore;
  /** The interpreter. */
  python: string;
  timeoutSeconds?: number;
}

const halfAnHour = 1800;

/** The same job again is not run again: what it left counts. */
export const localModelTrainer = ({
  objects,
  python,
  timeoutSeconds = halfAnHour,
}: LocalTrainerOptions): ModelTrainer => ({
  async train(job) {
    const before = await outcomeOf(job, objects);
    if (before) return before;
    const folder = await mkdtemp(join(tmpdir(), 'ads-training-'));
    try {
      const reason = await runScript(job, { folder, objects, python, timeoutSeconds });
      if (reason !== undefined) return finished(job, 'Failed', reason);
      const artifact = await makeArtifact(await filesBelow(join(folder, 'model')));
      await objects.put(artifactKeyOf(job), artifact);
      return finished(job, 'Completed');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  outcome: (job) => outcomeOf(job, objects),
});

type Named = Pick<TrainingJob, 'model' | 'job' | 'snapshot'>;

const artifactKeyOf = ({ model, job, snapshot }: Named): string => keys.trainingArtifact(model, snapshot, job);

/** A job that failed leaves nothing, and is run again. */
const outcomeOf = async (job: Named, objects: ObjectStore): Promise<FinishedJob | undefined> =>
  (await objects.get(artifactKeyOf(job))) ? finished(job, 'Completed') : undefined;

const finished = ({ model, job, snapshot }: Named, status: string, reason?: string): FinishedJob => ({
  model,
  job,
  snapshot,
  status,
  ...(reason !== undefined && { reason }),
});

interface Running extends Required<LocalTrainerOptions> {
  folder: string;
}

/** Undefined when it ended well, else why not. */
async function runScript(job: TrainingJob, { folder, objects, python, timeoutSeconds }: Running) {
  const [code, training] = [join(folder, 'code'), join(folder, 'training')];
  await fetchBelow(objects, job.code_folder, code);
  await fetchBelow(objects, job.training_folder, training);
  const [modelDir, outputDir] = [join(folder, 'model'), join(folder, 'output')];
  await mkdir(modelDir);
  await mkdir(outputDir);
  const words = ['--training', training, '--model-dir', modelDir, '--output-data-dir', outputDir];
  return new Promise<string | undefined>((resolve) => {
    const child = spawn(python, ['-B', join(code, 'train.py'), ...words], {
      cwd: code,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: timeoutSeconds * 1000,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-longestReason);
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (exitCode, signal) => {
      if (exitCode === 0) resolve(undefined);
      else resolve(signal ? `it was stopped after ${timeoutSeconds} s` : (said.trim().split('\n').at(-1) ?? 'unknown'));
    });
  });
}

const longestReason = 2000;

async function fetchBelow(objects: ObjectStore, prefix: string, folder: string): Promise<void> {
  for await (const { key } of objects.list(prefix)) {
    const stored = await objects.get(key);
    const path = join(folder, key.slice(prefix.length));
    await mkdir(dirname(path), { recursive: true });
    if (stored) await writeFile(path, stored.body);
  }
}

async function filesBelow(folder: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(
      paths
        .toSorted()
        .map(
          async (path) => [relative(folder, path).replaceAll(sep, '/'), new Uint8Array(await readFile(path))] as const,
        ),
    ),
  );
}

/** Why this interpreter cannot train; undefined when it can. */
export function whyNoTraining(python: string): string | undefined {
  if (!existsSync(python)) return 'there is no Python 3.10 to 3.12 with the venv module';
  const { status } = spawnSync(python, ['-c', 'import numpy, sklearn'], { stdio: 'ignore' });
  return status === 0 ? undefined : 'scikit-learn is not installed in its environment';
}
