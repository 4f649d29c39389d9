import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notification, Notifier } from '../../core/ports/notifier.ts';
import { serviceCall } from './service-error.ts';

/** SNS takes 256 KiB a message, both forms together; a character may take four bytes in UTF-8 and more as JSON. */
const longestText = 24_000;
/** A mail's subject is ASCII of fewer than 100 characters; a chat card's title and text have 250 and 8000. */
const longestMailSubject = 99;
const longestTitle = 250;
const longestDescription = 8000;

export interface AwsNotifierOptions {
  client: SNSClient;
  topicArn: string;
}

/**
 * Publishes to a topic: people get the text, a chat gets a card, for chats drop whatever is not in the form of Amazon Q's custom
 * notifications. The first line is the whole subject, because a mail's subject holds less. `severity` is a message attribute, so that
 * subscriptions can filter.
 */
export function awsNotifier({ client, topicArn }: AwsNotifierOptions): Notifier {
  return {
    notify: async (notification) => {
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: mailSubject(notification),
        MessageStructure: 'json',
        Message: JSON.stringify({ default: textOf(notification), https: JSON.stringify(cardOf(notification)) }),
        MessageAttributes: { severity: { DataType: 'String', StringValue: notification.severity } },
      });
      await serviceCall(`publish to ${topicArn}`, client.send(command));
    },
  };
}

const textOf = ({ subject, body }: Notification): string => cut(`${oneLine(subject)}\n\n${body}`, longestText);

const cardOf = ({ severity, subject, body }: Notification) => ({
  version: '1.0',
  source: 'custom',
  content: {
    textType: 'client-markdown',
    title: cut(`${severity.toUpperCase()}: ${oneLine(subject)}`, longestTitle),
    description: cut(body === '' ? oneLine(subject) : body, longestDescription),
  },
});

/** What is not ASCII becomes "?": the whole subject stands in the text. */
const mailSubject = ({ severity, subject }: Notification): string =>
  `${severity.toUpperCase()}: ${oneLine(subject)}`.replace(/[^\x20-\x7e]+/g, '?').slice(0, longestMailSubject);

/** Names of ads come from others and may hold line breaks, which would begin another header or line. */
const oneLine = (text: string): string => text.replace(/\p{Control}+/gu, ' ');

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
