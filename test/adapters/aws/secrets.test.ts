import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { awsSecrets } from '../../../adapters/aws/secrets.ts';
import { NotPermittedError } from '../../../core/errors.ts';
import { jsonError, type ScriptedService, startService } from './scripted-service.ts';

let service: ScriptedService;
const secrets = () => awsSecrets(new SecretsManagerClient(service.settings));
const answer = (SecretString: string) => ({ status: 200, body: JSON.stringify({ SecretString }) });

beforeEach(async () => {
  service = await startService();
});

afterEach(() => service.close());

it('reads numbers as text, as people and older programs wrote them', async () => {
  service.answers.push(answer('{"access_token":"abc","expires_in":5184000}'));
  expect(await secrets().read('s')).toEqual({ access_token: 'abc', expires_in: '5184000' });
});

it.each(['not JSON with a secret', '["secret"]', '{"a":{"b":"secret"}}', 'null', ''])(
  'says of %j that it is not valid, and not what it is',
  async (text) => {
    service.answers.push(answer(text));
    const error = await secrets()
      .read('s')
      .catch((thrown) => thrown);
    expect(error.message).toBe('The secret s is not valid: it must be a JSON object of strings');
    expect(error.cause).toBeUndefined();
  },
);

it('makes a written value the current one, and makes the secret where there is none', async () => {
  service.answers.push(jsonError(400, 'ResourceNotFoundException'), { status: 200, body: '{}' });
  await secrets().write('s', { token: 'abc' });
  expect(service.seen.map(({ headers }) => headers['x-amz-target'])).toEqual([
    'secretsmanager.PutSecretValue',
    'secretsmanager.CreateSecret',
  ]);
  expect(JSON.parse(service.seen[0]?.body ?? '')).toMatchObject({ SecretId: 's', VersionStages: ['AWSCURRENT'] });
});

it('does not take a refusal for an absent secret', async () => {
  service.answers.push(jsonError(400, 'AccessDeniedException'));
  await expect(secrets().read('s')).rejects.toThrow(NotPermittedError);
});
