import { Stack } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
  type Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { allow } from '../allow.ts';

export interface AlertTopicProps {
  name: string;
  /** Whether the topic is there already. */
  adopted: boolean;
  /** The ARN of the key of an adopted topic. */
  adoptedKey: string | undefined;
}

/** Where every alert goes. Its key is our own: under `aws/sns` CloudWatch could not publish. */
export class AlertTopic extends Construct {
  readonly topic: ITopic;
  readonly #key: IKey | undefined;

  constructor(scope: Construct, id: string, { name, adopted, adoptedKey }: AlertTopicProps) {
    super(scope, id);
    if (adopted) {
      this.topic = Topic.fromTopicArn(this, 'Adopted', Stack.of(this).formatArn({ service: 'sns', resource: name }));
      if (adoptedKey) this.#key = Key.fromKeyArn(this, 'AdoptedKey', adoptedKey);
      return;
    }
    const key = new Key(this, 'Key', {
      description: `Messages of the topic ${name}`,
      enableKeyRotation: true,
      policy: new PolicyDocument({
        statements: [ownAccount(), this.#forAlarms(['kms:Decrypt', 'kms:GenerateDataKey'], '*')],
      }),
    });
    const topic = new Topic(this, 'Topic', { topicName: name, masterKey: key, enforceSSL: true });
    topic.addToResourcePolicy(this.#forAlarms(['sns:Publish'], topic.topicArn));
    this.topic = topic;
    this.#key = key;
  }

  grantPublish(role: Role): void {
    allow(role, { actions: ['sns:Publish'], resources: [this.topic.topicArn] });
    if (this.#key) allow(role, { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [this.#key.keyArn] });
  }

  /** CloudWatch's alarms of this account, and no others. */
  #forAlarms(actions: string[], resource: string): PolicyStatement {
    return new PolicyStatement({
      sid: 'Alarms',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions,
      resources: [resource],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    });
  }
}

/** In a key's policy `*` is the key itself. The account's own policies decide who of it may do which of these. */
const ownAccount = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'OwnAccount',
    effect: Effect.ALLOW,
    principals: [new AccountRootPrincipal()],
    actions: [...useOfKey, ...careOfKey],
    resources: ['*'],
  });

const useOfKey = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'];
const careOfKey = [
  'kms:GetKeyPolicy',
  'kms:PutKeyPolicy',
  'kms:ListKeyPolicies',
  'kms:GetKeyRotationStatus',
  'kms:EnableKeyRotation',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:UpdateKeyDescription',
  'kms:ListResourceTags',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:ScheduleKeyDeletion',
  'kms:CancelKeyDeletion',
];
