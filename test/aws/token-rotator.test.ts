/** The bundled rotator as Lambda loads it, step by step, on Secrets Manager as AWS describes it (moto's rotates otherwise). */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleHandler } from '../../lib/handler-bundle.ts';
import { type RunningTwin, startTwin } from '../../twin/server.ts';
import { fakeSecretsManager } from '../support/fake-secrets-manager.ts';
import { type Lambda, startLambda } from './lambda.ts';
import { credentials, motoUrl, newBucket, region, sns } from './moto.ts';

const [secret, journal] = ['linkedin-access-token', 'linkedin-token-journal'];
const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
const manager = fakeSecretsManager();
let [twin, server, lambda, work]: [RunningTwin?, Server?, Lambda?, string?] = [];

beforeAll(async () => {
  twin = await startTwin({ startAt: new Date(), speed: 1, behaviours: { refreshToken: 'new' } });
  manager.create(secret, twin.credentials);
  manager.create(journal, {});
  server = serve();
  work = await mkdtemp(join(tmpdir(), 'rotator-'));
  bundleHandler('token-rotator', work);
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'linkedin-ads-alerts' }));
  lambda = await startLambda(work, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL: motoUrl,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    DATA_BUCKET: await newBucket(),
    RESULTS_BUCKET: 'none',
    DATABASE: 'none',
    WORKGROUP: 'none',
    TOPIC_ARN: TopicArn,
    LINKEDIN_SECRET: secret,
    JOURNAL_SECRET: journal,
    STAGE: 'token-rotator',
    CONFIG: JSON.stringify({
      linkedin: { apiUrl: `${twin.url}/rest`, oauthUrl: `${twin.url}/oauth/v2`, attempts: 2 },
    }),
  });
});

afterAll(async () => {
  lambda?.close();
  server?.close();
  await twin?.close();
  if (work) await rm(work, { recursive: true, force: true });
});

function serve(): Server {
  const serving = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const { status, body } = manager.answer(operation, JSON.parse(text));
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    });
  });
  return serving.listen(0, '127.0.0.1');
}

const deliver = (Step: string, ClientRequestToken: string) =>
  lambda!.invoke({ Step, SecretId: secret, ClientRequestToken });

test('a whole rotation, every step twice, renews the token once and leaves no label behind', async () => {
  const version = randomUUID();
  manager.announce(secret, version);
  for (const step of steps) for (const _ of [1, 2]) expect(await deliver(step, version)).toMatchObject({ step });
  const { access_token, refresh_token } = manager.value(secret, 'AWSCURRENT')!;
  expect(access_token).not.toBe(twin!.credentials.access_token);
  expect(refresh_token).not.toBe(twin!.credentials.refresh_token);
  expect(manager.labels(secret)[version]).toEqual(['AWSCURRENT']);
  const answer = await fetch(`${twin!.url}/rest/adAccounts?q=search`, {
    headers: {
      Authorization: `Bearer ${access_token}`,
      'LinkedIn-Version': '202607',
      'X-Restli-Protocol-Version': '2.0.0',
    },
  });
  expect(answer.status).toBe(200);
});

test('what keeps a step from being done is thrown, and nothing secret is logged', async () => {
  await expect(deliver('createSecret', randomUUID())).rejects.toThrow(/^RotationRefusedError: .*it has no version/);
  await expect(lambda!.invoke({})).rejects.toThrow(/^UsageError: The payload is not what the stage takes/);
  const version = randomUUID();
  manager.create(secret, { ...twin!.credentials, refresh_token: 'never-issued' });
  manager.announce(secret, version);
  await expect(deliver('createSecret', version)).rejects.toThrow(
    /^ReauthorisationNeededError: LinkedIn no longer accepts the refresh token/,
  );
  const logged = lambda!.lines.join('\n');
  expect(logged).not.toBe('');
  for (const hush of ['never-issued', ...Object.values(manager.value(secret, 'AWSCURRENT')!)])
    expect(logged).not.toContain(hush);
});
