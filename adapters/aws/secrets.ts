import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { AdsError } from '../../core/errors.ts';
import type { Secret, SecretStore } from '../../core/ports/secret-store.ts';
import { asServiceError, codeOf, serviceCall } from './service-error.ts';

/**
 * Each secret is one JSON object `{ "<field>": "<value>" }` in Secrets Manager; what is read is the version AWSCURRENT, and a write makes
 * its value that. A secret that never had a value is none. No error holds a value, so none keeps the parser's as its cause.
 */
export function awsSecrets(client: SecretsManagerClient): SecretStore {
  return {
    read: async (name) => {
      try {
        const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
        return parsed(name, SecretString);
      } catch (error) {
        if (codeOf(error) === 'ResourceNotFoundException') return undefined;
        throw asServiceError(`read the secret ${name}`, error);
      }
    },
    write: async (name, secret) => {
      const SecretString = JSON.stringify(secret);
      try {
        await client.send(new PutSecretValueCommand({ SecretId: name, SecretString, VersionStages: ['AWSCURRENT'] }));
      } catch (error) {
        if (codeOf(error) !== 'ResourceNotFoundException') throw asServiceError(`write the secret ${name}`, error);
        await serviceCall(
          `write the secret ${name}`,
          client.send(new CreateSecretCommand({ Name: name, SecretString })),
        );
      }
    },
  };
}

function parsed(name: string, text: string | undefined): Secret {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    throw invalid(name);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(name);
  return Object.fromEntries(Object.entries(value).map(([field, each]) => [field, textOf(name, each)]));
}

/** People and older programs write a lifetime as a number. */
function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalid(name);
}

const invalid = (name: string): AdsError =>
  new AdsError(
    `The secret ${name} is not valid: it must be a JSON object of strings`,
    'Write it again: npm run ads -- authorize --aws',
  );
