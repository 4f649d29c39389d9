/** The deployment's LinkedIn secret. Apart from the rest, so that commands of one machine need not load the SDK. */
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsSecretVersions } from '../../adapters/aws/secret-versions.ts';
import { awsSecrets } from '../../adapters/aws/secrets.ts';
import { resourceNames } from '../../core/deployment/names.ts';
import { versionWith } from '../../core/operate/tokens/secret-versions.ts';
import type { AdsConfig } from '../../core/settings/config.ts';
import type { TokenPlace } from './token-place.ts';

export const secretsManagerIn = (region: string): SecretsManagerClient => new SecretsManagerClient({ region });

/** Fails where the data stack is not deployed: a secret that a command made would stand in the stack's way. */
export async function awsTokenPlace({ aws }: AdsConfig, client: SecretsManagerClient): Promise<TokenPlace> {
  // The account is part of other names only.
  const secretName = resourceNames(aws.prefix, '', aws.adopt).linkedInSecret;
  const versions = awsSecretVersions(client);
  const description = await versions.describe(secretName);
  const pending = versionWith(description, 'pending');
  return {
    name: `the secret ${description.arn}`,
    authorize: 'npm run ads -- authorize --aws',
    rotation: { secretName, description },
    read: () => versions.read(secretName, { label: 'current' }),
    async write(secret) {
      await awsSecrets(client).write(secretName, secret);
      // A rotation of the former token that was not finished would keep every later one away.
      if (pending !== undefined && pending !== versionWith(description, 'current'))
        await versions.dropPending(secretName, pending);
    },
  };
}
