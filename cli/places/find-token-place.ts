import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AdsConfig } from '../../core/settings/config.ts';
import { localTokenPlace, secretsFileOf, type TokenPlace } from './token-place.ts';

/** Makes the client of Secrets Manager in a region. */
export type OpenSecretsManager = (region: string) => SecretsManagerClient;

/** The deployment's with `--aws`, else this machine's. */
export async function tokenPlaceOf(
  args: { aws: boolean; secrets: string | undefined },
  config: AdsConfig,
  open?: OpenSecretsManager,
): Promise<TokenPlace> {
  if (!args.aws) return localTokenPlace(secretsFileOf(args));
  const { awsTokenPlace, secretsManagerIn } = await import('./aws-token-place.ts');
  return await awsTokenPlace(config, (open ?? secretsManagerIn)(config.aws.region));
}
