import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/contracts/keys.ts';
import type { FinishedJob } from '../../../core/contracts/training.ts';
import { ServiceError } from '../../../core/errors.ts';
import { makeArtifact } from '../../../core/learn/registry/artifact.ts';
import type { ServedVersion } from '../../../core/ports/model-serving.ts';
import { decodeText, encodeJson } from '../../../core/running/documents.ts';
import { modelRegistrar } from '../../../core/stages/model-registrar.ts';
import { modelWithLift, registryWorld } from '../../support/registry-world.ts';

const model = 'creative_scorer';

/** An endpoint that serves whatever it is told to. */
function willingEndpoint() {
  const served: ServedVersion[] = [];
  const serve = async (version: ServedVersion) => {
    served.push(version);
    return 'serving' as const;
  };
  return { endpoint: { serve }, served };
}

describe('model-registrar', () => {
  it('registers finished jobs once a run, and skips what had none', async () => {
    const world = registryWorld();
    const input = { run_id: 'train-1', jobs: [await world.finish('job-1'), { skipped: true } as const] };
    const output = await modelRegistrar(input, world.deps);
    expect(output).toEqual({
      run_id: 'train-1',
      registered: [
        {
          model,
          job: 'job-1',
          version: 'v1',
          status: 'production',
          model_type: 'forest',
          reasons: [expect.any(String)],
        },
      ],
    });
    expect(await modelRegistrar(input, world.deps)).toEqual(output);
  });

  it('registers what completed, and then fails with the reason of what did not', async () => {
    const world = registryWorld();
    const failed = {
      model: 'bid_optimizer',
      job: 'job-2',
      snapshot: 's',
      status: 'Stopped',
      reason: 'MaxRuntimeExceeded',
    };
    const run = modelRegistrar({ run_id: 'r', jobs: [await world.finish('job-1'), failed as never] }, world.deps);
    await expect(run).rejects.toThrow(
      'The training job job-2 of bid_optimizer did not complete (Stopped): MaxRuntimeExceeded',
    );
    expect(decodeText((await world.objects.get(keys.modelLatest(model)))!.body)).toBe('v1');
    expect(world.warnings).toEqual([expect.stringContaining('did not complete (Stopped)')]);
  });

  it('believes the service, not the caller, about how a job ended', async () => {
    const world = registryWorld();
    const [good, stopped] = [await world.finish('job-1'), await world.finish('job-2')];
    const outcomes: Record<string, FinishedJob> = {
      'job-1': { ...good, trained_seconds: 180, billed_seconds: 54 },
      'job-2': { ...stopped, status: 'Stopped', reason: 'it took longer than aws.training.maximumMinutes' },
    };
    const deps = { ...world.deps, trainer: { outcome: async ({ job }: { job: string }) => outcomes[job] } };
    await modelRegistrar({ jobs: [good] }, deps);
    // an artifact of it is there, and the caller says that it completed
    await expect(modelRegistrar({ jobs: [stopped] }, deps)).rejects.toThrow(
      'The training job job-2 of creative_scorer did not complete (Stopped): it took longer than aws.training.maximumMinutes',
    );
    const { versions } = (await modelRegistrar({}, deps)) as never as {
      versions: Record<string, { version: string; machine_seconds: object }[]>;
    };
    expect(versions[model]).toMatchObject([{ version: 'v1', machine_seconds: { trained: 180, billed: 54 } }]);
  });

  it('takes the caller’s word for a job that the service has forgotten', async () => {
    const world = registryWorld();
    const deps = { ...world.deps, trainer: { outcome: async () => undefined } };
    const output = await modelRegistrar({ jobs: [await world.finish('job-1')] }, deps);
    expect(output).toMatchObject({ registered: [{ version: 'v1', status: 'production' }] });
  });

  it('lets the endpoint serve what is in production, after a run and by hand', async () => {
    const world = registryWorld();
    const { endpoint, served } = willingEndpoint();
    const deps = { ...world.deps, endpoint };
    for (const [at, lift] of [0.3, 0.6].entries())
      await modelRegistrar({ jobs: [await world.finish(`job-${at}`, { file: modelWithLift(lift) })] }, deps);
    expect(await modelRegistrar({ action: 'rollback', model }, deps)).toEqual({
      model,
      from: 'v2',
      to: 'v1',
      changed: true,
      endpoint: 'serving',
    });
    await modelRegistrar({ action: 'promote', model, version: 'v1' }, deps);
    expect(served.map(({ version }) => version)).toEqual(['v1', 'v2', 'v1', 'v1']);
    expect(served[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('fails a run whose endpoint does not follow, after everything was registered', async () => {
    const world = registryWorld();
    const endpoint = { serve: () => Promise.reject(new ServiceError('no endpoint today', 'wait')) };
    const deps = { ...world.deps, endpoint };
    const input = { run_id: 'r', jobs: [await world.finish('job-1')] };
    await expect(modelRegistrar(input, deps)).rejects.toThrow('no endpoint today');
    expect(decodeText((await world.objects.get(keys.modelLatest(model)))!.body)).toBe('v1');
    // the same run again registers nothing twice
    expect(await modelRegistrar(input, world.deps)).toMatchObject({ registered: [{ version: 'v1' }] });
  });

  it('says by hand what became of the endpoint, and calls the change done all the same', async () => {
    const world = registryWorld();
    await modelRegistrar({ jobs: [await world.finish('job-1', { file: modelWithLift(0.3) })] }, world.deps);
    await modelRegistrar({ jobs: [await world.finish('job-2')] }, world.deps);
    const endpoint = { serve: () => Promise.reject(new ServiceError('no endpoint today', 'wait')) };
    expect(await modelRegistrar({ action: 'rollback', model }, { ...world.deps, endpoint })).toEqual({
      model,
      from: 'v2',
      to: 'v1',
      changed: true,
      endpoint: 'no endpoint today',
    });
    expect(world.warnings).toContainEqual('no endpoint today');
  });

  it('sends no version to an endpoint whose artifact has nothing to serve it with', async () => {
    const world = registryWorld();
    const { endpoint, served } = willingEndpoint();
    const artifact = await makeArtifact(new Map([['model.json', encodeJson(modelWithLift(0.6))]]));
    const jobs = [await world.finish('job-1', { artifact })];
    expect(await modelRegistrar({ jobs }, { ...world.deps, endpoint })).toMatchObject({
      registered: [{ version: 'v1', status: 'production' }],
    });
    expect(world.warnings).toContain('creative_scorer v1 does not hold code/inference.py, so no endpoint can serve it');
    expect(served).toEqual([]);
  });

  it('promotes, rolls back, retires and lists by hand', async () => {
    const world = registryWorld();
    for (const [at, lift] of [0.3, 0.45, 0.6].entries())
      await modelRegistrar({ jobs: [await world.finish(`job-${at}`, { file: modelWithLift(lift) })] }, world.deps);
    const asked = { by: 'a person', reason: 'a test' };
    expect(await modelRegistrar({ action: 'rollback', model, ...asked }, world.deps)).toEqual({
      model,
      from: 'v3',
      to: 'v2',
      changed: true,
    });
    await expect(modelRegistrar({ action: 'retire', model, version: 'v1', ...asked }, world.deps)).rejects.toThrow(
      'creative_scorer v1 is in production, or a rollback would return to it',
    );
    expect(await modelRegistrar({ action: 'retire', model, version: 'v3', ...asked }, world.deps)).toEqual({
      model,
      version: 'v3',
      retired: true,
    });
    await expect(modelRegistrar({ action: 'promote', model, version: 'v3', ...asked }, world.deps)).rejects.toThrow(
      'creative_scorer v3 is retired',
    );
    const { versions } = (await modelRegistrar({}, world.deps)) as never as {
      versions: Record<string, { version: string; standing: string }[]>;
    };
    expect(versions[model]?.map(({ version, standing }) => [version, standing])).toEqual([
      ['v1', 'retired'],
      ['v2', 'production'],
      ['v3', 'retired'],
    ]);
    const moves = await Promise.all(
      [1, 4].map(async (number) =>
        JSON.parse(decodeText((await world.objects.get(keys.modelMove(model, number)))!.body)),
      ),
    );
    expect(moves).toMatchObject([
      { kind: 'promote', from: null, to: 'v1', by: 'the gate' },
      { kind: 'rollback', from: 'v3', to: 'v2', by: 'a person', reason: 'a test' },
    ]);
  });

  it('takes no request that is half one', async () => {
    const { deps } = registryWorld();
    expect(() => modelRegistrar({ action: 'promote', model } as never, deps)).toThrow();
    expect(() => modelRegistrar({ job: [] } as never, deps)).toThrow();
  });
});
