import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/contracts/keys.ts';
import { loadProduction, promote, rollback } from '../../../../core/learn/registry/production.ts';
import { registerJob } from '../../../../core/learn/registry/register.ts';
import { standingVersions } from '../../../../core/learn/registry/retire.ts';
import { decodeText } from '../../../../core/running/documents.ts';
import { artifactOf, modelWithLift, registryWorld, trueLift, unseenRows } from '../../../support/registry-world.ts';

const model = 'creative_scorer';
const person = { by: 'a person', reason: 'a test' };

const textAt = async ({ objects }: ReturnType<typeof registryWorld>, key: string) => {
  const stored = await objects.get(key);
  return stored && decodeText(stored.body);
};

describe('registering a finished job', () => {
  it('puts a first model that beats the baseline into production, with its verdict', async () => {
    const world = registryWorld();
    const registered = await registerJob(await world.finish('job-1'), world.deps);
    expect(registered).toMatchObject({ version: 'v1', status: 'production', model_type: 'forest' });
    expect(registered.reasons[0]).toMatch(
      /^It beats the baseline: 9\d(\.\d)?% less loss \(9\d(\.\d)?% to 9\d(\.\d)?%\) on 60 unseen rows\.$/,
    );
    expect(await textAt(world, keys.modelLatest(model))).toBe('v1');
    const metadata = JSON.parse((await textAt(world, keys.modelVersion(model, 'v1', 'metadata.json'))) as string);
    expect(metadata).toMatchObject({
      version: 'v1',
      training_job: 'job-1',
      model_artifacts: 'models/creative_scorer/v1/model.tar.gz',
      metrics: { 'train:rmse': 0.01, 'validation:rmse': 0.012 },
      status: 'candidate',
      features: ['headline_words'],
      snapshot: { id: 'of-job-1', sha256: 'data of job-1' },
      library_versions: { 'scikit-learn': '1.4.2' },
    });
    const copy = JSON.parse((await textAt(world, keys.modelLatestCopy(model, 'metadata.json'))) as string);
    expect(copy).toEqual({ ...metadata, status: 'production' });
  });

  it('rejects a model that is worse than the one in production, which goes on serving', async () => {
    const world = registryWorld();
    await registerJob(await world.finish('good'), world.deps);
    const worse = await registerJob(await world.finish('worse', { file: modelWithLift(0.3) }), world.deps);
    expect(worse).toMatchObject({ version: 'v2', status: 'rejected' });
    expect(worse.reasons[0]).toMatch(/^It does not clearly beat v1: /);
    expect(await textAt(world, keys.modelLatest(model))).toBe('v1');
    await expect(promote({ model, version: 'v2', ...person }, world.deps)).rejects.toThrow(
      'creative_scorer v2 was rejected: It does not clearly beat v1',
    );
  });

  it('promotes a better one, and one call rolls back: the scorer then serves the old hash', async () => {
    const world = registryWorld();
    await registerJob(await world.finish('fair', { file: modelWithLift(0.3) }), world.deps);
    const old = (await loadProduction(world.objects, model))?.metadata.sha256;
    const better = await registerJob(await world.finish('better'), world.deps);
    expect(better).toMatchObject({ version: 'v2', status: 'production' });
    expect((await loadProduction(world.objects, model))?.metadata.sha256).not.toBe(old);
    expect(await rollback({ model, ...person }, world.deps)).toEqual({ model, from: 'v2', to: 'v1', changed: true });
    const serving = await loadProduction(world.objects, model);
    expect(serving?.metadata.sha256).toBe(old);
    expect(serving?.model.kind === 'forest' && serving.model.heads.ctr.trees[0]?.value).toEqual([0, -0.3, 0.3]);
    expect((await standingVersions(world.objects, model)).map(({ version, standing }) => [version, standing])).toEqual([
      ['v1', 'production'],
      ['v2', 'retired'],
    ]);
  });

  it('twice gives the same version; a version that was rolled back is not promoted by the same job again', async () => {
    const world = registryWorld();
    await registerJob(await world.finish('fair', { file: modelWithLift(0.3) }), world.deps);
    const job = await world.finish('better');
    await registerJob(job, world.deps);
    expect(await registerJob(job, world.deps)).toMatchObject({ version: 'v2', status: 'production' });
    await rollback({ model, ...person }, world.deps);
    expect(await registerJob(job, world.deps)).toMatchObject({ version: 'v2', status: 'candidate' });
    expect(await textAt(world, keys.modelLatest(model))).toBe('v1');
  });

  it('rejects a model of the kind baseline: it gains nothing over the means', async () => {
    const world = registryWorld();
    const registered = await registerJob(await world.finish('job', { file: modelWithLift(0) }), world.deps);
    expect(registered).toMatchObject({ status: 'rejected', model_type: 'baseline' });
    expect(registered.reasons[0]).toBe('Training found no model that beats the means of campaign and format.');
    expect(await loadProduction(world.objects, model)).toBeUndefined();
  });

  it.each([
    [
      'features that are not available',
      { file: modelWithLift(trueLift, 'horoscope') },
      /^It needs features that are not available: horoscope\.$/,
    ],
    ['too few unseen rows', { rows: unseenRows(10) }, /^It was judged on 10 unseen rows; at least 20 are needed\.$/],
    [
      'twice the clicks that it expects',
      { rows: unseenRows(60, 2) },
      /^Results were 2\.\d+ times what it predicted \(allowed: 0\.75 to 1\.33\)/,
    ],
  ])('rejects a model with %s', async (_, options, reason) => {
    const world = registryWorld();
    const { status, reasons } = await registerJob(await world.finish('job', options), world.deps);
    expect(status).toBe('rejected');
    expect(reasons.some((each) => reason.test(each))).toBe(true);
    expect(await loadProduction(world.objects, model)).toBeUndefined();
  });

  it('rejects what is too large or too slow', async () => {
    const world = registryWorld({ gate: { megabytes: 0.0001, milliseconds: 5 } });
    let clock = 0;
    const deps = { ...world.deps, milliseconds: () => (clock += 6) };
    const { reasons } = await registerJob(await world.finish('job'), deps);
    expect(reasons).toEqual([
      'It scored 10,020 rows in 6 ms (allowed: 5 ms).',
      expect.stringMatching(/^Its artifact is 0\.000\d+ MB \(allowed: 0\.0001 MB\)\.$/),
    ]);
  });

  it('says so when the model in production is worse than its own baseline by now', async () => {
    const world = registryWorld();
    await registerJob(await world.finish('one'), world.deps);
    // the ads that were good are bad now
    const turned = { rows: unseenRows(60, 1, -trueLift), file: modelWithLift(-trueLift) };
    const { status, reasons } = await registerJob(await world.finish('two', turned), world.deps);
    expect(status).toBe('production');
    expect(reasons.at(-1)).toBe(
      'v1, which is in production, is clearly worse than its baseline on these rows. Roll it back, or train with more data.',
    );
  });

  it('keeps a late job out, whose data is older than that of the model in production', async () => {
    const world = registryWorld();
    await registerJob(await world.finish('june', { file: modelWithLift(0.3) }), world.deps);
    const late = await registerJob(await world.finish('may', { madeAt: '2026-05-01T00:00:00.000Z' }), world.deps);
    expect(late).toMatchObject({
      status: 'rejected',
      reasons: ['v1, which is in production, was trained on newer data.'],
    });
  });

  it('registers nothing of a job that was stopped, whatever it left', async () => {
    const world = registryWorld();
    const job = await world.finish('job');
    const stopped = registerJob({ ...job, status: 'Stopped', reason: 'MaxRuntimeExceeded' }, world.deps);
    await expect(stopped).rejects.toThrow(
      'The training job job of creative_scorer did not complete (Stopped): MaxRuntimeExceeded',
    );
    expect(await standingVersions(world.objects, model)).toEqual([]);
  });

  it.each([
    ['is cut off', async () => (await artifactOf(modelWithLift(trueLift))).slice(0, 100)],
    ['is something else', async () => new TextEncoder().encode('<html>')],
    ['holds no model of ours', async () => artifactOf({ kind: 'pickle' } as never)],
  ])('rejects an artifact that %s', async (_, artifact) => {
    const world = registryWorld();
    const { status, reasons } = await registerJob(
      await world.finish('job', { artifact: await artifact() }),
      world.deps,
    );
    expect(status).toBe('rejected');
    expect(reasons[0]).toMatch(/^The model's artifact cannot be used: /);
    expect(await loadProduction(world.objects, model)).toBeUndefined();
  });
});

describe('a model in production', () => {
  it('whose bytes changed is not served, and a rollback still works', async () => {
    const world = registryWorld();
    await registerJob(await world.finish('fair', { file: modelWithLift(0.3) }), world.deps);
    await registerJob(await world.finish('better'), world.deps);
    const key = keys.modelVersion(model, 'v2', 'model.tar.gz');
    await world.objects.put(key, await artifactOf(modelWithLift(-0.6)));
    await expect(loadProduction(world.objects, model)).rejects.toThrow(
      `${key} cannot be read: its SHA-256 is not the registered one`,
    );
    await rollback({ model, ...person }, world.deps);
    expect((await loadProduction(world.objects, model))?.metadata.version).toBe('v1');
  });

  it('is replaced by a model that beats the baseline when it cannot be read any more', async () => {
    const world = registryWorld();
    await registerJob(await world.finish('one'), world.deps);
    await world.objects.delete(keys.modelVersion(model, 'v1', 'model.tar.gz'));
    expect(await registerJob(await world.finish('two', { file: modelWithLift(0.3) }), world.deps)).toMatchObject({
      status: 'production',
      reasons: [
        expect.stringMatching(/^It beats the baseline: /),
        'v1, which is in production, could not score these rows.',
      ],
    });
  });

  it('is not rolled back to a version whose bytes changed, but to the one before', async () => {
    const world = registryWorld();
    for (const [at, lift] of [0.2, 0.4, 0.6].entries())
      await registerJob(await world.finish(`job-${at}`, { file: modelWithLift(lift) }), world.deps);
    await world.objects.put(keys.modelVersion(model, 'v2', 'model.tar.gz'), new Uint8Array([1, 2, 3]));
    expect(await rollback({ model, ...person }, world.deps)).toMatchObject({ from: 'v3', to: 'v1' });
    await expect(rollback({ model, ...person }, world.deps)).rejects.toThrow(
      'There is no version of creative_scorer to roll back to',
    );
  });
});
