import { describe, expect, test } from 'vitest';
import type { TokenRotatorOutput } from '../../../core/contracts/rotation.ts';
import { DailyQuotaError } from '../../../core/ports/ad-platform-errors.ts';
import { type TokenRotatorDeps, tokenRotator } from '../../../core/stages/token-rotator.ts';
import { newLife } from '../../support/mortal.ts';
import { type RotationWorld, rotationToken, rotationWorld, type Step, secretName, steps } from './rotation-world.ts';

const first = rotationToken(1);
const second = rotationToken(2);

const deliver = (
  world: RotationWorld,
  step: Step,
  token = first,
  deps: TokenRotatorDeps = world.deps(),
): Promise<TokenRotatorOutput> => tokenRotator(world.request(step, token), deps);

async function rotate(world: RotationWorld, token = first): Promise<TokenRotatorOutput['result'][]> {
  world.manager.announce(secretName, token);
  const results: TokenRotatorOutput['result'][] = [];
  for (const step of steps) results.push((await deliver(world, step, token)).result);
  return results;
}

describe('a rotation', () => {
  test('renews the token, tries it and makes it current, and says so with both clocks', async () => {
    const world = rotationWorld();
    expect(await rotate(world)).toEqual(['done', 'nothing_to_do', 'done', 'done']);
    expect(world.manager.value(secretName, 'AWSCURRENT')).toMatchObject({
      access_token: 'access-1',
      access_token_expires_at: '2027-01-19T12:00:00.000Z',
      refresh_token: 'refresh-0',
      client_id: 'the-client',
      client_secret: 'the-secret',
      scopes: 'r_ads r_ads_reporting',
      refreshed_at: '2026-11-20T12:00:00.000Z',
    });
    expect(world.manager.value(secretName, 'AWSPREVIOUS')).toMatchObject({ access_token: 'access-0' });
    expect(world.manager.labels(secretName)).toEqual({ 'version-one': ['AWSPREVIOUS'], [first]: ['AWSCURRENT'] });
    expect(world.metrics).toEqual([
      { name: 'AccessTokenDaysLeft', value: 60, unit: 'None' },
      { name: 'RefreshTokenDaysLeft', value: 192.5, unit: 'None' },
    ]);
    expect(world.told).toEqual([
      {
        severity: 'info',
        subject:
          'LinkedIn token rotation: the token was renewed: the access token is valid until 2027-01-19T12:00:00.000Z, the refresh token until 2027-06-01T00:00:00.000Z',
        body: 'the token was renewed: the access token is valid until 2027-01-19T12:00:00.000Z, the refresh token until 2027-06-01T00:00:00.000Z',
      },
    ]);
  });

  test('does not push the end of an unchanged refresh token, and takes that of a new one from the answer', async () => {
    const same = rotationWorld('same');
    await rotate(same);
    expect(same.manager.value(secretName, 'AWSCURRENT')!.refresh_token_expires_at).toBe('2027-06-01T00:00:00.000Z');
    const other = rotationWorld('new');
    await rotate(other);
    expect(other.manager.value(secretName, 'AWSCURRENT')).toMatchObject({
      refresh_token: 'refresh-1',
      refresh_token_expires_at: '2027-11-20T12:00:00.000Z',
    });
  });

  test.each(['same', 'new'] as const)(
    'with every step delivered twice spends one refresh and tells it once (%s refresh token)',
    async (kind) => {
      const world = rotationWorld(kind);
      world.manager.announce(secretName, first);
      for (const step of steps) {
        await deliver(world, step);
        await deliver(world, step);
      }
      expect(world.server.spent).toBe(1);
      expect(world.told).toHaveLength(1);
      expect(world.manager.value(secretName, 'AWSCURRENT')!.access_token).toBe('access-1');
    },
  );

  test('with its first step delivered twice at once spends one refresh', async () => {
    const world = rotationWorld('new');
    world.manager.announce(secretName, first);
    const results = await Promise.all([deliver(world, 'createSecret'), deliver(world, 'createSecret')]);
    expect(results.map(({ result }) => result).sort()).toEqual(['done', 'nothing_to_do']);
    expect(world.server.spent).toBe(1);
  });

  test.each([
    // With an unchanged refresh token nothing can be lost: the same one gives another access token.
    ['same', []],
    // After the refresh and before the answer arrived; and before either of the two writes had an effect.
    ['new', ['createSecret 14', 'createSecret 15']],
  ] as const)(
    'killed at any point of any step, and repeated, comes to its end (%s refresh token)',
    async (kind, lostAt) => {
      const lost: string[] = [];
      for (const killed of steps) {
        for (let killAt = 1; ; killAt += 1) {
          const { world, life } = await killOnce(kind, killed, killAt);
          if (!life.dead) break;
          if (isLost(world)) lost.push(`${killed} ${killAt}`);
          const current = world.manager.value(secretName, 'AWSCURRENT')!.access_token;
          expect([killed, killAt, current]).toEqual([
            killed,
            killAt,
            isLost(world) ? 'access-0' : world.server.newest.access,
          ]);
          expect(world.told).not.toEqual([]);
        }
      }
      expect(lost).toEqual(lostAt);
    },
  );

  test('goes on with the answer of an earlier rotation that was given up', async () => {
    const world = rotationWorld('new');
    world.manager.announce(secretName, first);
    world.manager.breakDown('PutSecretValue');
    await expect(deliver(world, 'createSecret')).rejects.toThrow('InternalServiceError');
    expect(world.journal.value).toMatchObject({ rotation: first });
    world.manager.breakDown();
    world.manager.giveUp(secretName);
    expect(await rotate(world, second)).toEqual(['done', 'nothing_to_do', 'done', 'done']);
    expect(world.manager.value(secretName, 'AWSCURRENT')).toMatchObject({
      access_token: 'access-2',
      refresh_token: 'refresh-2',
    });
  });

  test('makes the pending version of the journal when the version could not be written, without a second refresh', async () => {
    const world = rotationWorld('new');
    world.manager.announce(secretName, first);
    world.manager.breakDown('PutSecretValue');
    await expect(deliver(world, 'createSecret')).rejects.toThrow('InternalServiceError');
    world.manager.breakDown();
    for (const step of steps) await deliver(world, step);
    expect(world.server.spent).toBe(1);
    expect(world.manager.value(secretName, 'AWSCURRENT')!.refresh_token).toBe('refresh-1');
  });

  test.each<Record<string, string>>([
    { value: 'a placeholder' },
    { rotation: 'r', grant: 'g', refreshed_at: '2026-11-20T12:00:00.000Z', issued: '{"access_token":' },
    { rotation: 'r', grant: 'g', refreshed_at: 'yesterday', issued: '{}' },
  ])('takes a journal that holds no answer for an empty one: %o', async (value) => {
    const world = rotationWorld();
    world.journal.value = { ...value };
    expect(await rotate(world)).toEqual(['done', 'nothing_to_do', 'done', 'done']);
    expect(world.journal.value).toMatchObject({ rotation: first });
  });

  test('does not begin without a journal, and brings it up to date later when it broke in between', async () => {
    const world = rotationWorld('new');
    world.manager.announce(secretName, first);
    world.journal.broken = true;
    await expect(deliver(world, 'createSecret')).rejects.toThrow('the journal cannot be written');
    expect(world.manager.value(secretName, 'AWSPENDING')!.refresh_token).toBe('refresh-1');
    world.journal.broken = false;
    expect(await deliver(world, 'createSecret')).toEqual({ step: 'createSecret', result: 'nothing_to_do' });
    expect(world.journal.value).toMatchObject({ rotation: first });
    expect(world.server.spent).toBe(1);
    const unread = {
      ...world.deps(),
      secrets: { read: () => Promise.reject(new Error('denied')), write: async () => {} },
    };
    world.manager.giveUp(secretName);
    world.manager.announce(secretName, second);
    await expect(deliver(world, 'createSecret', second, unread)).rejects.toThrow('denied');
    expect(world.server.spent).toBe(1);
  });
});

