/** A Python that can train: the one of `.local/python`, else one on the path with the same scikit-learn. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../cli/runtime.ts';

const scikitLearn = '1.4.2';

/** Undefined when there is none. */
export const python = findPython();
/** For the title of what needs it. */
export const lackingPython = python
  ? ''
  : ` (SKIPPED: there is no Python with scikit-learn ${scikitLearn}; npm start installs it)`;

function findPython(): string | undefined {
  const own = ['bin/python', 'Scripts/python.exe'].map((path) => join(projectRoot, '.local', 'python', path));
  return [...own.filter(existsSync), 'python3'].find(hasScikitLearn);
}

function hasScikitLearn(python: string): boolean {
  const code = 'import sklearn; print(sklearn.__version__)';
  const { status, stdout } = spawnSync(python, ['-c', code], { encoding: 'utf8' });
  return status === 0 && stdout.trim() === scikitLearn;
}

/** Runs Python with a model's folder among its imports; throws what it printed when it fails. */
export function runPython(model: string, words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python ?? 'python3', words, {
    encoding: 'utf8',
    cwd: projectRoot,
    env: { ...process.env, PYTHONPATH: join(projectRoot, 'sagemaker', model), PYTHONDONTWRITEBYTECODE: '1' },
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout + stderr;
}
