import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Findings of cdk-nag that are as they should be, each with its reason; every other finding stops the synthesis. */
const reasons = {
  'AwsSolutions-S1': 'This is the bucket that access logs go to.',
  'AwsSolutions-SMG4':
    'The token is rotated by a schedule in the pipeline stack; the journal holds at most what a rotation could not put in its place.',
  'AwsSolutions-SQS3': 'This is the dead-letter queue itself.',
  'AwsSolutions-GL1':
    'The logs of the crawler name columns, never values, and are encrypted by CloudWatch with its own key.',
} as const;

export const acknowledge = (construct: IConstruct, ...rules: (keyof typeof reasons)[]): void =>
  Validations.of(construct).acknowledge(...rules.map((id) => ({ id, reason: reasons[id] })));