describe('a token that must not become current', () => {
  test('is one that the platform rejects: the old one stays, whichever steps come', async () => {
    const world = rotationWorld();
    world.server.trouble = 'bad-token';
    world.manager.announce(secretName, first);
    await deliver(world, 'createSecret');
    await expect(deliver(world, 'testSecret')).rejects.toThrow('The access token was rejected');
    await expect(deliver(world, 'finishSecret')).rejects.toThrow('The access token was rejected');
    expect(world.manager.value(secretName, 'AWSCURRENT')!.access_token).toBe('access-0');
  });

  test('is one that no step of the rotation made', async () => {
    const world = rotationWorld();
    world.manager.announce(secretName, first);
    await expect(deliver(world, 'finishSecret')).rejects.toThrow(
      `The pending version ${first} of linkedin-access-token holds no token of this rotation`,
    );
    world.manager.giveUp(secretName);
    world.manager.temporary(secretName, second, '{"access_token":"access-0"}');
    await expect(deliver(world, 'finishSecret', second)).rejects.toThrow('holds no token of this rotation');
    expect(world.manager.labels(secretName)['version-one']).toEqual(['AWSCURRENT']);
  });

  test('is one that is older than a person’s new sign-in', async () => {
    const world = rotationWorld();
    world.manager.announce(secretName, first);
    await deliver(world, 'createSecret');
    const signedIn = { access_token: 'access-9', refresh_token: 'refresh-9', client_id: 'c', client_secret: 's' };
    world.manager.create(secretName, signedIn);
    world.manager.announce(secretName, first);
    const pending = { ...signedIn, access_token: 'access-1', rotation: first, rotated_from: 'another' };
    world.manager.temporary(secretName, first, JSON.stringify(pending));
    expect(await deliver(world, 'finishSecret')).toEqual({ step: 'finishSecret', result: 'superseded' });
    expect(world.manager.value(secretName, 'AWSCURRENT')!.access_token).toBe('access-9');
    expect(world.manager.labels(secretName)).toEqual({ 'version-one': ['AWSCURRENT'] });
  });

  test('gets time to become known to the platform', async () => {
    const world = rotationWorld();
    world.manager.announce(secretName, first);
    await deliver(world, 'createSecret');
    const deps = world.deps();
    let calls = 0;
    const trial = {
      call: async (token: string) => {
        calls += 1;
        await (calls < 4 ? world.trial.call('not yet') : world.trial.call(token));
      },
    };
    const before = world.clock.now.getTime();
    expect((await deliver(world, 'testSecret', first, { ...deps, trial })).result).toBe('done');
    expect(world.clock.now.getTime() - before).toBe(17_000);
  });

  test('is looked up at the token server when the day’s calls are used up', async () => {
    const world = rotationWorld();
    world.manager.announce(secretName, first);
    await deliver(world, 'createSecret');
    const refusal = { call: 'GET /adAccounts', said: '429', requestId: null };
    const trial = { call: () => Promise.reject(new DailyQuotaError(refusal, world.clock.now)) };
    expect((await deliver(world, 'testSecret', first, { ...world.deps(), trial })).result).toBe('done');
    const inactive = {
      ...world.issuer,
      introspect: async () => ({ active: false, status: 'revoked' as const, expires_at: null, scopes: [] }),
    };
    await expect(deliver(world, 'testSecret', first, { ...world.deps(), trial, issuer: inactive })).rejects.toThrow(
      'The daily quota is used up',
    );
  });
});

