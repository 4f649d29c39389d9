import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import { awsConfig } from '../../core/settings/aws.ts';
import { projectRoot } from '../runtime.ts';
import { type ControlPlace, localControlPlace, type PlaceArguments } from './control-place.ts';

/** Makes the clients of a region. */
export type OpenAws = (region: string) => { lambda: LambdaClient; s3: S3Client };

/** The deployment's with `--aws`, else this machine's. */
export async function controlPlaceOf(args: PlaceArguments, open?: OpenAws): Promise<ControlPlace> {
  if (!args.aws) return await localControlPlace(args.dataDir);
  const { awsControlPlace, openAws } = await import('./aws-control-place.ts');
  return await awsControlPlace(readAwsSettings(args.config), open ?? openAws);
}

/** Its block `aws` alone: the kill switch works although another setting is wrong. */
function readAwsSettings(config: string | undefined) {
  try {
    const text = readFileSync(config ?? join(projectRoot, 'ads.config.json'), 'utf8');
    return awsConfig.parse((JSON.parse(text) as { aws?: unknown }).aws);
  } catch (error) {
    if (config !== undefined) throw error;
    return awsConfig.parse(undefined);
  }
}
