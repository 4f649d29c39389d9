import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetterQueue } from '../../core/deployment/dead-letters.ts';
import { AdsError } from '../../core/errors.ts';
import { asServiceError } from './service-error.ts';

/** The deployment that a command was sent to is not there. */
export class DeploymentNotFoundError extends AdsError {}

export interface FoundQueue extends DeadLetterQueue {
  /** `arn:aws:sqs:<region>:<account>:<name>` */
  arn: string;
}

/** As many as the service hands out at once. */
const lettersAtOnce = 10;
const waitSeconds = 2;

/** Looks the queue up by name; its ARN also tells the account. */
export async function findDeadLetters(client: SQSClient, name: string): Promise<FoundQueue> {
  const url = await client.send(new GetQueueUrlCommand({ QueueName: name })).catch((error) => {
    if (!(error instanceof QueueDoesNotExist)) throw asServiceError(`find the queue ${name}`, error);
    throw new DeploymentNotFoundError(
      `There is no queue ${name} in this account and region`,
      'Check the credentials and the block "aws" of ads.config.json, or deploy first.',
      { cause: error },
    );
  });
  const QueueUrl = url.QueueUrl as string;
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return {
    arn: Attributes?.QueueArn as string,
    async receive() {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: lettersAtOnce, WaitTimeSeconds: waitSeconds }),
      );
      return Messages.map(({ MessageId = '', ReceiptHandle = '', Body = '' }) => ({
        id: MessageId,
        receipt: ReceiptHandle,
        body: Body,
      }));
    },
    async remove({ receipt }) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
    },
  };
}
