/** Versions of a secret in Secrets Manager, under the labels that rotation uses. */
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { AdsError } from '../../core/errors.ts';
import type { Secret } from '../../core/ports.ts';
import {
  type SecretVersions,
  SecretVersionTakenError,
  type VersionLabel,
  versionWith,
  type WhichVersion,
} from '../../core/tokens/secret-versions.ts';

const stages: Record<VersionLabel, string> = {
  current: 'AWSCURRENT',
  pending: 'AWSPENDING',
  previous: 'AWSPREVIOUS',
};

/** No error holds a value; those of the SDK never do. */
export function secretVersions(client: SecretsManagerClient): SecretVersions {
  const describe: SecretVersions['describe'] = async (secretId) => {
    const answer = await client.send(new DescribeSecretCommand({ SecretId: secretId })).catch(translated(secretId));
    const versions = Object.entries(answer.VersionIdsToStages ?? {});
    return {
      arn: answer.ARN ?? secretId,
      rotationEnabled: answer.RotationEnabled ?? false,
      labels: new Map(versions.map(([version, its]) => [version, labelsOf(its)])),
    };
  };
  return {
    describe,
    async read(secretId, which) {
      try {
        const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId, ...selector(which) }));
        return secretOf(answer.SecretString);
      } catch (error) {
        // Also what a version answers that was announced and never written.
        if (error instanceof ResourceNotFoundException) return undefined;
        throw translation(secretId, error);
      }
    },
    async putPending(secretId, { version, secret, rotationToken }) {
      const command = new PutSecretValueCommand({
        SecretId: secretId,
        ClientRequestToken: version,
        SecretString: JSON.stringify(secret),
        // Left out, the value would be current at once.
        VersionStages: [stages.pending],
        RotationToken: rotationToken,
      });
      await client.send(command).catch((error) => {
        if (error instanceof ResourceExistsException)
          throw new SecretVersionTakenError(secretId, version, { cause: error });
        throw translation(secretId, error);
      });
    },
    async makeCurrent(secretId, version, instead) {
      const command = new UpdateSecretVersionStageCommand({
        SecretId: secretId,
        VersionStage: stages.current,
        MoveToVersionId: version,
        RemoveFromVersionId: instead,
      });
      await client.send(command).catch(translated(secretId));
    },
    async dropPending(secretId, version) {
      if (versionWith(await describe(secretId), 'pending') !== version) return;
      const command = new UpdateSecretVersionStageCommand({
        SecretId: secretId,
        VersionStage: stages.pending,
        RemoveFromVersionId: version,
      });
      await client.send(command).catch(translated(secretId));
    },
  };
}

const selector = (which: WhichVersion) =>
  which.label === 'current'
    ? { VersionStage: stages.current }
    : { VersionId: which.version, VersionStage: stages.pending };

const labelsOf = (its: readonly string[]): VersionLabel[] =>
  (Object.keys(stages) as VersionLabel[]).filter((label) => its.includes(stages[label]));

/** Placeholders of new secrets are often random text, and numbers may have been written as such. */
function secretOf(text: string | undefined): Secret {
  const json = jsonOrUndefined(text ?? '');
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return {};
  const plain = Object.entries(json).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const translated =
  (secretId: string) =>
  (error: unknown): never => {
    throw translation(secretId, error);
  };

function translation(secretId: string, error: unknown): AdsError {
  const { name, message } = error as Error;
  const remedy =
    error instanceof ResourceNotFoundException
      ? 'Check the region and the name of the secret; deploy the data stack first.'
      : 'Check that the role may use this secret (docs/security.md), and try again.';
  return new AdsError(`The secret ${secretId} cannot be used: ${name}: ${message}`, remedy, { cause: error });
}
