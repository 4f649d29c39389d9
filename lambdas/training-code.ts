import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type TrainingCode, trainingCodeOf } from '../core/learn/registry/plan-job.ts';

/** The Python files of `sagemaker/<model>/` and those that serve it, which the bundle has beside it. */
export function bundledTrainingCode(): TrainingCode {
  const folder = fileURLToPath(new URL('./sagemaker', import.meta.url));
  return trainingCodeOf((part) =>
    readdirSync(join(folder, part))
      .filter((name) => name.endsWith('.py'))
      .toSorted()
      .map((name) => [name, new Uint8Array(readFileSync(join(folder, part, name)))] as const),
  );
}
