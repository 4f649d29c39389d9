/** Kills between any two writes, races and damage: `latest` is never wrong, and a rollback always possible. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keys, prefixes } from '../../../../core/contracts/keys.ts';
import { ObjectConflictError } from '../../../../core/errors.ts';
import { loadProduction, PromotionError, rollback } from '../../../../core/learn/registry/production.ts';
import { registerJob } from '../../../../core/learn/registry/register.ts';
import { standingVersions } from '../../../../core/learn/registry/retire.ts';
import { listVersions, reserveVersion } from '../../../../core/learn/registry/versions.ts';
import type { ObjectStore } from '../../../../core/ports/object-store.ts';
import { decodeText } from '../../../../core/running/documents.ts';
import { KilledError, type Life, mortal, newLife } from '../../../support/mortal.ts';
import { modelWithLift, type RegistryWorld, registryWorld } from '../../../support/registry-world.ts';

const model = 'creative_scorer';
const person = { by: 'a person', reason: 'a test' };

/** Reading a list has no effect, so a kill within is one after it. */
const mortalStore = (objects: ObjectStore, life: Life): ObjectStore => ({
  ...mortal({ get: objects.get, put: objects.put, delete: objects.delete }, life),
  list: objects.list,
});

/** What holds at any moment, whatever was cut off where. */
async function expectSound({ objects }: RegistryWorld): Promise<void> {
  const serving = await loadProduction(objects, model);
  if (serving) expect(serving.metadata.status).toBe('candidate');
  for (const { version, standing, status } of await standingVersions(objects, model))
    if (standing === 'production') expect([version, status]).toEqual([serving?.metadata.version, 'candidate']);
}

describe('the registry, killed between any two of its calls', () => {
  it('is sound at once, and the same job again makes it what an undisturbed one would be', async () => {
    const points = await pointsOf();
    expect(points).toBeGreaterThan(30);
    for (let killAt = 1; killAt <= points; killAt += 1) {
      const world = await worldWithOneVersion();
      const job = await world.finish('better');
      const life = newLife(killAt);
      const dying = { ...world.deps, objects: mortalStore(world.objects, life) };
      await expect(registerJob(job, dying)).rejects.toThrow(KilledError);
      await expectSound(world);
      expect(await registerJob(job, world.deps)).toMatchObject({ status: 'production' });
      await expectCopied(world);
      expect(await rollback({ model, ...person }, world.deps)).toMatchObject({ to: 'v1' });
    }
  });

  it('never goes back to a version that was not in production', async () => {
    for (let killAt = 1; killAt <= 40; killAt += 1) {
      const world = await worldWithOneVersion();
      await registerJob(await world.finish('better', { file: modelWithLift(0.5) }), world.deps);
      const life = newLife(killAt);
      const dying = { ...world.deps, objects: mortalStore(world.objects, life) };
      const rolled = await rollback({ model, ...person }, dying).catch((error) => error);
      await expectSound(world);
      const { metadata } = (await loadProduction(world.objects, model)) ?? {};
      expect(['v1', 'v2']).toContain(metadata?.version);
      if (!(rolled instanceof KilledError)) expect(metadata?.version).toBe('v1');
    }
  });

  async function pointsOf(): Promise<number> {
    const world = await worldWithOneVersion();
    const life = newLife();
    await registerJob(await world.finish('better'), { ...world.deps, objects: mortalStore(world.objects, life) });
    return life.points;
  }
});

async function worldWithOneVersion(): Promise<RegistryWorld> {
  const world = registryWorld();
  await registerJob(await world.finish('fair', { file: modelWithLift(0.3) }), world.deps);
  return world;
}

async function expectCopied({ objects }: RegistryWorld): Promise<void> {
  const latest = decodeText((await objects.get(keys.modelLatest(model)))!.body);
  const copy = JSON.parse(decodeText((await objects.get(keys.modelLatestCopy(model, 'metadata.json')))!.body));
  expect(copy).toMatchObject({ version: latest, status: 'production' });
}

