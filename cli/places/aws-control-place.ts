/** Steering a deployment. Apart from the rest, so that commands of one machine need not load the SDK. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { findDeployedStage, stageClient } from '../../adapters/aws/deployed-stage.ts';
import { awsObjectStore } from '../../adapters/aws/object-store.ts';
import { resourceNames } from '../../core/deployment/names.ts';
import type { AwsConfig } from '../../core/settings/aws.ts';
import type { ControlPlace } from './control-place.ts';

interface AwsClients {
  lambda: LambdaClient;
  s3: S3Client;
}

export const openAws = (region: string): AwsClients => ({
  lambda: stageClient(region),
  s3: new S3Client({ region }),
});

export async function awsControlPlace(
  { region, prefix }: AwsConfig,
  open: (region: string) => AwsClients,
): Promise<ControlPlace> {
  const { lambda, s3 } = open(region);
  // The account is part of other names only.
  const optimizer = await findDeployedStage(lambda, resourceNames(prefix, '').functionOf('optimizer'));
  const { account, bucket } = optimizer;
  return {
    name: `the deployment ${prefix} in account ${account}, region ${optimizer.region}, bucket ${bucket}`,
    objects: awsObjectStore({ client: s3, bucket }),
    simulated: false,
    optimizer,
  };
}
