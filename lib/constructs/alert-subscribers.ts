import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Subscription, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

export interface AlertSubscribersProps {
  prefix: string;
  topic: ITopic;
  alarms: Settings['alarms'];
}

/** Who receives the alerts of the topic: the e-mail addresses and the Slack channel of the settings. */
export class AlertSubscribers extends Construct {
  constructor(scope: Construct, id: string, { prefix, topic, alarms: { email, slack } }: AlertSubscribersProps) {
    super(scope, id);
    for (const endpoint of email)
      new Subscription(this, endpoint, { topic, endpoint, protocol: SubscriptionProtocol.EMAIL });
    if (!slack) return;
    new SlackChannelConfiguration(this, 'Slack', {
      slackChannelConfigurationName: `${prefix}-alerts`,
      slackWorkspaceId: slack.workspaceId,
      slackChannelId: slack.channelId,
      notificationTopics: [topic],
      // what people may do from the channel; left out, AWS would allow everything
      guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName('CloudWatchReadOnlyAccess')],
    });
  }
}
