import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localModelTrainer, whyNoTraining } from '../../../adapters/local/model-trainer.ts';
import { keys } from '../../../core/contracts/keys.ts';
import type { TrainingJob } from '../../../core/contracts/training.ts';
import { unpackTar } from '../../../core/learn/registry/tar.ts';
import { encodeText } from '../../../core/running/documents.ts';
import { gunzip } from '../../../core/running/gzip.ts';
import { modelTrainerSuite } from '../../conformance/model-trainer.ts';
import { memoryObjects } from '../../support/memory-objects.ts';
import { temporaryFolders } from './temporary-folder.ts';

const newFolder = temporaryFolders();
const snapshot = 's1';
const job: TrainingJob = {
  model: 'creative_scorer',
  job: 'local-creative-scorer-1',
  snapshot,
  training_folder: keys.trainingFile('creative_scorer', snapshot, 'fit/'),
  code_folder: keys.trainingFile('creative_scorer', snapshot, 'code/'),
  output_folder: keys.trainingFile('creative_scorer', snapshot, 'jobs'),
};

/** Stands for Python: Node runs what is called train.py, and does not know -B. */
async function interpreter(): Promise<string> {
  const folder = await newFolder();
  const path = join(folder, 'python');
  writeFileSync(path, `#!/bin/sh\nshift\ncp "$1" "$1.mjs"\nshift\nexec ${process.execPath} train.py.mjs "$@"\n`, {
    mode: 0o755,
  });
  return path;
}

async function world(script: string) {
  const objects = memoryObjects();
  await objects.put(`${job.code_folder}train.py`, encodeText(script));
  await objects.put(`${job.training_folder}train.csv`, encodeText('a,b\n1,2\n'));
  await objects.put(keys.trainingFile('creative_scorer', snapshot, 'unseen/test.csv'), encodeText('secret\n'));
  return { objects, trainer: localModelTrainer({ objects, python: await interpreter(), timeoutSeconds: 5 }) };
}

const good = `
import { parseArgs } from 'node:util';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const option = { type: 'string' };
const { values } = parseArgs({ options: { training: option, 'model-dir': option, 'output-data-dir': option } });
const seen = readFileSync(values.training + '/train.csv', 'utf8') + existsSync(values.training + '/test.csv');
writeFileSync(values['model-dir'] + '/model.json', JSON.stringify({ seen }));
`;

/** Counts its runs beside itself, where the next run finds them. */
const counted = (script: string, log: string) =>
  `import { appendFileSync } from 'node:fs';\nappendFileSync(${JSON.stringify(log)}, 'x');\n${script}`;

describe.skipIf(process.platform === 'win32')('a training job on this machine', () => {
  modelTrainerSuite(async (fate) => {
    const log = join(await newFolder(), 'runs');
    const failing = "console.error('training failed: no clicks'); process.exit(1)";
    const { trainer } = await world(counted(fate === 'fails' ? failing : good, log));
    return { trainer, job, begun: async () => readFileSync(log, 'utf8').length };
  });

  it('sees what it may learn from and nothing else, and leaves an artifact', async () => {
    const { objects, trainer } = await world(good);
    const ended = await trainer.train(job);
    expect(ended).toEqual({ model: job.model, job: job.job, snapshot, status: 'Completed' });
    const artifact = await objects.get(keys.trainingArtifact(job.model, snapshot, job.job));
    const files = unpackTar(await gunzip(artifact!.body, 1e6));
    expect(JSON.parse(new TextDecoder().decode(files.get('model.json')))).toEqual({ seen: 'a,b\n1,2\nfalse' });
  });

  it('says in a line why it failed, and leaves nothing', async () => {
    const { objects, trainer } = await world(
      "console.error('Traceback …'); console.error('training failed: no clicks'); process.exit(1)",
    );
    expect(await trainer.train(job)).toMatchObject({ status: 'Failed', reason: 'training failed: no clicks' });
    expect(await objects.get(keys.trainingArtifact(job.model, snapshot, job.job))).toBeUndefined();
  });

  it('is ended when it takes too long', async () => {
    const { trainer } = await world('setTimeout(() => {}, 60_000)');
    expect(await trainer.train(job)).toMatchObject({ status: 'Failed', reason: 'it was stopped after 5 s' });
  });

  it('is not run a second time under the same name', async () => {
    const { objects, trainer } = await world(good);
    await trainer.train(job);
    await objects.put(`${job.code_folder}train.py`, encodeText('process.exit(1)'));
    expect(await trainer.train(job)).toMatchObject({ status: 'Completed' });
  });
});

describe('the Python environment', () => {
  it('that is not there, or lacks scikit-learn, says so', async () => {
    const folder = await newFolder();
    expect(whyNoTraining(join(folder, 'python'))).toBe('there is no Python 3.10 to 3.12 with the venv module');
    mkdirSync(join(folder, 'bin'));
    symlinkSync(process.execPath, join(folder, 'bin', 'python'));
    expect(whyNoTraining(join(folder, 'bin', 'python'))).toBe('scikit-learn is not installed in its environment');
  });
});
