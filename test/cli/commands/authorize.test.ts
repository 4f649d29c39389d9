import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readArguments } from '../../../cli/arguments.ts';
import { authorize } from '../../../cli/commands/authorize.ts';
import { checkToken } from '../../../cli/commands/doctor.ts';
import { type RunningTwin, startTwin, type TwinOptions } from '../../../twin/server.ts';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';
import { type FakeSecretsManager, fakeSecretsManager } from '../../support/fake-secrets-manager.ts';

const newFolder = temporaryFolders();
const freePort = 'http://localhost:0/callback';
const twins: RunningTwin[] = [];

afterEach(async () => {
  for (const twin of twins.splice(0)) await twin.close();
});

type Browser = (url: string) => void;

/** A person who agrees: the twin sends the browser back at once. */
const agree: Browser = (url) => void fetch(url).catch(() => undefined);

interface Person {
  browser?: Browser;
  answers?: string[];
  manager?: FakeSecretsManager;
  twin?: TwinOptions;
}

/** One run of the command, by a person at a browser. What was asked for, in order, with "hidden" where nothing is shown. */
async function signIn(words: string[], { browser = agree, answers = [], manager, twin: options }: Person = {}) {
  const folder = await newFolder();
  const twin = await startTwin({ size: { campaigns: 1, creativesPerCampaign: 1, historyDays: 2 }, ...options });
  twins.push(twin);
  const [config, secrets] = [join(folder, 'ads.config.json'), join(folder, 'secrets.json')];
  const linkedin = { apiUrl: `${twin.url}/rest`, oauthUrl: `${twin.url}/oauth/v2`, attempts: 1 };
  await writeFile(config, JSON.stringify({ linkedin }));
  const [asked, said, shown]: [string[], string[], string[]] = [[], [], []];
  const run = (...more: string[]) => {
    const args = readArguments(['authorize', '--config', config, '--secrets', secrets, ...words, ...more]);
    return authorize(args, {
      prompts: {
        ask: async (question, { hidden = false } = {}) => {
          asked.push(`${question}${hidden ? 'hidden' : ''}`);
          return answers.shift() ?? '';
        },
        close: () => undefined,
      },
      say: (line) => void said.push(line),
      show: (url) => {
        shown.push(url);
        browser(url);
      },
      ...(manager && { openSecretsManager: () => manager.client }),
    });
  };
  const stored = async () => JSON.parse(await readFile(secrets, 'utf8'))['linkedin-access-token'];
  return { run, stored, asked, said, shown, secrets, config, twin };
}

const known = ['twin-client', 'twin-secret'];

describe('signing in', () => {
  test('stores a working token with all that renewing it needs, in a file of its owner', async () => {
    const { run, stored, asked, said, shown, secrets, twin } = await signIn(['--redirect-url', freePort], {
      answers: [...known],
    });
    const { lines, json, exitCode } = await run();
    expect(exitCode).toBe(0);
    expect(asked).toEqual(['Client id: ', 'Client secret (not shown): hidden']);
    expect((await stat(secrets)).mode & 0o777).toBe(0o600);
    const secret = await stored();
    expect(secret).toMatchObject({
      client_id: 'twin-client',
      client_secret: 'twin-secret',
      scopes: 'r_ads r_ads_reporting r_organization_social',
    });
    expect(Date.parse(secret.access_token_expires_at) - Date.now()).toBeGreaterThan(59.9 * 86_400_000);
    expect(Date.parse(secret.refresh_token_expires_at) - Date.now()).toBeGreaterThan(364.9 * 86_400_000);
    expect(json).toMatchObject({ missing_scopes: [], scopes: ['r_ads', 'r_ads_reporting', 'r_organization_social'] });
    expect(said[0]).toBe(`The token will be stored in ${secrets} on this machine.`);
    expect(twin.calls()).toMatchObject({ total: expect.any(Number) });
    const everything = [...said, ...shown, ...lines, JSON.stringify(json)].join('\n');
    for (const hush of ['twin-secret', secret.access_token, secret.refresh_token])
      expect(everything).not.toContain(hush);
    const asksFor = new URL(shown[0]!).searchParams;
    expect(asksFor.get('scope')).toBe('r_ads r_ads_reporting r_organization_social');
    expect(asksFor.get('state')).toMatch(/^[\w-]{43}$/);
  });

  test('asks for the right to write only when told to, and for posts only unless told not to', async () => {
    const { run, stored } = await signIn(['--redirect-url', freePort, '--allow-writes', '--without-posts'], {
      answers: [...known],
    });
    const { json, lines } = await run();
    expect((await stored()).scopes).toBe('r_ads r_ads_reporting rw_ads');
    expect(json).toMatchObject({ missing_scopes: ['r_organization_social'] });
    expect(lines).toContain('LinkedIn did not grant: r_organization_social.');
  });

  test('asks for client id and secret once', async () => {
    const { run, asked, said, stored } = await signIn(['--redirect-url', freePort], { answers: [...known] });
    await run();
    const first = await stored();
    await run();
    expect(asked).toHaveLength(2);
    expect(said).toContain('The application is twin-client, as before. To use another one: --client FILE.');
    expect((await stored()).access_token).not.toBe(first.access_token);
  });

  test('takes client id and secret from a file that nobody else can read', async () => {
    const { run, stored, asked } = await signIn(['--redirect-url', freePort]);
    const file = join(await newFolder(), 'client.json');
    await expect(run('--client', file)).rejects.toThrow(`There is no file ${file}`);
    await writeFile(file, '{"client_id": "twin-client", "client_secret": "twin-secret"}');
    await chmod(file, 0o644);
    await expect(run('--client', file)).rejects.toThrow(`${file} can be read by other users of this machine`);
    await chmod(file, 0o600);
    await run('--client', file);
    expect((await stored()).client_id).toBe('twin-client');
    await writeFile(file, '{"client_id": 7}');
    await expect(run('--client', file)).rejects.toThrow("does not hold an application's client id and secret");
    expect(asked).toEqual([]);
  });

  test.each([
    [
      'of a wrong application secret',
      { answers: ['twin-client', 'wrong'] },
      'No token was issued: POST /accessToken: 401',
    ],
    [
      'that the platform does not take',
      { answers: [...known], twin: { limits: { accessTokenDays: 60 } } },
      'The platform is not responding',
    ],
  ])('leaves the former token in place at one %s', async (what, person, message) => {
    const { run, secrets, twin } = await signIn(['--redirect-url', freePort], person);
    if (what.startsWith('that')) twin.fault({ kind: 'server-error', endpoint: 'adAccounts' });
    await writeFile(secrets, '{"linkedin-access-token": {"access_token": "former"}}', { mode: 0o600 });
    await expect(run()).rejects.toThrow(message);
    expect(await readFile(secrets, 'utf8')).toBe('{"linkedin-access-token": {"access_token": "former"}}');
  });
});

