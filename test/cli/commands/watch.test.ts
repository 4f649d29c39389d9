import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type RunningTwin, startTwin } from '../../../twin/server.ts';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';
import { run } from '../run.ts';

const newFolder = temporaryFolders();
let twin: RunningTwin | undefined;

afterEach(() => twin?.close());

/** A machine with a sign-in that the platform does not take any more, and a platform on the machine's own clock. */
async function machine() {
  const folder = await newFolder();
  twin = await startTwin({
    size: { campaigns: 1, creativesPerCampaign: 1, historyDays: 5 },
    startAt: new Date(),
    speed: 1,
    behaviours: { refreshToken: 'new' },
  });
  const [config, secrets] = [join(folder, 'ads.config.json'), join(folder, 'secrets.json')];
  const linkedin = { apiUrl: `${twin.url}/rest`, oauthUrl: `${twin.url}/oauth/v2`, attempts: 2 };
  await writeFile(config, JSON.stringify({ linkedin, collection: { backfillDays: 5 } }));
  const secret = { ...twin.credentials, access_token: 'of-the-year-before' };
  await writeFile(secrets, JSON.stringify({ 'linkedin-access-token': secret }), { mode: 0o600 });
  const words = ['--data-dir', join(folder, 'data'), '--config', config, '--secrets', secrets, '--json'];
  return { words, secrets, refreshToken: secret.refresh_token };
}

test('collect renews a rejected token and keeps the new refresh token; watch then finds nothing amiss', async () => {
  const { words, secrets, refreshToken } = await machine();
  const collected = await run('collect', ...words);
  // a machine that is busy shows progress after a second
  expect(collected.stderr.replace(/^collecting account .*\n/gm, '')).toBe('');
  expect([collected.exitCode, collected.json().failures]).toEqual([0, []]);
  const secret = JSON.parse(await readFile(secrets, 'utf8'))['linkedin-access-token'];
  expect(secret.refresh_token).not.toBe(refreshToken);
  expect(Date.parse(secret.access_token_expires_at)).toBeGreaterThan(Date.now());
  const watched = await run('watch', ...words);
  expect(watched.json()).toMatchObject({ leases_left_behind: 0, access_token_days_left: expect.any(Number) });
  expect(watched.json().troubles.filter((title: string) => !title.includes('LinkedIn API'))).toEqual([]);
});

test('watch says what is missing, and tells it as a message once', async () => {
  const { words, secrets } = await machine();
  await run('collect', ...words);
  await writeFile(secrets, '{}');
  const first = await run('watch', ...words);
  expect(first.json().troubles).toContain('there is no LinkedIn token in the secret linkedin-access-token');
  expect(first.json().told).toBeGreaterThan(0);
  expect((await run('watch', ...words)).json().told).toBe(0);
});
