/**
 * A serverless endpoint of SageMaker. Each version has a model and a configuration of its own, named after all that is in them; the
 * endpoint is moved from one configuration to another, and serves the old one until the new one stands.
 */
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  type DescribeEndpointOutput,
  type SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { keys } from '../../core/contracts/keys.ts';
import { shortHash } from '../../core/contracts/short-hash.ts';
import type { EndpointPlace } from '../../core/deployment/names.ts';
import { AdsError } from '../../core/errors.ts';
import type { ModelEndpoint, ServedVersion } from '../../core/ports/model-serving.ts';
import { codeOf, serviceCall } from './service-error.ts';
import { isUnknownResource } from './training-outcome.ts';
import { lookMilliseconds } from './training-timing.ts';

export interface ModelEndpointOptions {
  client: SageMakerClient;
  place: EndpointPlace;
  bucket: string;
  /** Value of the tag `project`. */
  project: string;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** When the caller must stop waiting. */
  deadline: Date;
}

/** The change failed; an endpoint that served before goes on with what it served. */
class EndpointFailedError extends AdsError {
  constructor(name: string, reason: string, remedy: string) {
    super(`The endpoint ${name} could not be changed: ${reason}`, remedy);
  }
}

/** It was given another version before and has not reached it yet: it would stay there. */
class EndpointBusyError extends AdsError {
  constructor(name: string, { model, version }: ServedVersion) {
    super(
      `The endpoint ${name} is still changing to a version other than ${version}`,
      `Try again in a few minutes: npm run ads -- models promote ${model} ${version} --aws`,
    );
  }
}

export const awsModelEndpoint = (options: ModelEndpointOptions): ModelEndpoint => ({
  async serve(version) {
    const { name } = options.place;
    const wanted = `${name}-${version.version}-${fingerprint(version, options).slice(0, 8)}`;
    const before = await settled(options);
    if (before && isMoving(before)) {
      const target = before.PendingDeploymentSummary ?? before;
      if (target.EndpointConfigName === wanted) return 'changing';
      throw new EndpointBusyError(name, version);
    }
    if (before && !isStanding(before)) throw failed(name, before);
    if (before?.EndpointConfigName === wanted) return 'serving';
    await describeVersion(wanted, version, options);
    await point(wanted, before !== undefined, options);
    const after = await settled(options);
    if (after && isMoving(after)) return 'changing';
    if (!after || !isStanding(after) || after.EndpointConfigName !== wanted) throw failed(name, after);
    await forget(before?.EndpointConfigName, options);
    return 'serving';
  },
});

/** Of all that decides what is served and how. */
const fingerprint = (
  { sha256 }: ServedVersion,
  { place: { image, role, memoryMb, maxConcurrency } }: ModelEndpointOptions,
) => shortHash(JSON.stringify([sha256, image, role, memoryMb, maxConcurrency]));

const isStanding = ({ EndpointStatus: status }: DescribeEndpointOutput): boolean => status === 'InService';
const isMoving = ({ EndpointStatus: status }: DescribeEndpointOutput): boolean =>
  ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'].includes(`${status}`);

/** Enough to say what came of it. */
const reserveMilliseconds = 20_000;

/** The endpoint once it stands still, or as it is when there is no more time; undefined when there is none. */
async function settled(options: ModelEndpointOptions): Promise<DescribeEndpointOutput | undefined> {
  const { now, sleep, deadline } = options;
  for (let look = 0; ; look += 1) {
    const found = await lookAt(options);
    const wait = lookMilliseconds(look);
    if (!found || !isMoving(found) || now().getTime() + wait > deadline.getTime() - reserveMilliseconds) return found;
    await sleep(wait);
  }
}

async function lookAt({ client, place: { name } }: ModelEndpointOptions): Promise<DescribeEndpointOutput | undefined> {
  return serviceCall(
    `get the state of the endpoint ${name}`,
    client.send(new DescribeEndpointCommand({ EndpointName: name })).catch((error) => {
      if (isUnknownResource(error)) return undefined;
      throw error;
    }),
  );
}

/** The container finds the code in the artifact, and hands on which version it is. */
async function describeVersion(
  named: string,
  { model, version, sha256 }: ServedVersion,
  { client, place: { role, image, memoryMb, maxConcurrency }, bucket, project }: ModelEndpointOptions,
): Promise<void> {
  const Tags = [{ Key: 'project', Value: project }];
  const create = new CreateModelCommand({
    ModelName: named,
    ExecutionRoleArn: role,
    PrimaryContainer: {
      Image: image,
      ModelDataUrl: `s3://${bucket}/${keys.modelVersion(model, version, 'model.tar.gz')}`,
      Environment: {
        SAGEMAKER_PROGRAM: 'inference.py',
        SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
        MODEL_VERSION: version,
        MODEL_SHA256: sha256,
      },
    },
    Tags,
  });
  await serviceCall(`create the SageMaker model of ${model} ${version}`, client.send(create).catch(unlessThere));
  const configure = new CreateEndpointConfigCommand({
    EndpointConfigName: named,
    ProductionVariants: [
      {
        VariantName: 'production',
        ModelName: named,
        ServerlessConfig: { MemorySizeInMB: memoryMb, MaxConcurrency: maxConcurrency },
      },
    ],
    Tags,
  });
  await serviceCall(`configure the endpoint for ${model} ${version}`, client.send(configure).catch(unlessThere));
}

/** Its name says what is in it: who was cut off finds what it made. */
function unlessThere(error: Error): undefined {
  if (codeOf(error) === 'ResourceInUse' || /already exist/i.test(error.message)) return undefined;
  throw error;
}

async function point(EndpointConfigName: string, isThere: boolean, options: ModelEndpointOptions): Promise<void> {
  const { client, project } = options;
  const { name: EndpointName } = options.place;
  const Tags = [{ Key: 'project', Value: project }];
  const sent = isThere
    ? client.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName }))
    : client.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName, Tags }));
  await serviceCall(`change the endpoint ${EndpointName}`, sent);
}

/** What served before. That it stays when this is cut off costs nothing. */
async function forget(before: string | undefined, { client }: ModelEndpointOptions): Promise<void> {
  if (before === undefined) return;
  await serviceCall(
    `remove what the endpoint served before (${before})`,
    client
      .send(new DeleteEndpointConfigCommand({ EndpointConfigName: before }))
      .then(() => client.send(new DeleteModelCommand({ ModelName: before })))
      .catch((error) => {
        if (!isUnknownResource(error)) throw error;
      }),
  );
}

const failed = (name: string, found: DescribeEndpointOutput | undefined): EndpointFailedError =>
  new EndpointFailedError(
    name,
    found?.FailureReason ?? `SageMaker gave no reason; it is ${found?.EndpointStatus ?? 'gone'}`,
    found && isStanding(found)
      ? 'It keeps serving the version before. Read its log, then promote the version again to retry.'
      : `Read its log, then remove it: aws sagemaker delete-endpoint --endpoint-name ${name}. The next promotion creates it again.`,
  );
