/** A stage of a deployment: where it works, and calling it by hand. */
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { AdsError } from '../../core/errors.ts';
import { DeploymentNotFoundError } from './dead-letters.ts';
import { serviceCall } from './service-error.ts';

/** The stage ran and threw. */
class StageFailedError extends AdsError {}

export interface DeployedStage {
  account: string;
  region: string;
  bucket: string;
  /** Its output; StageFailedError has the message of what it threw. */
  invoke(input: object): Promise<unknown>;
}

/** A stage may work as long as Lambda lets it. Nothing is called again by itself: a rollback that is called twice goes back two versions. */
export const stageClient = (region: string): LambdaClient =>
  new LambdaClient({ region, maxAttempts: 1, requestHandler: { requestTimeout: 910_000 } });

/** Looks the function up by name: its ARN tells the account, its settings the bucket, adopted or not. */
export async function findDeployedStage(client: LambdaClient, name: string): Promise<DeployedStage> {
  const found = await serviceCall(
    `look up the function ${name}`,
    client.send(new GetFunctionConfigurationCommand({ FunctionName: name })).catch((error) => {
      if (error instanceof ResourceNotFoundException) throw notFound(name, error);
      throw error;
    }),
  );
  const [, , , region = '', account = ''] = (found.FunctionArn ?? '').split(':');
  const bucket = found.Environment?.Variables?.DATA_BUCKET;
  if (!bucket) throw notFound(name, undefined);
  return {
    account,
    region,
    bucket,
    async invoke(input) {
      const answer = await serviceCall(
        `call the function ${name}`,
        client.send(
          new InvokeCommand({ FunctionName: name, Payload: new TextEncoder().encode(JSON.stringify(input)) }),
        ),
      );
      const payload: unknown = JSON.parse(new TextDecoder().decode(answer.Payload) || 'null');
      if (!answer.FunctionError) return payload;
      const { errorType = answer.FunctionError, errorMessage = '' } = (payload ?? {}) as Record<string, string>;
      throw new StageFailedError(
        `${name} failed: ${errorType}: ${errorMessage}`,
        `Read its log to see how far it got before you repeat the command: aws logs tail /aws/lambda/${name} --since 1h`,
      );
    },
  };
}

const notFound = (name: string, cause: unknown) =>
  new DeploymentNotFoundError(
    `There is no function ${name} in this account and region`,
    'Check the credentials and the block "aws" of ads.config.json, or deploy first.',
    { cause },
  );
