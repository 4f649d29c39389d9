/** Runs the training script on rows of a benchmark, as a person would by hand. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../cli/runtime.ts';
import { type ModelFile, parseModel } from '../../core/contracts/model-file.ts';
import { type CreativeSample, creativeCells, creativeColumns } from '../../core/learn/training/creative-samples.ts';
import { toCsv } from '../../core/learn/training/csv-text.ts';
import { python } from '../../test/support/training-python.ts';

export const canTrain = python !== undefined;
export const withoutPython = 'not measured: there is no Python with scikit-learn 1.4.2 here (npm start installs one)';

export interface Fit {
  train: readonly CreativeSample[];
  validation: readonly CreativeSample[];
}

/** A sample of a data set that has no days, results or money. */
export const plainSample = (
  creative: string,
  campaign: string,
  counts: { impressions: number; clicks: number },
  features: number[],
): CreativeSample => ({
  creative,
  campaign,
  block: 0,
  fromDay: '',
  toDay: '',
  ...counts,
  resultImpressions: null,
  results: null,
  cost: null,
  currency: null,
  features,
});

/** Trains the creative scorer; `features` names the samples' numbers. */
export function trainScorer(fit: Fit, features: readonly string[]): ModelFile {
  const folder = writeFit(fit, features);
  try {
    runScript(join(projectRoot, 'sagemaker', 'creative_scorer', 'train.py'), [
      ...['--training', join(folder, 'fit')],
      ...['--model-dir', join(folder, 'model')],
      ...['--output-data-dir', join(folder, 'output')],
    ]);
    return parseModel(readFileSync(join(folder, 'model', 'model.json'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `fit/train.csv` and `fit/validation.csv` in a new folder. */
export function writeFit({ train, validation }: Fit, features: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-models-'));
  mkdirSync(join(folder, 'fit'));
  const header = [...creativeColumns, ...features];
  for (const [name, samples] of Object.entries({ train, validation }))
    writeFileSync(join(folder, 'fit', `${name}.csv`), toCsv(header, samples.map(creativeCells)));
  return folder;
}

export function runScript(script: string, words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python ?? 'python3', [script, ...words], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PYTHONPATH: join(projectRoot, 'sagemaker', 'creative_scorer'),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
