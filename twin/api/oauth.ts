/** The OAuth server: /oauth/v2/authorization, /accessToken and /introspectToken (docs/linkedin-api.md §4). */
import type { Twin } from '../twin.ts';
import { ApiError, ok, plainError, type Reply } from './reply.ts';
import type { ApiRequest } from './request.ts';
import type { Token } from './tokens.ts';

const msPerSecond = 1000;

export function handleOauth(request: ApiRequest, twin: Twin): Reply {
  const step = request.segments[2];
  if (step === 'authorization' && request.method === 'GET') return authorization(request, twin);
  if (request.method !== 'POST') throw plainError(405, 'Method Not Allowed');
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    throw oauthError('invalid_request', 'The content type must be application/x-www-form-urlencoded');
  }
  const form = new URLSearchParams(request.body);
  if (step === 'accessToken') return accessToken(form, twin);
  if (step === 'introspectToken') return introspectToken(form, twin);
  throw plainError(404, 'Not Found');
}

/** The member agrees at once; the browser goes back with the code. Only to this machine. */
function authorization(request: ApiRequest, { world }: Twin): Reply {
  const query = new URLSearchParams(request.rawQuery);
  const target = query.get('redirect_uri');
  if (query.get('client_id') !== world.app.clientId || !target)
    throw oauthError('invalid_request', 'client_id or redirect_uri is wrong');
  const back = URL.canParse(target) ? new URL(target) : null;
  if (!back || !['127.0.0.1', 'localhost', '[::1]'].includes(back.hostname)) {
    throw oauthError('invalid_request', 'The twin only redirects to loopback');
  }
  const scopes = (query.get('scope') ?? '').split(/[ ,]+/).filter(Boolean).join(',');
  back.searchParams.set('code', scopes ? `${world.app.authorizationCode}:${scopes}` : world.app.authorizationCode);
  back.searchParams.set('state', query.get('state') ?? '');
  return { status: 302, headers: { location: back.href } };
}

function accessToken(form: URLSearchParams, twin: Twin): Reply {
  const grant = required(form, 'grant_type');
  checkClient(form, twin);
  if (grant === 'refresh_token') return ok(refreshed(required(form, 'refresh_token'), twin));
  if (grant === 'authorization_code') {
    required(form, 'redirect_uri');
    return ok(granted(required(form, 'code'), twin));
  }
  throw oauthError('unsupported_grant_type', `grant_type "${grant}" is not supported`);
}

function refreshed(value: string, twin: Twin): Record<string, unknown> {
  const refresh = twin.tokens.find(value);
  if (refresh?.kind !== 'refresh' || refresh.revoked || refresh.expiresAt <= twin.clock.now()) throw refused(twin);
  const { access, refresh: next } = twin.tokens.issue(refresh.scopes, refresh);
  return tokenBody(access, next, twin);
}

/** `code` grants the world's scopes, `code:scope,scope` only those. */
function granted(code: string, twin: Twin): Record<string, unknown> {
  const [name, scopes] = code.split(':');
  if (name !== twin.world.app.authorizationCode) throw refused(twin);
  const asked = scopes?.split(',').filter((scope) => twin.world.app.scopes.includes(scope));
  const { access, refresh } = twin.tokens.issue(asked ?? twin.world.app.scopes, null);
  return tokenBody(access, refresh, twin);
}

function tokenBody(access: Token, refresh: Token, { clock }: Twin): Record<string, unknown> {
  const seconds = (token: Token): number => Math.floor((token.expiresAt - clock.now()) / msPerSecond);
  return {
    access_token: access.value,
    expires_in: seconds(access),
    refresh_token: refresh.value,
    refresh_token_expires_in: seconds(refresh),
    scope: access.scopes.join(','),
  };
}

function introspectToken(form: URLSearchParams, twin: Twin): Reply {
  const { app } = twin.world;
  if (form.get('client_id') !== app.clientId)
    throw oauthError('invalid_request', 'A required parameter "client_id" is missing');
  if (form.get('client_secret') !== app.clientSecret)
    throw oauthError('invalid_client', 'Client authentication failed', 401);
  const token = twin.tokens.find(form.get('token') ?? '');
  // A token of another app and an unknown one look the same.
  if (!token) return ok({ active: false });
  const expired = token.expiresAt <= twin.clock.now();
  const status = token.revoked ? 'revoked' : expired ? 'expired' : 'active';
  return ok({
    active: status === 'active',
    client_id: app.clientId,
    authorized_at: Math.floor(token.issuedAt / msPerSecond),
    created_at: Math.floor(token.issuedAt / msPerSecond),
    status,
    expires_at: Math.floor(token.expiresAt / msPerSecond),
    scope: token.scopes.join(','),
    auth_type: '3L',
  });
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (!value) throw oauthError('invalid_request', `A required parameter "${name}" is missing`);
  return value;
}

function checkClient(form: URLSearchParams, { world }: Twin): void {
  if (
    required(form, 'client_id') !== world.app.clientId ||
    required(form, 'client_secret') !== world.app.clientSecret
  ) {
    throw oauthError('invalid_client', 'Client authentication failed', 401);
  }
}

const refused = ({ behaviours }: Twin): ApiError =>
  oauthError(
    behaviours.refusedGrant,
    'The provided authorization grant or refresh token is invalid, expired or revoked',
  );

const oauthError = (error: string, description: string, status = 400): ApiError =>
  new ApiError({ status, body: { error, error_description: description } });