describe('a redirect', () => {
  test('that does not know the state, has another path or another host, is nobody’s', async () => {
    const statuses: number[] = [];
    const intrude: Browser = async (url) => {
      const back = new URL(new URL(url).searchParams.get('redirect_uri')!);
      const state = new URL(url).searchParams.get('state');
      const tries: [string, RequestInit?][] = [
        [`${back}?code=stolen&state=${'x'.repeat(43)}`],
        [`${back}?code=stolen`],
        [`${back.origin}/other?code=stolen&state=${state}`],
        [`${back}?code=stolen&state=${state}`, { method: 'POST' }],
      ];
      for (const [address, init] of tries) statuses.push((await fetch(address, init)).status);
      agree(url);
    };
    const { run, stored } = await signIn(['--redirect-url', freePort], { answers: [...known], browser: intrude });
    await run();
    expect(statuses).toEqual([404, 404, 404, 404]);
    expect((await stored()).scopes).toContain('r_ads');
  });

  test('that says no ends the command with what LinkedIn said', async () => {
    const refuse =
      (error: string, description: string): Browser =>
      (url) => {
        const { searchParams } = new URL(url);
        const query = new URLSearchParams({ error, error_description: description, state: searchParams.get('state')! });
        void fetch(`${searchParams.get('redirect_uri')}?${query}`);
      };
    const said = await signIn(['--redirect-url', freePort], {
      answers: [...known],
      browser: refuse('user_cancelled_login', 'The user cancelled the login'),
    });
    await expect(said.run()).rejects.toThrow(
      'LinkedIn did not grant access: user_cancelled_login The user cancelled the login',
    );
    const scope = await signIn(['--redirect-url', freePort], {
      answers: [...known],
      browser: refuse('unauthorized_scope_error', 'Scope "r_organization_social" is not authorized'),
    });
    await expect(scope.run()).rejects.toMatchObject({ remedy: expect.stringContaining('--without-posts') });
  });

  test('that never comes is waited for no longer than told, and the port is free again', async () => {
    const { run, shown } = await signIn(['--redirect-url', freePort, '--minutes', '0.005'], {
      answers: [...known],
      browser: () => undefined,
    });
    await expect(run()).rejects.toThrow('No answer came back from LinkedIn within 0 minutes');
    const address = new URL(shown[0]!).searchParams.get('redirect_uri')!;
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  });

  test('to a port that is taken is said before anyone signs in', async () => {
    const { run, shown, twin } = await signIn([], { answers: [...known] });
    const taken = `http://localhost:${new URL(twin.url).port}/callback`;
    await expect(run('--redirect-url', taken)).rejects.toThrow('Cannot listen on port');
    expect(shown).toEqual([]);
  });

  test('to another host is pasted by the person, whole', async () => {
    const answers = [...known];
    const page = 'https://example.com/callback';
    /** The twin only redirects to loopback: the person goes there by another way and ends on the page. */
    const visit: Browser = (url) => {
      const state = new URL(url).searchParams.get('state');
      answers.push(`${page}?code=twin-code%3Ar_ads%2Cr_ads_reporting&state=${state}`);
    };
    const { run, asked, stored } = await signIn(['--redirect-url', page], { answers, browser: visit });
    await run();
    expect(asked.at(-1)).toBe('The address that the browser ended on (not shown): hidden');
    expect((await stored()).scopes).toBe('r_ads r_ads_reporting');
    answers.push(`${page}?code=x&state=another`);
    await expect(run()).rejects.toThrow('That is not the address that this sign-in ends on');
  });
});

