import { Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { allow } from '../allow.ts';

/** The longest that a queue keeps anything. */
const keptDays = 14;
/** One redrive handles what it received within this time. */
const redriveSeconds = 300;

/** Runs that could not start or did not end well, each as `{workflow, run_id | scheduled_at}`; a command starts them again. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, queueName: string) {
    super(scope, id, {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(keptDays),
      visibilityTimeout: Duration.seconds(redriveSeconds),
    });
    acknowledge(this, 'AwsSolutions-SQS3');
  }

  grantSend(role: Role): void {
    allow(role, { actions: ['sqs:SendMessage'], resources: [this.queueArn] });
  }
}
