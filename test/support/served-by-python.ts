/** What `sagemaker/serving/inference.py` answers, called as SageMaker's container calls it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../cli/runtime.ts';
import { python } from './training-python.ts';

export interface ServedAnswer {
  version: string | null;
  sha256: string | null;
  predictions: Record<'ctr' | 'result_rate', Record<'expected' | 'low' | 'high', number> | null>[];
}

/** Any will do: it needs no package. */
export const plainPython = python ?? (spawnSync('python3', ['--version']).status === 0 ? 'python3' : undefined);

const host = `
import json, sys
sys.path.insert(0, sys.argv[2])
import inference
model = inference.model_fn(sys.argv[1])
data = inference.input_fn(sys.stdin.buffer.read(), "application/json")
body, kind = inference.output_fn(inference.predict_fn(data, model), "application/json")
assert kind == "application/json"
sys.stdout.write(body)
`;

/** Throws what Python printed when it refuses. The model is `<name>.json` of the folder; `code` is where inference.py lies. */
export function servedBy(
  folder: string,
  name: string,
  request: unknown,
  {
    code = join(projectRoot, 'sagemaker', 'serving'),
    ...environment
  }: { code?: string; [variable: string]: string | undefined } = {},
): ServedAnswer {
  const modelDir = mkdtempSync(join(tmpdir(), 'served-'));
  try {
    mkdirSync(modelDir, { recursive: true });
    copyFileSync(join(folder, `${name}.json`), join(modelDir, 'model.json'));
    const words = ['-B', '-c', host, modelDir, code];
    const { status, stdout, stderr } = spawnSync(plainPython ?? 'python3', words, {
      input: JSON.stringify(request),
      encoding: 'utf8',
      env: { ...process.env, ...environment },
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as ServedAnswer;
  } finally {
    rmSync(modelDir, { recursive: true, force: true });
  }
}
