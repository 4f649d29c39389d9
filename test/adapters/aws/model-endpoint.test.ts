import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { awsModelEndpoint } from '../../../adapters/aws/model-endpoint.ts';
import type { ServedVersion } from '../../../core/ports/model-serving.ts';
import { serviceError } from './training-jobs-service.ts';

const place = {
  name: 'ads-creative-scorer',
  role: 'arn:aws:iam::111111111111:role/ads-endpoint-us-east-2',
  image: 'registry/sklearn@sha256:0',
  memoryMb: 2048,
  maxConcurrency: 5,
};
const version = (name: string, sha256 = `hash of ${name}`): ServedVersion => ({
  model: 'creative_scorer',
  version: name,
  sha256,
});

type Input = Record<string, unknown> & { EndpointConfigName: string; ModelName: string };
type Command = { constructor: { name: string }; input: Input };

/** SageMaker's endpoints: a change takes `minutes`, and ends as the test says. */
function service({ minutes = 2, deadlineSeconds = 300 } = {}) {
  const models = new Map<string, Input>();
  const configurations = new Map<string, Input>();
  const sent: string[] = [];
  let clock = Date.parse('2026-11-22T03:00:00Z');
  let endpoint: { configuration: string; next: string; until: number; fate: string } | undefined;
  const world = { fate: 'InService', kill: undefined as string | undefined };
  const create = (store: Map<string, Input>, name: string, input: Input) => {
    if (store.has(name)) throw serviceError('ValidationException', `Cannot create already existing "${name}".`);
    store.set(name, input);
    return {};
  };
  const remove = (store: Map<string, Input>, name: string) => {
    if (!store.delete(name)) throw serviceError('ValidationException', `Could not find "${name}".`);
    return {};
  };
  const describeEndpoint = () => {
    if (!endpoint) throw serviceError('ValidationException', 'Could not find endpoint "arn".');
    const isMoving = clock < endpoint.until;
    if (!isMoving && endpoint.fate === 'InService') endpoint.configuration = endpoint.next;
    const made = endpoint.configuration !== '';
    const status = made ? 'InService' : endpoint.fate;
    const moving = made ? 'Updating' : 'Creating';
    return {
      EndpointStatus: isMoving ? moving : status,
      EndpointConfigName: endpoint.configuration || endpoint.next,
      ...(isMoving && { PendingDeploymentSummary: { EndpointConfigName: endpoint.next } }),
      ...(endpoint.fate !== 'InService' && !isMoving && { FailureReason: 'the container did not answer its ping' }),
    };
  };
  const move = (next: string) => {
    endpoint = {
      configuration: endpoint?.configuration ?? '',
      next,
      until: clock + minutes * 60_000,
      fate: world.fate,
    };
    return {};
  };
  const answers: Record<string, (input: Input) => unknown> = {
    DescribeEndpointCommand: describeEndpoint,
    CreateModelCommand: (input) => create(models, input.ModelName, input),
    CreateEndpointConfigCommand: (input) => create(configurations, input.EndpointConfigName, input),
    CreateEndpointCommand: ({ EndpointConfigName }) => move(EndpointConfigName),
    UpdateEndpointCommand: ({ EndpointConfigName }) => move(EndpointConfigName),
    DeleteModelCommand: ({ ModelName }) => remove(models, ModelName),
    DeleteEndpointConfigCommand: ({ EndpointConfigName }) => remove(configurations, EndpointConfigName),
  };
  const send = async (command: Command) => {
    const name = command.constructor.name.replace('Command', '');
    if (world.kill === name) throw serviceError('InternalFailure', 'killed', 500);
    sent.push(name);
    return answers[command.constructor.name]?.(command.input);
  };
  const start = (changes: Partial<typeof place> = {}) => {
    const deadline = new Date(clock + deadlineSeconds * 1000);
    return awsModelEndpoint({
      client: { send } as unknown as SageMakerClient,
      place: { ...place, ...changes },
      bucket: 'data',
      project: 'ads',
      now: () => new Date(clock),
      sleep: async (milliseconds) => {
        clock += milliseconds;
      },
      deadline,
    });
  };
  const pass = (seconds: number) => {
    clock += seconds * 1000;
  };
  return { world, start, sent, models, configurations, pass };
}

const changes = (sent: readonly string[]) => sent.filter((name) => name !== 'DescribeEndpoint');

