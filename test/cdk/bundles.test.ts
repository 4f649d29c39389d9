import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importTime } from '../../bench/bundles/import-time.ts';
import { lambdaStages } from '../../core/deployment/names.ts';
import { bundleFile } from '../../lib/bundling.ts';
import { bundleHandler, handlerFileOf, MissingHandlerError } from '../../lib/handler-bundle.ts';

const largestBytes = 1.5e6;
const stages = lambdaStages.map(({ name }) => name).filter((name) => existsSync(handlerFileOf(name)));
let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'bundles-'));
  for (const stage of stages) bundleHandler(stage, join(root, stage));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a bundle', () => {
  it('is refused for a stage without a handler, by name', () => {
    expect(() => bundleHandler('no-such-stage', join(root, 'none'))).toThrow(MissingHandlerError);
    expect(() => bundleHandler('no-such-stage', join(root, 'none'))).toThrow('write lambdas/no-such-stage/handler.ts');
  });

  it('exists for every stage', () => {
    expect(stages).toEqual(lambdaStages.map(({ name }) => name));
  });

  it.each(stages)('of %s loads as Lambda loads it, and is small', async (stage) => {
    const file = join(root, stage, bundleFile);
    expect(statSync(file).size).toBeLessThanOrEqual(largestBytes);
    expect((await importTime(file)).exports).toContain('handler');
    expect(readdirSync(join(root, stage, 'athena', 'tables')).length).toBeGreaterThan(5);
  });

  it('of the model-trainer brings the scripts of training, and no other has them', () => {
    const python = (stage: string) =>
      existsSync(join(root, stage, 'sagemaker'))
        ? readdirSync(join(root, stage, 'sagemaker'), { recursive: true, encoding: 'utf8' }).filter((name) =>
            name.endsWith('.py'),
          )
        : [];
    expect(python('model-trainer')).toEqual(
      expect.arrayContaining([join('creative_scorer', 'train.py'), join('bid_optimizer', 'train.py')]),
    );
    expect(python('model-trainer').filter((name) => name.includes('test'))).toEqual([]);
    expect(stages.filter((stage) => stage !== 'model-trainer' && python(stage).length > 0)).toEqual([]);
  });
});
