import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../cli/runtime.ts';
import { lackingPython, python, runPython } from '../support/training-python.ts';

const folder = join(projectRoot, 'sagemaker');
const models = ['creative_scorer', 'bid_optimizer'];

describe('the training scripts', () => {
  it.skipIf(!python).each(models)(`of the %s pass their own tests${lackingPython}`, (model) => {
    const words = ['-m', 'unittest', 'discover', '-s', join(folder, 'tests', model)];
    expect(runPython(model, words)).toMatch(/Ran [1-9]\d* tests in [\s\S]*\nOK\n$/);
  });

  it('are at most 150 lines each', () => {
    const long = models
      .flatMap((model) => readdirSync(join(folder, model)).map((name) => join(folder, model, name)))
      .filter((file) => file.endsWith('.py') && readFileSync(file, 'utf8').split('\n').length > 151);
    expect(long).toEqual([]);
  });

  it('stand on libraries that are pinned to one version each', () => {
    const lines = readFileSync(join(folder, 'requirements.txt'), 'utf8').split('\n');
    const named = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((line) => !/^[a-z-]+==\d+(\.\d+)+$/.test(line))).toEqual([]);
  });
});
