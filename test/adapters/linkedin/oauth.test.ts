import { describe, expect, test } from 'vitest';
import { authorizationUrl, tokenIssuer } from '../../../adapters/linkedin/oauth.ts';
import { GrantRefusedError, TokenRefusedError } from '../../../core/ports/ad-platform-errors.ts';
import { linkedInConfig } from '../../../core/settings/linkedin.ts';
import { expectedOf, onPlatformBodies } from '../../support/platform-bodies.ts';
import { json, startOfTest } from './scripted-linkedin.ts';

const client = { clientId: 'the-client', clientSecret: 's3cr3t&=' };

function issuerOf(answer: () => Response | Promise<Response>, oauthUrl?: string) {
  const sent: { url: string; init: RequestInit }[] = [];
  const issuer = tokenIssuer({
    config: linkedInConfig.parse(oauthUrl ? { oauthUrl } : {}),
    now: () => startOfTest,
    fetch: async (url, init) => {
      sent.push({ url: String(url), init: init! });
      return await answer();
    },
  });
  return { ...issuer, sent };
}

describe('a refresh', () => {
  test('is a form, and expiries are counted from the answer', async () => {
    const { refresh, sent } = issuerOf(() =>
      json(200, {
        access_token: 'new',
        expires_in: 5184000,
        refresh_token: 'again',
        refresh_token_expires_in: '31536000',
        scope: 'r_ads,r_ads_reporting',
      }),
    );
    expect(await refresh(client, 'old refresh')).toEqual({
      access_token: 'new',
      expires_at: '2027-01-19T12:00:00.000Z',
      refresh_token: 'again',
      refresh_token_expires_at: '2027-11-20T12:00:00.000Z',
      scopes: ['r_ads', 'r_ads_reporting'],
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      url: 'https://www.linkedin.com/oauth/v2/accessToken',
      init: {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: 'grant_type=refresh_token&refresh_token=old+refresh&client_id=the-client&client_secret=s3cr3t%26%3D',
      },
    });
  });

  test('keeps the old refresh token where none came', async () => {
    const { refresh } = issuerOf(() => json(200, { access_token: 'new', expires_in: 60 }));
    expect(await refresh(client, 'old')).toMatchObject({
      refresh_token: 'old',
      refresh_token_expires_at: null,
      scopes: [],
    });
  });

  test('that is refused says why, without any secret', async () => {
    const { refresh } = issuerOf(() =>
      json(400, {
        error: 'invalid_grant',
        error_description: 'The refresh token old-refresh with s3cr3t&= is expired',
      }),
    );
    const error: TokenRefusedError = await refresh(client, 'old-refresh').catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TokenRefusedError);
    expect(error.error).toBe('invalid_grant');
    expect(error.message).toBe(
      'No token was issued: POST /accessToken: 400 invalid_grant The refresh token [secret] with [secret] is expired',
    );
  });

  test.each([
    [400, 'invalid_grant', 'whatever', true],
    [400, 'invalid_request', 'The provided authorization grant or refresh token is invalid, expired or revoked', true],
    [400, 'invalid_request', 'A required parameter "refresh_token" is missing', false],
    [400, 'invalid_request', 'A required parameter "grant_type" is missing', false],
    [401, 'invalid_client', 'Client authentication failed', false],
    [403, 'invalid_grant', 'whatever', false],
  ])('that is refused with %d %s "%s" needs a person: %s', async (status, error, error_description, needsPerson) => {
    const { refresh } = issuerOf(() => json(status, { error, error_description }));
    const refused: Error = await refresh(client, 'old').catch((thrown) => thrown);
    expect(refused).toBeInstanceOf(TokenRefusedError);
    expect(refused instanceof GrantRefusedError).toBe(needsPerson);
  });

  test.each([
    ['a server error', () => json(503, {}), '503'],
    ['no connection', () => Promise.reject(new TypeError('fetch failed')), 'the response was incomplete'],
    ['an answer without a token', () => json(200, { expires_in: 1 }), 'the response has an unexpected shape'],
    ['no JSON', () => new Response('<html>'), 'the response has an unexpected shape'],
  ])('that meets %s is tried once', async (_name, answer, said) => {
    const { refresh, sent } = issuerOf(answer);
    await expect(refresh(client, 'old')).rejects.toThrow(`The platform is not responding: POST /accessToken: ${said}`);
    expect(sent).toHaveLength(1);
  });

  test('sends no secret to another host', async () => {
    const { refresh, sent } = issuerOf(() => json(200, {}), 'https://linkedin.example.org/oauth/v2');
    await expect(refresh(client, 'old')).rejects.toThrow('The token is not sent to https://linkedin.example.org');
    expect(sent).toEqual([]);
  });
});

