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
import {
  type SecretVersions,
  SecretVersionTakenError,
  type VersionLabel,
  versionWith,
  type WhichVersion,
} from '../../core/operate/tokens/secret-versions.ts';
import type { Secret } from '../../core/ports/secret-store.ts';
import { asServiceError, serviceCall } from './service-error.ts';

const stages: Record<VersionLabel, string> = {
  current: 'AWSCURRENT',
  pending: 'AWSPENDING',
  previous: 'AWSPREVIOUS',
};

/** No error holds a value; those of the SDK never do. */
export function awsSecretVersions(client: SecretsManagerClient): SecretVersions {
  const describe: SecretVersions['describe'] = async (secretId) => {
    const call = client.send(new DescribeSecretCommand({ SecretId: secretId }));
    const answer = await serviceCall(`describe the secret ${secretId}`, call);
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
        throw asServiceError(`read the secret ${secretId}`, error);
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
        throw asServiceError(`write version ${version} of ${secretId}`, error);
      });
    },
    async makeCurrent(secretId, version, instead) {
      const command = new UpdateSecretVersionStageCommand({
        SecretId: secretId,
        VersionStage: stages.current,
        MoveToVersionId: version,
        RemoveFromVersionId: instead,
      });
      await serviceCall(`make version ${version} of ${secretId} the current one`, client.send(command));
    },
    async dropPending(secretId, version) {
      if (versionWith(await describe(secretId), 'pending') !== version) return;
      const command = new UpdateSecretVersionStageCommand({
        SecretId: secretId,
        VersionStage: stages.pending,
        RemoveFromVersionId: version,
      });
      await serviceCall(`end the rotation of ${secretId}`, client.send(command));
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
