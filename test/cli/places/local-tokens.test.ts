import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { tokenIssuer } from '../../../adapters/linkedin/oauth.ts';
import { localTokens } from '../../../cli/places/local-tokens.ts';
import { linkedInConfig } from '../../../core/settings/linkedin.ts';
import { type RunningTwin, startTwin, type TwinOptions } from '../../../twin/server.ts';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';

const newFolder = temporaryFolders();
const twins: RunningTwin[] = [];

afterEach(async () => {
  for (const twin of twins.splice(0)) await twin.close();
});

async function machine(options: TwinOptions = {}, secret: Record<string, string | undefined> = {}) {
  const twin = await startTwin({ size: { campaigns: 1, creativesPerCampaign: 1, historyDays: 2 }, ...options });
  twins.push(twin);
  const secretsFile = join(await newFolder(), 'secrets.json');
  const { credentials } = twin;
  await writeFile(secretsFile, JSON.stringify({ 'linkedin-access-token': { ...credentials, ...secret } }), {
    mode: 0o600,
  });
  let refreshes = 0;
  const config = linkedInConfig.parse({ oauthUrl: `${twin.url}/oauth/v2` });
  const real = tokenIssuer({ config, now: twin.now });
  const warnings: string[] = [];
  const open = () =>
    localTokens({
      secretsFile,
      issuer: {
        refresh: async (client, refreshToken) => {
          refreshes += 1;
          return await real.refresh(client, refreshToken);
        },
      },
      now: twin.now,
      warn: (message) => void warnings.push(message),
    });
  const stored = async () => JSON.parse(await readFile(secretsFile, 'utf8'))['linkedin-access-token'];
  return { twin, secretsFile, open, stored, warnings, refreshes: () => refreshes };
}

test('a token that the platform rejects is renewed once, by whichever of many calls and processes comes first', async () => {
  const { twin, open, stored, refreshes } = await machine({ behaviours: { refreshToken: 'new' } });
  const tokens = [open(), open(), open()];
  const replacements = await Promise.all(
    tokens.flatMap((each) => [each.replacementFor('twin-access-token'), each.replacementFor('twin-access-token')]),
  );
  const { access_token, refresh_token, access_token_expires_at, client_secret } = await stored();
  expect(new Set(replacements)).toEqual(new Set([access_token]));
  expect(refreshes()).toBe(1);
  expect(refresh_token).not.toBe(twin.credentials.refresh_token);
  expect(client_secret).toBe('twin-secret');
  expect(Date.parse(access_token_expires_at) - twin.now().getTime()).toBe(60 * 86_400_000);
  expect(await tokens[0]!.current()).toBe(access_token);
});

test('a token that is about to end is renewed before it is used, and one that is not is left alone', async () => {
  const { twin, open, stored, refreshes } = await machine();
  await open().replacementFor('twin-access-token');
  const first = (await stored()).access_token;
  twin.advance('54d');
  expect(await open().current()).toBe(first);
  twin.advance('2d');
  const second = await open().current();
  expect(second).not.toBe(first);
  expect((await stored()).access_token).toBe(second);
  expect(refreshes()).toBe(2);
});

test('a token that still works is used when it cannot be renewed, and one that has ended is not', async () => {
  const { twin, open, stored, warnings } = await machine();
  await open().replacementFor('twin-access-token');
  twin.advance('56d');
  twin.fault({ kind: 'server-error', endpoint: 'accessToken' });
  expect(await open().current()).toBe((await stored()).access_token);
  expect(warnings).toEqual([
    expect.stringContaining(
      'the access token, which expires in 4 days, could not be renewed: The platform is not responding',
    ),
  ]);
  twin.advance('5d');
  await expect(open().current()).rejects.toThrow('The platform is not responding');
});

test('a refresh token that has ended needs a person, and the file stays as it was', async () => {
  const { twin, open, secretsFile } = await machine();
  const before = JSON.parse(await readFile(secretsFile, 'utf8'));
  twin.advance('366d');
  await expect(open().replacementFor('twin-access-token')).rejects.toMatchObject({
    message: 'LinkedIn no longer accepts the refresh token',
    remedy: expect.stringContaining('npm run ads -- authorize (the application'),
  });
  expect(JSON.parse(await readFile(secretsFile, 'utf8'))).toEqual(before);
});

test('a lone access token is used as it is, and has no replacement', async () => {
  const lone = { refresh_token: undefined, client_id: undefined, client_secret: undefined };
  const { open, refreshes } = await machine({}, lone);
  expect(await open().current()).toBe('twin-access-token');
  expect(await open().replacementFor('twin-access-token')).toBeUndefined();
  expect(refreshes()).toBe(0);
});