describe('signing in for the deployment', () => {
  test('names the secret before anything, makes the token current, and ends a rotation that stood in the way', async () => {
    const manager = fakeSecretsManager();
    manager.create('linkedin-access-token', {});
    manager.announce('linkedin-access-token', 'stuck');
    const { run, said } = await signIn(['--aws', '--redirect-url', freePort], { manager, answers: [...known] });
    const { lines } = await run();
    const arn = 'arn:aws:secretsmanager:us-east-2:123456789012:secret:linkedin-access-token-AbCdEf';
    expect(said[0]).toBe(`The token will be stored in the secret ${arn}.`);
    expect(lines).toContain(`The token works and is stored in the secret ${arn}.`);
    expect(manager.value('linkedin-access-token', 'AWSCURRENT')).toMatchObject({
      client_id: 'twin-client',
      scopes: 'r_ads r_ads_reporting r_organization_social',
    });
    expect(manager.value('linkedin-access-token', 'AWSPENDING')).toBeUndefined();
    expect(Object.values(manager.labels('linkedin-access-token')).flat()).not.toContain('AWSPENDING');
  });

  test('without a deployment asks nothing and makes no secret that would stand in its way', async () => {
    const manager = fakeSecretsManager();
    const { run, asked, shown } = await signIn(['--aws', '--redirect-url', freePort], { manager });
    await expect(run()).rejects.toMatchObject({
      message: expect.stringContaining(
        'Could not describe the secret linkedin-access-token: ResourceNotFoundException',
      ),
      remedy: expect.stringContaining('Deploy the data stack'),
    });
    expect([asked, shown]).toEqual([[], []]);
    expect(manager.calls).toEqual(['DescribeSecret']);
  });
});

describe('doctor', () => {
  const summary = (findings: Awaited<ReturnType<typeof checkToken>>) =>
    findings.map(({ check, result, detail }) => `${result} ${check}: ${detail.replace(/^in \S.*?: /, '')}`);

  test('tells both clocks, the scopes and the version of the place it is asked about', async () => {
    const { run, secrets, config } = await signIn(['--redirect-url', freePort], { answers: [...known] });
    const args = { aws: false, secrets, config };
    expect(summary(await checkToken(args)).slice(1)).toEqual([`note token: none in ${secrets} on this machine`]);
    await run();
    const [version, token, scopes, renewal] = summary(await checkToken(args));
    expect(version).toMatch(/^(ok|note) LinkedIn API version: LinkedIn supports 202607 for \d+ more day/);
    expect(token).toBe('ok token: access token valid for 59 more days, refresh token valid for 364 more days');
    expect(scopes).toBe('ok token scopes: r_ads, r_ads_reporting, r_organization_social');
    expect(renewal).toMatch(/^ok token renewal: last renewed 2\d{3}-/);
  });

  test('of the deployment also tells whether the token is rotated, and by which command a stuck rotation ends', async () => {
    const manager = fakeSecretsManager();
    manager.create('linkedin-access-token', { access_token: 'a', scopes: 'r_ads' });
    manager.announce('linkedin-access-token', 'stuck');
    manager.switchRotation('linkedin-access-token', false);
    const findings = await checkToken({ aws: true, secrets: undefined, config: undefined }, () => manager.client);
    expect(summary(findings).slice(1)).toEqual([
      'note token: access token with an unknown expiry date, no refresh token',
      'problem token scopes: r_ads; missing: r_ads_reporting',
      'problem token renewal: impossible: refresh_token, client_id, and client_secret are missing',
      'problem rotation: switched off',
      'note rotation in progress: version stuck is pending; no other rotation starts until it is done',
    ]);
    expect(findings.at(-1)!.remedy).toContain(
      'aws secretsmanager update-secret-version-stage --secret-id linkedin-access-token --version-stage AWSPENDING --remove-from-version-id stuck',
    );
    const absent = await checkToken(
      { aws: true, secrets: undefined, config: undefined },
      () => fakeSecretsManager().client,
    );
    expect(absent[1]).toMatchObject({
      check: 'token',
      result: 'problem',
      remedy: expect.stringContaining('Deploy the data stack'),
    });
  });
});
