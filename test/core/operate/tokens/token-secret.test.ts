import { describe, expect, test } from 'vitest';
import { issuedIn, refreshableOf, renewedSecret } from '../../../../core/operate/tokens/token-secret.ts';

const at = new Date('2026-11-20T12:00:00.000Z');
const old = {
  access_token: 'old',
  access_token_expires_at: '2026-11-25T00:00:00.000Z',
  refresh_token: 'refresh',
  refresh_token_expires_at: '2027-06-01T00:00:00.000Z',
  client_id: 'c',
  client_secret: 's',
  scopes: 'r_ads',
  note: 'of a person',
};
const issued = {
  access_token: 'new',
  expires_at: '2027-01-19T12:00:00.000Z',
  refresh_token: 'refresh',
  refresh_token_expires_at: '2027-11-20T12:00:00.000Z',
  scopes: ['r_ads', 'r_ads_reporting'],
};

describe('a renewed secret', () => {
  test('holds what the answer said, and keeps what it did not say', () => {
    expect(renewedSecret(old, issued, at)).toEqual({
      ...old,
      access_token: 'new',
      access_token_expires_at: '2027-01-19T12:00:00.000Z',
      scopes: 'r_ads r_ads_reporting',
      refreshed_at: '2026-11-20T12:00:00.000Z',
    });
  });

  test.each([
    ['the same one never ends later', 'refresh', '2027-11-20T12:00:00.000Z', '2027-06-01T00:00:00.000Z'],
    ['the same one may end earlier', 'refresh', '2027-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['a new one ends when the answer says', 'another', '2027-11-20T12:00:00.000Z', '2027-11-20T12:00:00.000Z'],
    ['one whose end is not told ends when it was told last', 'another', null, '2027-06-01T00:00:00.000Z'],
  ])('of the refresh token: %s', (_what, refresh_token, refresh_token_expires_at, expected) => {
    const renewed = renewedSecret(old, { ...issued, refresh_token, refresh_token_expires_at }, at);
    expect(renewed).toMatchObject({ refresh_token, refresh_token_expires_at: expected });
  });

  test('does not keep the end of the former access token, and without scopes keeps the former ones', () => {
    const renewed = renewedSecret(old, { ...issued, expires_at: null, scopes: [] }, at);
    expect(renewed).not.toHaveProperty('access_token_expires_at');
    expect(renewed.scopes).toBe('r_ads');
  });

  test('can be made again from what it says of its token', () => {
    const renewed = renewedSecret(old, issued, at);
    expect(JSON.stringify(renewedSecret(old, issuedIn(renewed), at))).toBe(JSON.stringify(renewed));
  });
});

test('what a refresh needs is named where it is missing, without a value', () => {
  expect(refreshableOf('s', old)).toEqual({ client: { clientId: 'c', clientSecret: 's' }, refreshToken: 'refresh' });
  expect(() => refreshableOf('linkedin-access-token', { client_secret: 'hush' })).toThrow(
    'The secret linkedin-access-token cannot be refreshed: refresh_token and client_id are missing',
  );
});