describe('a first grant', () => {
  test('is the code for a token, with the address that it came back to', async () => {
    const { grant, sent } = issuerOf(() => json(200, { access_token: 'first', expires_in: 60, scope: 'r_ads' }));
    expect(await grant(client, { code: 'the code', redirectUrl: 'http://localhost:8914/callback' })).toEqual({
      access_token: 'first',
      expires_at: '2026-11-20T12:01:00.000Z',
      refresh_token: null,
      refresh_token_expires_at: null,
      scopes: ['r_ads'],
    });
    expect(sent[0]!.init.body).toBe(
      'grant_type=authorization_code&code=the+code&redirect_uri=http%3A%2F%2Flocalhost%3A8914%2Fcallback&client_id=the-client&client_secret=s3cr3t%26%3D',
    );
  });

  test('is asked for at an address with everything encoded', () => {
    const asked = {
      clientId: 'a&b',
      redirectUrl: 'http://localhost:8914/callback',
      state: 's',
      scopes: ['r_ads', 'rw_ads'],
    };
    expect(authorizationUrl(linkedInConfig.parse({}), asked)).toBe(
      'https://www.linkedin.com/oauth/v2/authorization?response_type=code&client_id=a%26b&redirect_uri=http%3A%2F%2Flocalhost%3A8914%2Fcallback&state=s&scope=r_ads%20rw_ads',
    );
  });

  test('that is refused does not repeat the code', async () => {
    const { grant } = issuerOf(() =>
      json(400, { error: 'invalid_request', error_description: 'the grant c0de was used' }),
    );
    await expect(grant(client, { code: 'c0de', redirectUrl: 'http://localhost/' })).rejects.toThrow(
      'the grant [secret] was used',
    );
  });
});

describe('introspection', () => {
  test('of a wrong client secret is refused', async () => {
    const { introspect } = issuerOf(() => json(401, { error: 'invalid_client' }));
    await expect(introspect(client, 'token')).rejects.toThrow('401 invalid_client no description');
  });

  onPlatformBodies('as documented', ({ isReal, body }) => {
    test('an active token', async () => {
      const { introspect, sent } = issuerOf(() => json(200, body('introspection')));
      const seen = await introspect(client, 'the token');
      if (isReal) expect(seen).toMatchObject({ active: true, status: 'active' });
      else expect(seen).toEqual(expectedOf('introspection'));
      expect(sent[0]!.init.body).toBe('client_id=the-client&client_secret=s3cr3t%26%3D&token=the+token');
    });

    test('the token of another application is not active', async () => {
      const { introspect } = issuerOf(() => json(200, body('introspection-of-a-foreign-token')));
      expect(await introspect(client, 't')).toEqual(expectedOf('introspection-of-a-foreign-token'));
    });

    test('a refused refresh, with the words of the platform', async () => {
      const refused = issuerOf(() => json(400, body('token-refused')));
      await expect(refused.refresh(client, 'old')).rejects.toThrow(
        '400 invalid_request The provided authorization grant or refresh token is invalid, expired or revoked',
      );
    });

    test('a new token', async () => {
      const issued = await issuerOf(() => json(200, body('token'))).refresh(client, 'old');
      if (isReal) expect(issued).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) });
      else expect(issued).toEqual(expectedOf('token'));
    });
  });
});