/** Calls take turns in an order that the test draws: what two processes may do to each other. */
function interleaved(objects: ObjectStore, turns: fc.Scheduler): ObjectStore {
  const soon = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    turns.schedule(Promise.resolve(), what).then(work);
  return {
    get: (key) => soon(`get ${key}`, () => objects.get(key)),
    put: (key, body, condition) => soon(`put ${key}`, () => objects.put(key, body, condition)),
    delete: (key) => soon(`delete ${key}`, () => objects.delete(key)),
    list: objects.list,
  };
}

describe('two registrars at the same moment', () => {
  it('never give a number twice, whatever the order of their calls', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (turns) => {
        const { objects, deps } = registryWorld();
        const shared = interleaved(objects, turns);
        const jobs = ['a', 'b', 'c', 'a', 'b'];
        const all = Promise.all(jobs.map((job) => reserveVersion(shared, model, job, deps.now())));
        await turns.waitFor(all);
        const versions = await all;
        expect(versions[3]).toBe(versions[0]);
        expect(versions[4]).toBe(versions[1]);
        expect(new Set(versions).size).toBe(3);
      }),
      { numRuns: 100 },
    );
  });

  it('of different jobs leave one of them in production, and both as versions', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (turns) => {
        const world = await worldWithOneVersion();
        const jobs = [
          await world.finish('half', { file: modelWithLift(0.45) }),
          await world.finish('whole', { file: modelWithLift(0.6) }),
        ];
        const objects = interleaved(world.objects, turns);
        const all = Promise.all(jobs.map((job) => registerJob(job, { ...world.deps, objects })));
        await turns.waitFor(all);
        await expectSound(world);
        await expectCopied(world);
        const versions = await listVersions(world.objects, model);
        expect(versions.map(({ version }) => version)).toEqual(['v1', 'v2', 'v3']);
        const serving = await loadProduction(world.objects, model);
        expect(['half', 'whole']).toContain(serving?.metadata.training_job);
        expect(await rollback({ model, ...person }, world.deps)).toMatchObject({ changed: true });
        await expectSound(world);
      }),
      { numRuns: 40 },
    );
  });

  it('of the same job make one version of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (turns) => {
        const world = registryWorld();
        const job = await world.finish('job');
        const objects = interleaved(world.objects, turns);
        const all = Promise.all([job, job].map((each) => registerJob(each, { ...world.deps, objects })));
        await turns.waitFor(all);
        const [one, other] = await all;
        expect(one?.version).toBe(other?.version);
        expect(await listVersions(world.objects, model)).toHaveLength(1);
        expect((await loadProduction(world.objects, model))?.metadata.version).toBe(one?.version);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a rollback beside a promotion', () => {
  it('leaves a version that may serve, whoever was first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (turns) => {
        const world = await worldWithOneVersion();
        await registerJob(await world.finish('two', { file: modelWithLift(0.45) }), world.deps);
        const job = await world.finish('three', { file: modelWithLift(0.6) });
        const objects = interleaved(world.objects, turns);
        const rolled = rollback({ model, ...person }, { ...world.deps, objects }).catch((error) => error);
        const registered = registerJob(job, { ...world.deps, objects }).catch((error) => error);
        const all = Promise.all([rolled, registered]);
        await turns.waitFor(all);
        for (const result of await all)
          if (result instanceof Error) expect([ObjectConflictError.name, PromotionError.name]).toContain(result.name);
        await expectSound(world);
        await expectCopied(world);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a folder that another tool left', () => {
  it('keeps its number: the next version is above it', async () => {
    const world = registryWorld();
    await world.objects.put(`${prefixes.model(model)}v7/model.tar.gz`, new Uint8Array([1]));
    expect(await registerJob(await world.finish('job'), world.deps)).toMatchObject({ version: 'v8' });
    expect((await listVersions(world.objects, model)).map(({ version }) => version)).toEqual(['v8']);
  });
});