describe('a refresh token that is worth nothing', () => {
  test('needs a person: it is told once with the command, is not tried again, and the current token stays', async () => {
    const world = rotationWorld();
    world.server.trouble = 'revoked';
    world.manager.announce(secretName, first);
    await expect(deliver(world, 'createSecret')).rejects.toMatchObject({
      message: 'LinkedIn no longer accepts the refresh token',
      remedy: expect.stringContaining('npm run ads -- authorize --aws'),
    });
    world.server.trouble = 'none';
    await expect(deliver(world, 'createSecret')).rejects.toThrow('LinkedIn no longer accepts the refresh token');
    expect(world.server.spent).toBe(0);
    expect(world.manager.labels(secretName)['version-one']).toEqual(['AWSCURRENT']);
    expect(world.told).toHaveLength(1);
    expect(world.told[0]).toMatchObject({
      severity: 'error',
      subject: 'LinkedIn token rotation: createSecret failed: LinkedIn no longer accepts the refresh token',
    });
    expect(world.told[0]!.body).toContain('https://www.linkedin.com/developers/apps');
  });

  test('is asked for again by the next rotation, in case the refusal was a fault', async () => {
    const world = rotationWorld();
    world.server.trouble = 'revoked';
    world.manager.announce(secretName, first);
    await expect(deliver(world, 'createSecret')).rejects.toThrow();
    world.server.trouble = 'none';
    world.manager.giveUp(secretName);
    expect(await rotate(world, second)).toEqual(['done', 'nothing_to_do', 'done', 'done']);
    expect(world.told.at(-1)!.body).toContain(
      'Resolved: createSecret failed: LinkedIn no longer accepts the refresh token',
    );
  });

  test('is told again after a day, not at every repeat', async () => {
    const world = rotationWorld();
    world.server.trouble = 'unavailable';
    world.manager.announce(secretName, first);
    for (const hours of [0, 1, 22, 2]) {
      world.clock.now = new Date(world.clock.now.getTime() + hours * 3_600_000);
      await expect(deliver(world, 'createSecret')).rejects.toThrow('The platform is not responding');
    }
    expect(world.told).toHaveLength(2);
  });
});

