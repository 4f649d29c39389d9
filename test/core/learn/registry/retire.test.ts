import { describe, expect, it } from 'vitest';
import { keys, prefixes, snapshotOf } from '../../../../core/contracts/keys.ts';
import { rollback } from '../../../../core/learn/registry/production.ts';
import { registerJob } from '../../../../core/learn/registry/register.ts';
import { removeOldSnapshots } from '../../../../core/learn/registry/remove-snapshots.ts';
import { removeOldVersions } from '../../../../core/learn/registry/retire.ts';
import { listVersions, reserveVersion } from '../../../../core/learn/registry/versions.ts';
import { listAll } from '../../../conformance/list-all.ts';
import { modelWithLift, type RegistryWorld, registryWorld } from '../../../support/registry-world.ts';

const model = 'creative_scorer';
const names = async ({ objects }: RegistryWorld) => (await listVersions(objects, model)).map(({ version }) => version);

/** v1 and v2 served, then came rejected ones. */
async function worldOfSix(): Promise<RegistryWorld> {
  const world = registryWorld({ keptVersions: 2, retiredDays: 7 });
  for (const [at, lift] of [0.3, 0.6, 0.1, 0.1, 0.1, 0.1].entries())
    await registerJob(await world.finish(`job-${at}`, { file: modelWithLift(lift) }), world.deps);
  return world;
}

describe('removing old versions', () => {
  it('keeps the newest, the one in production and the one before it, and gives the others a week', async () => {
    const world = await worldOfSix();
    expect(await removeOldVersions(model, world.deps)).toBe(0);
    expect(await names(world)).toEqual(['v1', 'v2', 'v3', 'v4', 'v5', 'v6']);
    world.setTime('2026-06-14T02:00:00.000Z');
    expect(await removeOldVersions(model, world.deps)).toBe(2);
    expect(await names(world)).toEqual(['v1', 'v2', 'v5', 'v6']);
    expect(await world.objects.get(keys.modelVersion(model, 'v3', 'model.tar.gz'))).toBeUndefined();
    expect(await rollback({ model, by: 'a person', reason: '' }, world.deps)).toMatchObject({ to: 'v1' });
  });

  it('gives no number of a removed version again', async () => {
    const world = await worldOfSix();
    await removeOldVersions(model, world.deps);
    world.setTime('2026-07-14T02:00:00.000Z');
    await removeOldVersions(model, world.deps);
    expect(await reserveVersion(world.objects, model, 'another', world.deps.now())).toBe('v7');
  });
});

describe('removing old snapshots', () => {
  it('keeps those of versions, and gives the others a week', async () => {
    const world = registryWorld({ retiredDays: 7 });
    await registerJob(await world.finish('registered'), world.deps);
    const failed = await world.finish('failed');
    expect(await removeOldSnapshots(model, world.deps)).toBe(0);
    world.setTime('2026-06-15T02:00:00.000Z');
    await world.finish('fresh');
    expect(await removeOldSnapshots(model, world.deps)).toBe(1);
    const left = (await listAll(world.objects, prefixes.training(model))).map(({ key }) => snapshotOf(model, key));
    expect([...new Set(left)]).toEqual(['of-fresh', 'of-registered']);
    expect(left).not.toContain(failed.snapshot);
  });
});
