import { describe, expect, it } from 'vitest';
import { type Client, part, startClient } from './client.ts';

const day = 86_400;
const app = { client_id: 'twin-client', client_secret: 'twin-secret' };
const refresh = (client: Client, token = 'twin-refresh-token') =>
  client.form('/oauth/v2/accessToken', { grant_type: 'refresh_token', refresh_token: token, ...app });

describe('OAuth: refreshing', () => {
  it('gives sixty new days of access and does not move the end of the refresh token', async () => {
    const client = await startClient();
    client.twin.advance('10d');
    const { status, body } = await refresh(client);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^AQ.{498}$/),
      expires_in: 60 * day,
      refresh_token: 'twin-refresh-token',
      refresh_token_expires_in: 355 * day,
      scope: 'r_ads,rw_ads,r_ads_reporting,r_organization_social',
    });
    const headers = { authorization: `Bearer ${part(body, 'access_token')}` };
    expect((await client.get('/rest/adAccounts?q=search', headers)).status).toBe(200);
    expect((await client.get('/rest/adAccounts?q=search')).status).toBe(200);
  });

  it('may answer with a new refresh token of the same end', async () => {
    const client = await startClient({ behaviours: { refreshToken: 'new' } });
    client.twin.advance('10d');
    const { body } = await refresh(client);
    expect(part(body, 'refresh_token')).toMatch(/^AQ/);
    expect(part(body, 'refresh_token_expires_in')).toBe(355 * day);
    expect((await refresh(client, String(part(body, 'refresh_token')))).status).toBe(200);
  });

  it('ends after a year', async () => {
    const client = await startClient();
    client.twin.advance('364d');
    expect((await refresh(client)).status).toBe(200);
    client.twin.advance('1d');
    const { status, body } = await refresh(client);
    expect(status).toBe(400);
    expect(body).toEqual({
      error: 'invalid_request',
      error_description: 'The provided authorization grant or refresh token is invalid, expired or revoked',
    });
  });

  it('may call a refused grant invalid_grant', async () => {
    const client = await startClient({ behaviours: { refusedGrant: 'invalid_grant' } });
    expect(part((await refresh(client, 'wrong')).body, 'error')).toBe('invalid_grant');
  });

  it('may need a while until a new token works', async () => {
    const client = await startClient({ behaviours: { newTokenUsableAfterSeconds: 30 } });
    const headers = { authorization: `Bearer ${part((await refresh(client)).body, 'access_token')}` };
    expect((await client.get('/rest/adAccounts?q=search', headers)).status).toBe(401);
    client.twin.advance('30s');
    expect((await client.get('/rest/adAccounts?q=search', headers)).status).toBe(200);
  });
});

describe('OAuth: granting', () => {
  const grant = { grant_type: 'authorization_code', redirect_uri: 'http://127.0.0.1:8000/back', ...app };

  it('sends the browser back to this machine with a code that works', async () => {
    const client = await startClient();
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'twin-client',
      redirect_uri: grant.redirect_uri,
      state: 's1',
      scope: 'r_ads r_ads_reporting',
    });
    const answer = await client.send('GET', `/oauth/v2/authorization?${query}`);
    const back = new URL(answer.headers.get('location') ?? '');
    expect([answer.status, back.searchParams.get('state')]).toEqual([302, 's1']);
    const granted = await client.form('/oauth/v2/accessToken', { ...grant, code: back.searchParams.get('code') ?? '' });
    expect(part(granted.body, 'scope')).toBe('r_ads,r_ads_reporting');
    expect(part(granted.body, 'refresh_token_expires_in')).toBe(365 * day);
  });

  it('never sends a browser anywhere else', async () => {
    const client = await startClient();
    const answer = await client.send(
      'GET',
      '/oauth/v2/authorization?client_id=twin-client&redirect_uri=https%3A%2F%2Fevil.example%2F',
    );
    expect(answer.status).toBe(400);
  });

  it.each(['grant_type', 'client_id', 'redirect_uri', 'code'])('says that %s is missing', async (name) => {
    const client = await startClient();
    const answer = await client.form('/oauth/v2/accessToken', { ...grant, code: 'twin-code', [name]: '' });
    expect(answer.body).toEqual({
      error: 'invalid_request',
      error_description: `A required parameter "${name}" is missing`,
    });
  });

  it('answers 401 to a wrong secret', async () => {
    const client = await startClient();
    const answer = await client.form('/oauth/v2/accessToken', { ...grant, code: 'twin-code', client_secret: 'wrong' });
    expect(answer.status).toBe(401);
  });
});

describe('OAuth: introspection', () => {
  const introspect = (client: Client, token: string, secret = app.client_secret) =>
    client.form('/oauth/v2/introspectToken', { client_id: app.client_id, client_secret: secret, token });

  it('tells active, expired, revoked and foreign tokens apart', async () => {
    const client = await startClient();
    const issued = Date.parse('2026-08-03T00:00:00Z') / 1000;
    expect((await introspect(client, 'twin-access-token')).body).toEqual({
      active: true,
      client_id: 'twin-client',
      authorized_at: issued,
      created_at: issued,
      status: 'active',
      expires_at: issued + 60 * day,
      scope: 'r_ads,rw_ads,r_ads_reporting,r_organization_social',
      auth_type: '3L',
    });
    expect((await introspect(client, 'somebody-else')).body).toEqual({ active: false });
    client.twin.advance('60d');
    expect(part((await introspect(client, 'twin-access-token')).body, 'status')).toBe('expired');
    await client.send('POST', '/_twin/tokens', { body: '{"revoke":"all"}' });
    expect(part((await introspect(client, 'twin-access-token')).body, 'status')).toBe('revoked');
    expect((await introspect(client, 'twin-access-token', 'wrong')).status).toBe(401);
  });
});
