import { GetFunctionConfigurationCommand, InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { AdsError } from '../../core/errors.ts';
import { DeploymentNotFoundError } from './dead-letters.ts';
import { codeOf, translated } from './service-error.ts';

export interface DeployedStage {
  /** `arn:aws:lambda:<region>:<account>:function:<name>` */
  arn: string;
  /** Waits for the answer. StageFailedError with the stage's own message when it throws. */
  call(payload: object): Promise<unknown>;
}

/** The stage ran and threw. */
export class StageFailedError extends AdsError {
  constructor(name: string, message: string) {
    super(`${name} failed: ${message}`, 'See its log group in CloudWatch; nothing is half done.');
  }
}

/** Looks the function up by name, so that its ARN can be shown before anything is asked of it. */
export async function findStage(client: LambdaClient, name: string): Promise<DeployedStage> {
  const looked = client.send(new GetFunctionConfigurationCommand({ FunctionName: name })).catch((error) => {
    if (codeOf(error) === 'ResourceNotFoundException')
      throw new DeploymentNotFoundError(
        `There is no function ${name} in this account and region`,
        'Check the credentials and the block "aws" of ads.config.json, or deploy first.',
        { cause: error },
      );
    throw error;
  });
  const { FunctionArn: arn = '' } = await translated(`look up the function ${name}`, looked);
  return {
    arn,
    async call(payload) {
      const command = new InvokeCommand({
        FunctionName: name,
        Payload: new TextEncoder().encode(JSON.stringify(payload)),
      });
      const { Payload, FunctionError } = await translated(`call ${name}`, client.send(command));
      const answer: unknown = JSON.parse(new TextDecoder().decode(Payload) || 'null');
      if (FunctionError) throw new StageFailedError(name, messageOf(answer));
      return answer;
    },
  };
}

const messageOf = (answer: unknown): string =>
  typeof answer === 'object' && answer !== null && 'errorMessage' in answer
    ? String(answer.errorMessage)
    : JSON.stringify(answer);
