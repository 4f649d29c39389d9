import { ExecutionAlreadyExists, type SFNClient } from '@aws-sdk/client-sfn';
import { QueueDoesNotExist, type SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { DeploymentNotFoundError, findDeadLetters } from '../../../adapters/aws/dead-letters.ts';
import { awsWorkflows } from '../../../adapters/aws/workflows.ts';

const arn = 'arn:aws:sqs:us-east-2:111111111111:linkedin-ads-dead-letters';
type Sent = { name: string; input: unknown };

/** A client that answers by the name of the command, and remembers what it was sent. */
function clientOf(answers: Record<string, unknown>) {
  const sent: Sent[] = [];
  const send = async (command: { constructor: { name: string }; input: unknown }) => {
    sent.push({ name: command.constructor.name, input: command.input });
    const answer = answers[command.constructor.name];
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  };
  return { client: { send } as unknown as SQSClient & SFNClient, sent };
}

describe('the queue of dead letters', () => {
  const found = {
    GetQueueUrlCommand: { QueueUrl: 'queue' },
    GetQueueAttributesCommand: { Attributes: { QueueArn: arn } },
  };

  it('is found by its name, hands out letters and removes them', async () => {
    const { client, sent } = clientOf({
      ...found,
      ReceiveMessageCommand: { Messages: [{ MessageId: 'm', ReceiptHandle: 'r', Body: '{}' }] },
    });
    const queue = await findDeadLetters(client, 'linkedin-ads-dead-letters');
    expect(queue.arn).toBe(arn);
    const letters = await queue.receive();
    expect(letters).toEqual([{ id: 'm', receipt: 'r', body: '{}' }]);
    await queue.remove(letters[0]!);
    expect(sent.at(-1)).toEqual({ name: 'DeleteMessageCommand', input: { QueueUrl: 'queue', ReceiptHandle: 'r' } });
  });

  it('is empty when the service has nothing', async () => {
    const { client } = clientOf(found);
    expect(await (await findDeadLetters(client, 'q')).receive()).toEqual([]);
  });

  it('that is not there is named, with what to do', async () => {
    const missing = new QueueDoesNotExist({ message: 'no', $metadata: {} });
    const { client } = clientOf({ GetQueueUrlCommand: missing });
    const failure = findDeadLetters(client, 'linkedin-ads-dead-letters');
    await expect(failure).rejects.toThrow(DeploymentNotFoundError);
    await expect(failure).rejects.toThrow('There is no queue linkedin-ads-dead-letters in this account and region');
  });

  it('says to sign in where there are no credentials', async () => {
    const noCredentials = Object.assign(new Error('none'), { name: 'CredentialsProviderError' });
    const { client } = clientOf({ GetQueueUrlCommand: noCredentials });
    await expect(findDeadLetters(client, 'letters')).rejects.toMatchObject({
      message: 'Could not find the queue letters: CredentialsProviderError: none',
      remedy: 'Sign in to AWS again; a Lambda renews its credentials by itself.',
    });
  });
});

describe('workflows', () => {
  it('are started by the ARN of their name, with name and input', async () => {
    const { client, sent } = clientOf({});
    await awsWorkflows(client, (workflow) => `arn:${workflow}`).start('refresh', 'redrive-m', { run_id: 'x' });
    expect(sent).toEqual([
      {
        name: 'StartExecutionCommand',
        input: { stateMachineArn: 'arn:refresh', name: 'redrive-m', input: '{"run_id":"x"}' },
      },
    ]);
  });

  it('that were started before count as started; other failures are told', async () => {
    const again = new ExecutionAlreadyExists({ message: 'again', $metadata: {} });
    await awsWorkflows(clientOf({ StartExecutionCommand: again }).client, String).start('refresh', 'n', {});
    const failing = awsWorkflows(clientOf({ StartExecutionCommand: new Error('denied') }).client, String);
    await expect(failing.start('refresh', 'n', {})).rejects.toThrow('denied');
  });
});