describe('the endpoint of SageMaker', () => {
  it('is made with the first version: its artifact, its code in it, and which version it is', async () => {
    const { start, models, configurations } = service();
    expect(await start().serve(version('v1'))).toBe('serving');
    const [[name, model] = []] = [...models];
    expect(name).toMatch(/^ads-creative-scorer-v1-[0-9a-f]{8}$/);
    expect(model).toMatchObject({
      ExecutionRoleArn: place.role,
      PrimaryContainer: {
        Image: place.image,
        ModelDataUrl: 's3://data/models/creative_scorer/v1/model.tar.gz',
        Environment: {
          SAGEMAKER_PROGRAM: 'inference.py',
          SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
          MODEL_VERSION: 'v1',
          MODEL_SHA256: 'hash of v1',
        },
      },
    });
    expect([...configurations.values()]).toMatchObject([
      {
        ProductionVariants: [
          { VariantName: 'production', ModelName: name, ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } },
        ],
      },
    ]);
  });

  it('changes nothing when it serves the version already', async () => {
    const { start, sent } = service();
    await start().serve(version('v1'));
    const before = changes(sent).length;
    expect(await start().serve(version('v1'))).toBe('serving');
    expect(changes(sent)).toHaveLength(before);
  });

  it('moves to the next version and forgets the one before; a rollback brings that one back', async () => {
    const { start, models, sent } = service();
    for (const name of ['v1', 'v2', 'v1']) {
      expect(await start().serve(version(name))).toBe('serving');
      expect([...models.keys()]).toEqual([expect.stringContaining(`-${name}-`)]);
    }
    expect(sent.filter((name) => /^(Create|Update)Endpoint$/.test(name))).toEqual([
      'CreateEndpoint',
      'UpdateEndpoint',
      'UpdateEndpoint',
    ]);
  });

  it('changes with its settings, too', async () => {
    const { start, configurations } = service();
    await start().serve(version('v1'));
    expect(await start({ memoryMb: 4096 }).serve(version('v1'))).toBe('serving');
    expect([...configurations.values()]).toMatchObject([
      { ProductionVariants: [{ ServerlessConfig: { MemorySizeInMB: 4096 } }] },
    ]);
  });

  it('is left to itself when a change takes longer than there is time, and is found changed later', async () => {
    const { start, models, sent, pass } = service({ minutes: 10 });
    expect(await start().serve(version('v1'))).toBe('changing');
    expect(await start().serve(version('v1'))).toBe('changing');
    expect(changes(sent)).toEqual(['CreateModel', 'CreateEndpointConfig', 'CreateEndpoint']);
    pass(600);
    expect(await start().serve(version('v1'))).toBe('serving');
    expect([...models.keys()]).toEqual([expect.stringContaining('-v1-')]);
  });

  it('is not told of another version while it still changes, and says that it must be told again', async () => {
    const { start, sent, pass } = service({ minutes: 10 });
    await start().serve(version('v1'));
    pass(600);
    expect(await start().serve(version('v2'))).toBe('changing');
    const before = changes(sent).length;
    await expect(start().serve(version('v1'))).rejects.toMatchObject({
      message: 'The endpoint ads-creative-scorer is still changing to a version other than v1',
      remedy: 'Try again in a few minutes: npm run ads -- models promote creative_scorer v1 --aws',
    });
    expect(changes(sent)).toHaveLength(before);
    pass(600);
    expect(await start().serve(version('v1'))).toBe('changing');
    pass(600);
    expect(await start().serve(version('v1'))).toBe('serving');
  });

  it.each(['OutOfService', 'UpdateRollbackFailed'])('that is %s says how to remove it', async (fate) => {
    const { start, world } = service();
    world.fate = fate;
    await expect(start().serve(version('v1'))).rejects.toMatchObject({
      remedy: expect.stringContaining('aws sagemaker delete-endpoint --endpoint-name ads-creative-scorer'),
    });
    await expect(start().serve(version('v1'))).rejects.toThrow('could not be changed');
  });

  it('goes on with the old version when the new one does not come up, and the error says why', async () => {
    const { start, world, models } = service();
    await start().serve(version('v1'));
    world.fate = 'Failed';
    await expect(start().serve(version('v2'))).rejects.toThrow(
      'The endpoint ads-creative-scorer could not be changed: the container did not answer its ping',
    );
    expect([...models.keys()]).toContainEqual(expect.stringContaining('-v1-'));
    world.fate = 'InService';
    expect(await start().serve(version('v2'))).toBe('serving');
  });

  it('that never came up says how to remove it', async () => {
    const { start, world } = service();
    world.fate = 'Failed';
    await expect(start().serve(version('v1'))).rejects.toMatchObject({
      remedy: expect.stringContaining('aws sagemaker delete-endpoint --endpoint-name ads-creative-scorer'),
    });
    await expect(start().serve(version('v1'))).rejects.toThrow('could not be changed');
  });

  it.each(['CreateModel', 'CreateEndpointConfig', 'CreateEndpoint', 'UpdateEndpoint', 'DeleteEndpointConfig'])(
    'can be told again after it was cut off at %s',
    async (step) => {
      const { start, world } = service();
      if (['UpdateEndpoint', 'DeleteEndpointConfig'].includes(step)) await start().serve(version('v1'));
      world.kill = step;
      await expect(start().serve(version('v2'))).rejects.toThrow('killed');
      world.kill = undefined;
      expect(await start().serve(version('v2'))).toBe('serving');
    },
  );
});
