import { randomUUID } from 'node:crypto';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { awsNotifier } from '../../../adapters/aws/notifier.ts';
import type { Notification } from '../../../core/ports/notifier.ts';
import { notifierConformance } from '../../conformance/notifier.ts';
import { sns, sqs } from '../moto.ts';

/** What SNS hands to a queue. */
interface Envelope {
  Subject: string;
  Message: string;
  MessageAttributes: { severity: { Value: Notification['severity'] } };
}

notifierConformance('awsNotifier', async () => {
  const { topicArn, received } = await newTopic();
  return {
    notifier: awsNotifier({ client: sns, topicArn }),
    delivered: async () => (await received()).map(asNotification),
  };
});

test('a mail’s subject is short ASCII in one line; the text begins with the whole subject', async () => {
  const { topicArn, received } = await newTopic();
  const subject = `Ausgaben über Plan\nBcc: x@example.com ${'a'.repeat(200)}`;
  await awsNotifier({ client: sns, topicArn }).notify({ severity: 'error', subject, body: 'b' });
  const [message] = await received();
  expect(message?.Subject).toBe(`ERROR: Ausgaben ?ber Plan Bcc: x@example.com ${'a'.repeat(99 - 45)}`);
  expect(message?.Message).toBe(`${subject.replace('\n', ' ')}\n\nb`);
});

test('a text that is too long is cut, not refused', async () => {
  const { topicArn, received } = await newTopic();
  await awsNotifier({ client: sns, topicArn }).notify({ severity: 'info', subject: 's', body: '€'.repeat(300_000) });
  expect((await received())[0]?.Message).toMatch(/^s\n\n€{23000}.*…$/);
});

async function newTopic() {
  const name = `t-${randomUUID()}`;
  const { TopicArn: topicArn = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: Attributes?.QueueArn }));
  return {
    topicArn,
    received: async (): Promise<Envelope[]> => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(({ Body = '' }) => JSON.parse(Body));
    },
  };
}

function asNotification({ Message, MessageAttributes }: Envelope): Notification {
  const end = Message.indexOf('\n\n');
  return {
    severity: MessageAttributes.severity.Value,
    subject: Message.slice(0, end),
    body: Message.slice(end + 2),
  };
}
