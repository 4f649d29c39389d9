import { expect, test } from 'vitest';
import { awsSecretVersions } from '../../../adapters/aws/secret-versions.ts';
import { SecretVersionTakenError } from '../../../core/operate/tokens/secret-versions.ts';
import { fakeSecretsManager } from '../../support/fake-secrets-manager.ts';

const name = 'linkedin-access-token';
const next = 'aaaaaaaa-0000-4000-8000-000000000001';

function opened(value?: object | string) {
  const manager = fakeSecretsManager();
  manager.create(name, value);
  return { manager, versions: awsSecretVersions(manager.client) };
}

test('a pending version is written once, tried beside the current one, and then takes its place', async () => {
  const { manager, versions } = opened({ access_token: 'old' });
  manager.announce(name, next);
  expect(await versions.describe(name)).toEqual({
    arn: 'arn:aws:secretsmanager:us-east-2:123456789012:secret:linkedin-access-token-AbCdEf',
    rotationEnabled: true,
    labels: new Map([
      ['version-one', ['current']],
      [next, ['pending']],
    ]),
  });
  expect(await versions.read(name, { label: 'pending', version: next })).toBeUndefined();
  await versions.putPending(name, { version: next, secret: { access_token: 'new' } });
  await versions.putPending(name, { version: next, secret: { access_token: 'new' } });
  expect(await versions.read(name, { label: 'pending', version: next })).toEqual({ access_token: 'new' });
  expect(await versions.read(name, { label: 'current' })).toEqual({ access_token: 'old' });
  await versions.makeCurrent(name, next, 'version-one');
  await versions.dropPending(name, next);
  await versions.dropPending(name, next);
  expect(await versions.read(name, { label: 'current' })).toEqual({ access_token: 'new' });
  expect(manager.labels(name)).toEqual({ 'version-one': ['AWSPREVIOUS'], [next]: ['AWSCURRENT'] });
});

test('a version that has a value is not overwritten', async () => {
  const { manager, versions } = opened({ access_token: 'old' });
  manager.announce(name, next);
  await versions.putPending(name, { version: next, secret: { access_token: 'new' } });
  const error: Error = await versions
    .putPending(name, { version: next, secret: { access_token: 'other' } })
    .catch((thrown) => thrown);
  expect(error).toBeInstanceOf(SecretVersionTakenError);
  expect(error.message).toBe(`Version ${next} of linkedin-access-token already has a different value`);
  expect(manager.value(name, 'AWSPENDING')).toEqual({ access_token: 'new' });
});

test('a version does not become current in place of one that is not current any more', async () => {
  const { manager, versions } = opened({ access_token: 'old' });
  manager.announce(name, next);
  await versions.putPending(name, { version: next, secret: { access_token: 'new' } });
  await expect(versions.makeCurrent(name, next, 'version-zero')).rejects.toThrow(
    `Could not make version ${next} of linkedin-access-token the current one: InvalidParameterException`,
  );
  expect(manager.value(name, 'AWSCURRENT')).toEqual({ access_token: 'old' });
});

test.each([
  ['nothing', undefined, undefined],
  ['random text', 'kd83;kd', {}],
  ['a list', '["a"]', {}],
  [
    'numbers among the fields',
    { expires_in: 5184000, refresh_token: 'r', none: null },
    { expires_in: '5184000', refresh_token: 'r' },
  ],
])('a secret that holds %s reads as what it is', async (_what, value, read) => {
  expect(await opened(value).versions.read(name, { label: 'current' })).toEqual(read);
});

test('a missing secret and a refusal are named, with what to do', async () => {
  const { manager, versions } = opened();
  await expect(versions.describe('none')).rejects.toMatchObject({
    message:
      "Could not describe the secret none: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    remedy: 'Deploy the data stack, and compare the name in the message with what it created.',
  });
  manager.breakDown('GetSecretValue');
  await expect(versions.read(name, { label: 'current' })).rejects.toThrow('InternalServiceError');
});