describe('what Secrets Manager’s record does not allow', () => {
  test.each(steps)('is refused at %s', async (step) => {
    const world = rotationWorld();
    await expect(deliver(world, step, second)).rejects.toThrow(`it has no version ${second}`);
    world.manager.announce(secretName, first);
    world.manager.switchRotation(secretName, false);
    await expect(deliver(world, step)).rejects.toThrow('rotation is not switched on');
    world.manager.switchRotation(secretName, true);
    await expect(deliver(world, step, 'version-one')).resolves.toMatchObject({ result: 'nothing_to_do' });
    await rotate({ ...world, manager: { ...world.manager, announce: () => undefined } } as RotationWorld);
    await expect(deliver(world, step, 'version-one')).rejects.toThrow('version version-one is not pending');
    expect(world.server.spent).toBe(1);
  });

  test('leaves a test of the settings alone, whatever its version holds', async () => {
    for (const value of [undefined, 'random text', '{"access_token":"placeholder"}']) {
      const world = rotationWorld();
      world.manager.temporary(secretName, first, value);
      expect(await deliver(world, 'testSecret')).toEqual({ step: 'testSecret', result: 'nothing_to_do' });
    }
  });

  test('keeps a secret without what a refresh needs from being rotated, and names it', async () => {
    const world = rotationWorld();
    world.manager.create(secretName, { access_token: 'access-0' });
    world.manager.announce(secretName, first);
    await expect(deliver(world, 'createSecret')).rejects.toThrow(
      'The secret linkedin-access-token cannot be refreshed: refresh_token, client_id, and client_secret are missing',
    );
  });
});

/** A rotation of which one step is killed at a point, and then delivered again like the others. */
async function killOnce(kind: 'same' | 'new', killed: Step, killAt: number) {
  const world = rotationWorld(kind);
  world.manager.announce(secretName, first);
  const life = newLife(killAt);
  for (const step of steps) {
    if (step === killed) await deliver(world, step, first, world.deps(life)).catch(() => undefined);
    const delivered = deliver(world, step);
    // What a lost token leaves to do is a person's.
    await (isLost(world) ? delivered.catch(() => undefined) : delivered);
  }
  return { world, life };
}

/** Whether the newest refresh token is nowhere: neither current, nor pending, nor in the journal. */
function isLost({ manager, journal, server }: RotationWorld): boolean {
  const kept = [
    manager.value(secretName, 'AWSCURRENT')?.refresh_token,
    manager.value(secretName, 'AWSPENDING')?.refresh_token,
    journal.value?.issued && JSON.parse(journal.value.issued).refresh_token,
  ];
  return !kept.includes(server.newest.refresh);
}
