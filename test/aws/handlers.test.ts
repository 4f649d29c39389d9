/** The bundled Lambdas as Lambda loads them, one after the other, told as one story. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../core/contracts/keys.ts';
import { modelNames } from '../../core/contracts/model-file.ts';
import type { ModelTrainerOutput } from '../../core/contracts/training.ts';
import { encodeText } from '../../core/running/documents.ts';
import { dataProcessor } from '../../core/stages/data-processor.ts';
import { trueLift, unseenRows } from '../support/registry-world.ts';
import { openWorkshop, type Workshop } from '../support/workshop.ts';
import { collection, type Deployment, deploy, stages } from './deployment.ts';
import { leaveArtifact, runJob } from './training-world.ts';

let cloud: Deployment;
let local: Workshop;
const [usd, eur, gbp] = ['508100001', '508100002', '508100003'] as const;

beforeAll(async () => {
  cloud = await deploy();
  local = await openWorkshop({ collection });
});

afterAll(async () => {
  await cloud?.close();
  await local?.close();
});

const statements = () => cloud.athena.executions.length;
const text = async (key: string) => new TextDecoder().decode((await cloud.objects.get(key))?.body);

describe('warehouse-setup, as the custom resource of a deployment', () => {
  const event = (RequestType: string) => ({
    RequestType,
    ResourceType: 'Custom::WarehouseSetup',
    ResourceProperties: { SqlHash: 'x' },
  });
  const PhysicalResourceId = 'warehouse-setup-linkedin_ads';

  it('creates tables and views, and asks nothing when the SQL is the same', async () => {
    const created = await cloud.lambda('warehouse-setup').invoke(event('Create'));
    expect(created).toEqual({
      PhysicalResourceId,
      Data: { changed: true, hash: expect.stringMatching(/^[0-9a-f]{16}$/) },
    });
    expect(cloud.athena.executions.map(({ state }) => state)).toEqual(Array(statements()).fill('SUCCEEDED'));
    const before = statements();
    const updated = await cloud.lambda('warehouse-setup').invoke(event('Update'));
    expect(updated).toEqual({ PhysicalResourceId, Data: { ...(created.Data as object), changed: false } });
    expect(statements()).toBe(before);
  });

  it('changes nothing when the stack is deleted', async () => {
    const before = statements();
    expect(await cloud.lambda('warehouse-setup').invoke(event('Delete'))).toEqual({ PhysicalResourceId });
    expect(statements()).toBe(before);
    expect(await text(keys.warehouseSetup)).toMatch(/"hash"/);
  });

  it('sets up again by hand when told to', async () => {
    const before = statements();
    expect(await cloud.lambda('warehouse-setup').invoke({ force: true })).toMatchObject({ changed: true });
    expect(statements()).toBeGreaterThan(before);
  });
});

describe('collector', () => {
  const event = (account: string) => ({ account, run_id: 'refresh-2026-11-21T060000Z' });

  it('lists the accounts that a workflow collects', async () => {
    expect(await cloud.lambda('collector').invoke({ list_accounts: true })).toEqual({ accounts: [usd, eur, gbp] });
  });

  it('collects an account, and the same event again changes nothing', async () => {
    const first = await cloud.lambda('collector').invoke(event(usd));
    expect(first).toMatchObject({ account: usd, more: false, stopped: 'done', rejected: 0 });
    expect(await cloud.keysBelow('raw/analytics/')).toHaveLength(2);
    const before = [await cloud.keysBelow(''), cloud.twin.calls()];
    expect(await cloud.lambda('collector').invoke(event(usd))).toEqual(first);
    expect([await cloud.keysBelow(''), cloud.twin.calls()]).toEqual(before);
  });

  it('stores what it got and throws, when one of several accounts fails', async () => {
    cloud.twin.fault({ kind: 'server-error', status: 403, endpoint: `/adAccounts/${eur}/` });
    const collecting = cloud.lambda('collector').invoke({ run_id: 'by-hand-1' });
    await expect(collecting).rejects.toThrow(
      /^AccountsNotCollectedError: 1 of 3 accounts could not be collected: 508100002: Access was denied/,
    );
    expect((await cloud.keysBelow('raw/analytics/')).filter((key) => key.includes(gbp))).toHaveLength(2);
    cloud.twin.clearFaults();
  });

  it('ends before its deadline, says that there is more, and goes on when called again', async () => {
    const run = { account: eur, run_id: 'refresh-2026-11-21T120000Z' };
    expect(await cloud.lambda('collector').invoke(run, { seconds: 59 })).toMatchObject({
      more: true,
      stopped: 'deadline',
    });
    expect(await cloud.lambda('collector').invoke(run)).toMatchObject({ more: false, stopped: 'done' });
    expect((await cloud.keysBelow('raw/analytics/')).filter((key) => key.includes(eur))).toHaveLength(2);
  });
});

describe('data-processor', () => {
  const event = { run_id: 'refresh-2026-11-21T120000Z' };

  it('merges what was collected, and the same event again changes nothing', async () => {
    const first = await cloud.lambda('data-processor').invoke(event);
    expect(first).toMatchObject({ run_id: event.run_id, more: false, rejected: 0, changed_keys: expect.any(Number) });
    expect(first.generation).toEqual(expect.any(String));
    const before = [await cloud.keysBelow(''), statements()];
    expect(await cloud.lambda('data-processor').invoke(event)).toEqual(first);
    expect([await cloud.keysBelow(''), statements()]).toEqual(before);
  });

  it('merges nothing twice in another run, and publishes nothing new', async () => {
    const manifest = await text(keys.manifest);
    const again = await cloud.lambda('data-processor').invoke({});
    expect(again).toMatchObject({ merged_runs: 0, merged_rows: 0, new_keys: 0, changed_keys: 0, more: false });
    expect(await text(keys.manifest)).toBe(manifest);
  });

  it('does not merge beside another run, and leaves no lease behind', async () => {
    const lease = { run_id: 'another', expires_at: new Date(Date.now() + 60_000).toISOString() };
    await cloud.objects.put(keys.mergeLease, new TextEncoder().encode(JSON.stringify(lease)));
    await expect(cloud.lambda('data-processor').invoke({})).rejects.toThrow(
      `LeaseBusyError: Raw objects are being merged by run another, until ${lease.expires_at} at the latest`,
    );
    await cloud.objects.delete(keys.mergeLease);
    await cloud.lambda('data-processor').invoke({});
    expect(await cloud.keysBelow('state/leases/')).toEqual([]);
  });

  it('publishes the numbers that one machine makes of the same raw objects', async () => {
    for (const key of await cloud.keysBelow('raw/'))
      await local.deps.objects.put(key, (await cloud.objects.get(key))!.body);
    local.setTime(JSON.parse(await text(keys.manifest)).generated_at);
    await dataProcessor({}, local.deps);
    for (const file of ['creative_metadata.json', 'provisional_days.json'] as const)
      expect(JSON.parse(await text(keys.aggregate(file)))).toEqual(JSON.parse(await local.text(keys.aggregate(file))));
    const [there, here] = await Promise.all([text(keys.manifest), local.text(keys.manifest)]);
    const counts = (manifest: string) =>
      Object.entries(JSON.parse(manifest).files as Record<string, { rows: number; bytes: number }>).map(
        ([file, { rows, bytes }]) => [file, rows, bytes],
      );
    expect(counts(there)).toEqual(counts(here));
    const parquet = keys.aggregate('daily/all_days.parquet');
    expect((await cloud.objects.get(parquet))?.body).toEqual((await local.deps.objects.get(parquet))?.body);
  });
});

describe('optimizer', () => {
  it('writes decisions once, however often the event comes', async () => {
    const event = { run_id: 'optimize-2026-11-21' };
    const first = await cloud.lambda('optimizer').invoke(event);
    expect(first).toMatchObject({ run_id: event.run_id, mode: 'recommend' });
    const before = [await cloud.keysBelow('decisions/'), statements()];
    expect(await cloud.lambda('optimizer').invoke(event)).toEqual(first);
    expect([await cloud.keysBelow('decisions/'), statements()]).toEqual(before);
  });

  it('takes the payload of a function URL, also in base64', async () => {
    const url = { version: '2.0', requestContext: { http: { method: 'POST' } } };
    const body = JSON.stringify({ run_id: 'by-url-1' });
    const plain = await cloud.lambda('optimizer').invoke({ ...url, body });
    expect(plain).toMatchObject({ run_id: 'by-url-1' });
    const packed = { ...url, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
    expect(await cloud.lambda('optimizer').invoke(packed)).toEqual(plain);
  });
});

describe('model-trainer', () => {
  const event = { run_id: 'train-2026-11-22T020000Z' };
  const job = (output: Record<string, unknown>) => (output as ModelTrainerOutput).jobs.creative_scorer;

  it('plans a job with its data and code, and the same event again changes nothing', async () => {
    const first = await cloud.lambda('model-trainer').invoke(event);
    const planned = job(first)!;
    expect(planned.job).toMatch(/^linkedin-ads-creative-scorer-[0-9a-f]+$/);
    const below = await cloud.keysBelow(keys.trainingFile('creative_scorer', planned.snapshot, ''));
    expect(below.map((key) => key.split(`/${planned.snapshot}/`)[1])).toEqual(
      expect.arrayContaining(['code/train.py', 'data_card.json', 'fit/train.csv', 'unseen/test.csv']),
    );
    const before = [await cloud.keysBelow('processed/training/'), statements()];
    expect(await cloud.lambda('model-trainer').invoke(event)).toEqual(first);
    expect([await cloud.keysBelow('processed/training/'), statements()]).toEqual(before);
  });

  it('says of each model either its job or why there is none', async () => {
    const { jobs, skipped } = (await cloud.lambda('model-trainer').invoke(event)) as ModelTrainerOutput;
    for (const name of modelNames) expect(jobs[name] === null).toBe(typeof skipped[name] === 'string');
  });
});

describe('model-registrar', () => {
  const model = 'creative_scorer';
  const plan = async (run_id: string) => {
    const { jobs } = (await cloud.lambda('model-trainer').invoke({ run_id, force: true })) as ModelTrainerOutput;
    return jobs.creative_scorer!;
  };
  const registrar = () =>
    cloud.start('model-registrar', {
      CONFIG: JSON.stringify({ models: { gate: { calibration: { misplaced: 0.6 } } } }),
    });

  it('registers what SageMaker completed, once, and lets the better one serve', async () => {
    const lambda = await registrar();
    for (const [version, lift] of [
      ['v1', 0.3],
      ['v2', trueLift],
    ] as const) {
      const job = await plan(`train-${version}`);
      await cloud.objects.put(keys.trainingFile(model, job.snapshot, 'unseen/test.csv'), encodeText(unseenRows()));
      const finished = await runJob(job, cloud.bucket);
      await leaveArtifact(cloud.objects, job, lift);
      const event = { run_id: `train-${version}`, jobs: [finished, { skipped: true }] };
      const output = await lambda.invoke(event);
      expect(output).toMatchObject({ registered: [{ model, job: job.job, version, status: 'production' }] });
      const before = await cloud.keysBelow('models/');
      expect(await lambda.invoke(event)).toEqual(output);
      expect(await cloud.keysBelow('models/')).toEqual(before);
      expect(await text(keys.modelLatest(model))).toBe(version);
    }
  });

  it('takes SageMaker’s word for how a job ended, not the caller’s', async () => {
    const job = await plan('train-v3');
    await cloud.objects.put(keys.trainingFile(model, job.snapshot, 'unseen/test.csv'), encodeText(unseenRows()));
    const finished = await runJob(job, cloud.bucket);
    await leaveArtifact(cloud.objects, job, 0.1);
    const output = await (await registrar()).invoke({ jobs: [{ ...finished, status: 'InProgress' }] });
    expect(output).toMatchObject({ registered: [{ version: 'v3', status: 'rejected' }] });
  });

  it('throws for a job that failed, with its reason, and changes nothing', async () => {
    const failed = { model, job: 'linkedin-ads-never-begun', snapshot: 's', status: 'Failed', reason: 'no quota' };
    const before = await cloud.keysBelow('models/');
    await expect(cloud.lambda('model-registrar').invoke({ run_id: 'train-4', jobs: [failed] })).rejects.toThrow(
      'TrainingFailedError: The training job linkedin-ads-never-begun of creative_scorer did not complete (Failed): no quota',
    );
    expect(await cloud.keysBelow('models/')).toEqual(before);
  });

  it('rolls back, promotes, retires and lists by hand', async () => {
    const lambda = cloud.lambda('model-registrar');
    const asked = { model, by: 'a person', reason: 'a test' };
    expect(await lambda.invoke({ action: 'rollback', ...asked })).toEqual({
      model,
      from: 'v2',
      to: 'v1',
      changed: true,
    });
    expect(await text(keys.modelLatest(model))).toBe('v1');
    expect(await lambda.invoke({ action: 'promote', version: 'v2', ...asked })).toMatchObject({ from: 'v1', to: 'v2' });
    await expect(lambda.invoke({ action: 'promote', version: 'v3', ...asked })).rejects.toThrow(
      /^PromotionError: creative_scorer v3 was rejected: /,
    );
    await expect(lambda.invoke({ action: 'retire', version: 'v1', ...asked })).rejects.toThrow(/^PromotionError: /);
    const { versions } = (await lambda.invoke()) as {
      versions: Record<string, { version: string; standing: string }[]>;
    };
    expect(versions[model]?.map(({ version, standing }) => [version, standing])).toEqual([
      ['v1', 'retired'],
      ['v2', 'production'],
      ['v3', 'rejected'],
    ]);
  });

  it('has a model of which the optimizer’s next run keeps what it expects', async () => {
    await cloud.lambda('optimizer').invoke({ run_id: 'optimize-with-a-model' });
    expect(JSON.parse(await text(keys.newestPredictions(model)))).toMatchObject({ model, version: 'v2' });
  });
});

describe('housekeeper', () => {
  it('packs every table and keeps what is published', async () => {
    const before = statements();
    const published = await cloud.keysBelow('processed/');
    expect(await cloud.lambda('housekeeper').invoke({ run_id: 'maintain-1' })).toMatchObject({
      more: false,
      removed_objects: 0,
    });
    const tables = cloud.athena.executions.filter(({ statement }) => /^create table/.test(statement)).length / 2;
    expect(tables).toBeGreaterThan(10);
    const asked = cloud.athena.executions.slice(before).map(({ statement }) => statement);
    expect(asked.filter((each) => each.startsWith('optimize '))).toHaveLength(tables);
    expect(asked.filter((each) => each.startsWith('vacuum '))).toHaveLength(tables);
    expect(await cloud.keysBelow('processed/')).toEqual(published);
  });
});

describe('watchdog', () => {
  it('says what it measured, and the same event again measures nothing', async () => {
    const event = { run_id: 'watch-2026-11-21T130000Z' };
    const first = await cloud.lambda('watchdog').invoke(event);
    expect(first).toMatchObject({
      freshness_hours: expect.any(Number),
      access_token_days_left: null,
      api_version_days_left: expect.any(Number),
      leases_left_behind: 0,
    });
    const before = await cloud.keysBelow('');
    expect(await cloud.lambda('watchdog').invoke(event)).toEqual(first);
    expect(await cloud.keysBelow('')).toEqual(before);
  });
});

describe('every handler throws what went wrong', () => {
  it.each(stages)('%s: a payload that it does not take', async (stage) => {
    await expect(cloud.lambda(stage).invoke({ run_id: '../x', account: 'x', force: 'x' })).rejects.toThrow(
      /^UsageError: The payload is not what the stage takes: (run_id|force|the payload): /,
    );
  });

  it.each(stages)('%s: a variable of the environment that is missing, by its name', async (stage) => {
    const lambda = await cloud.start(stage, { DATA_BUCKET: '' });
    await expect(lambda.invoke(stage === 'model-registrar' ? {} : { account: usd })).rejects.toThrow(
      'ConfigError: The environment is not valid:\n  DATA_BUCKET is missing',
    );
  });

  it.each(stages)('%s: a bucket that is not there', async (stage) => {
    const lambda = await cloud.start(stage, { DATA_BUCKET: 'no-such-bucket' });
    const event = stage === 'model-registrar' ? {} : { account: usd, run_id: 'x' };
    await expect(lambda.invoke(event)).rejects.toThrow(
      /^ServiceError: Could not (get|put|list) s3:\/\/no-such-bucket\/\S+: NoSuchBucket/,
    );
  });

  it('collector: a secret that is not there', async () => {
    const lambda = await cloud.start('collector', { LINKEDIN_SECRET: 'no-such-secret' });
    await expect(lambda.invoke({ account: usd })).rejects.toThrow(
      'ConfigError: The secret no-such-secret is not valid',
    );
  });

  it.each([
    ['data-processor', { run_id: 'fails' }, /processed_run/],
    ['optimizer', { run_id: 'fails' }, /creative_day_age/],
    ['model-trainer', { run_id: 'fails' }, /creative_training|creative_day/],
    ['housekeeper', { run_id: 'fails' }, /^optimize/],
    ['warehouse-setup', { force: true }, /^create or replace view/],
  ] as const)('%s: a query that fails', async (stage, event, statement) => {
    cloud.athena.fault({ statement, times: 1, kind: 'fail', reason: 'HIVE_BAD_DATA: no' });
    await expect(cloud.lambda(stage).invoke(event)).rejects.toThrow(
      /^WarehouseError: athena\/\S+\.sql failed: HIVE_BAD_DATA: no \(query query-\d+\)$/,
    );
    expect(await cloud.lambda(stage).invoke({ ...event, run_id: 'works' })).toBeDefined();
  });

  it('says nothing secret in its logs', () => {
    const lines = (['collector', 'data-processor', 'optimizer'] as const).flatMap((stage) => cloud.lambda(stage).lines);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), stage: expect.any(String) });
    const { access_token, refresh_token, client_secret } = cloud.twin.credentials;
    for (const secret of [access_token, refresh_token, client_secret]) expect(lines.join('\n')).not.toContain(secret);
  });
});
