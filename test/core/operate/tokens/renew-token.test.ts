import { describe, expect, test } from 'vitest';
import { type RenewalDeps, renewToken } from '../../../../core/operate/tokens/renew-token.ts';
import type { Secret } from '../../../../core/ports/secret-store.ts';
import { type Life, mortal, newLife } from '../../../support/mortal.ts';

const name = 'linkedin-access-token';

/** A token server that takes each refresh token once, and a file. */
function machine() {
  const file: { secret: Secret; failures: number } = {
    secret: { access_token: 'access-0', refresh_token: 'refresh-0', client_id: 'c', client_secret: 's' },
    failures: 0,
  };
  const server = { spent: 0 };
  const deps = (life: Life = newLife()): RenewalDeps => ({
    secrets: mortal(
      {
        read: async () => ({ ...file.secret }),
        write: async (_name: string, secret: Secret) => {
          if (file.failures > 0 && secret.access_token !== 'access-0') {
            file.failures -= 1;
            throw new Error('the disk is full');
          }
          file.secret = secret;
        },
      },
      life,
    ),
    issuer: mortal(
      {
        refresh: async (_client: object, refreshToken: string) => {
          if (refreshToken !== `refresh-${server.spent}`) throw new Error(`${refreshToken} was spent before`);
          server.spent += 1;
          return {
            access_token: `access-${server.spent}`,
            expires_at: null,
            refresh_token: `refresh-${server.spent}`,
            refresh_token_expires_at: null,
            scopes: [],
          };
        },
      },
      life,
    ),
    now: () => new Date('2026-11-20T12:00:00.000Z'),
    wait: async () => undefined,
  });
  return { file, server, deps };
}

describe('renewing the token of a file', () => {
  test('writes the new refresh token with the new access token', async () => {
    const { file, deps } = machine();
    expect(await renewToken(name, 'access-0', deps())).toEqual({
      access_token: 'access-1',
      refresh_token: 'refresh-1',
      client_id: 'c',
      client_secret: 's',
      refreshed_at: '2026-11-20T12:00:00.000Z',
    });
    expect(file.secret.refresh_token).toBe('refresh-1');
  });

  test('takes the token that somebody else renewed', async () => {
    const { server, deps } = machine();
    expect((await renewToken(name, 'access-older', deps())).access_token).toBe('access-0');
    expect(server.spent).toBe(0);
  });

  test('does not spend the refresh token when the file cannot be written', async () => {
    const { server, deps } = machine();
    const world = deps();
    world.secrets.write = async () => Promise.reject(new Error('read-only'));
    await expect(renewToken(name, 'access-0', world)).rejects.toThrow('read-only');
    expect(server.spent).toBe(0);
  });

  test('tries five times to write what it got', async () => {
    const { file, deps } = machine();
    file.failures = 4;
    await renewToken(name, 'access-0', deps());
    expect(file.secret.refresh_token).toBe('refresh-1');
  });

  test('killed anywhere loses the refresh token only between the answer and its writing', async () => {
    const lost: number[] = [];
    for (let killAt = 1; ; killAt += 1) {
      const { file, server, deps } = machine();
      const life = newLife(killAt);
      await renewToken(name, 'access-0', deps(life)).catch(() => undefined);
      if (!life.dead) break;
      if (file.secret.refresh_token !== `refresh-${server.spent}`) lost.push(killAt);
    }
    // Points: two of reading, two of the first writing, two of the refresh, two of the last writing.
    expect(lost).toEqual([6, 7]);
  });
});
