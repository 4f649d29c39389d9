/** Builds what stages need from AWS: the clients once per container, the rest once per invocation. */
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { monotonicFactory } from 'ulid';
import { awsMetrics } from '../adapters/aws/metrics.ts';
import { awsNotifier } from '../adapters/aws/notifier.ts';
import { awsObjectStore } from '../adapters/aws/object-store.ts';
import { awsSecretVersions } from '../adapters/aws/secret-versions.ts';
import { awsSecrets } from '../adapters/aws/secrets.ts';
import { awsWarehouse } from '../adapters/aws/warehouse.ts';
import {
  type EndpointPlace,
  type EnvironmentName,
  endpointPlace,
  environmentNames,
  type LambdaEnvironment,
} from '../core/deployment/names.ts';
import { ConfigError } from '../core/errors.ts';
import type { SecretVersions } from '../core/operate/tokens/secret-versions.ts';
import type { SecretStore } from '../core/ports/secret-store.ts';
import type { StageDeps } from '../core/ports/stage-deps.ts';
import { type AdsConfig, parseConfig } from '../core/settings/config.ts';
import type { SqlFiles } from '../core/sql/sql-models.ts';
import type { InvocationContext } from './invocation.ts';
import { jsonLogger } from './json-logger.ts';
import { bundledSqlFiles } from './sql-files.ts';

/** The encoder is the data-processor's alone: its library cannot be bundled, and the other Lambdas do without. */
export type LambdaDeps = Omit<StageDeps, 'parquet'> & { deadline: Date };

export interface LambdaRuntime {
  environment: LambdaEnvironment;
  config: AdsConfig;
  /** `athena/` without Athena's own statements, and those by name. */
  sqlFiles: SqlFiles;
  athenaOnlyFiles: SqlFiles;
  /** The endpoint of the deployment, for the stages that use it. */
  endpoint: EndpointPlace | undefined;
  secrets: SecretStore;
  secretVersions: SecretVersions;
  /** For one invocation. `runId` when the input names one: a repeat of that run finds the queries that it has begun. */
  depsFor(context: InvocationContext, runId?: string): LambdaDeps;
}

/** Sendings of one request, the first included: throttled and unanswered ones are repeated with growing waits. */
export const maxAttempts = 6;

let built: LambdaRuntime | undefined;

/** The same at every call. ConfigError names the first variable of the environment that is missing. */
export function lambdaRuntime(): LambdaRuntime {
  built ??= buildRuntime(readEnvironment(process.env));
  return built;
}

function readEnvironment(variables: Record<string, string | undefined>): LambdaEnvironment {
  const missing = environmentNames.filter((name) => !variables[name]);
  if (missing.length > 0)
    throw new ConfigError(
      'The environment',
      missing.map((name) => `${name} is missing`),
    );
  const { ENDPOINT } = variables;
  const found = Object.fromEntries(environmentNames.map((name) => [name, variables[name]]));
  return { ...(found as Record<EnvironmentName, string>), ...(ENDPOINT !== undefined && { ENDPOINT }) };
}

function buildRuntime(environment: LambdaEnvironment): LambdaRuntime {
  const config = parseConfig('CONFIG', environment.CONFIG);
  const files = bundledSqlFiles();
  const now = () => new Date();
  const nextId = monotonicFactory();
  const newId = () => nextId(now().getTime());
  const athena = new AthenaClient({ maxAttempts });
  const objects = awsObjectStore({ client: new S3Client({ maxAttempts }), bucket: environment.DATA_BUCKET });
  const metrics = awsMetrics({ client: new CloudWatchClient({ maxAttempts }), now });
  const notifier = awsNotifier({ client: new SNSClient({ maxAttempts }), topicArn: environment.TOPIC_ARN });
  const secretsManager = new SecretsManagerClient({ maxAttempts });
  return {
    environment,
    config,
    ...files,
    endpoint: environment.ENDPOINT === undefined ? undefined : endpointPlace.parse(JSON.parse(environment.ENDPOINT)),
    secrets: awsSecrets(secretsManager),
    secretVersions: awsSecretVersions(secretsManager),
    depsFor(context, runId) {
      const deadline = new Date(now().getTime() + context.getRemainingTimeInMillis());
      return {
        objects,
        metrics,
        notifier,
        config,
        now,
        newId,
        deadline,
        warehouse: awsWarehouse({
          client: athena,
          database: environment.DATABASE,
          workgroup: environment.WORKGROUP,
          location: `s3://${environment.DATA_BUCKET}`,
          ...files,
          run: runId ?? context.awsRequestId,
          invocation: newId(),
          now,
          deadline,
        }),
        logger: jsonLogger({
          stage: environment.STAGE,
          requestId: context.awsRequestId,
          now,
          write: (line) => void process.stdout.write(line),
        }),
        progress: () => undefined,
        simulated: false,
      };
    },
  };
}
