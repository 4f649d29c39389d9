/** Clients of the moto server that `.ci/aws` has started. */
import { randomUUID } from 'node:crypto';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

export const motoUrl = process.env.MOTO_URL ?? '';
if (!/^http:\/\/127\.0\.0\.1:\d+$/.test(motoUrl)) throw new Error('Run this suite with: npm run test:aws');

export const region = 'us-east-2';
/** What the SDK signs with: moto takes any, and no real account has these. */
export const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };

const settings = { endpoint: motoUrl, region, credentials };
export const s3 = new S3Client({ ...settings, forcePathStyle: true });
export const secretsManager = new SecretsManagerClient(settings);
/** moto does not unpack what the SDK compresses beyond 10 kB; CloudWatch does. */
export const cloudWatch = new CloudWatchClient({ ...settings, disableRequestCompression: true });
/** Its training jobs are complete at once and leave nothing; its endpoints are in service at once. */
export const sageMaker = new SageMakerClient(settings);
export const sns = new SNSClient(settings);
export const sqs = new SQSClient(settings);

/** A new, empty bucket. */
export async function newBucket(): Promise<string> {
  const bucket = `test-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
  return bucket;
}
