/**
 * Token endpoints: first grant, refresh and introspection. One attempt each: the caller decides whether to repeat, as a refresh is a
 * step with consequences. Neither secret nor token is ever in an error.
 */

import { GrantRefusedError, PlatformUnavailableError, TokenRefusedError } from '../../core/ports/ad-platform-errors.ts';
import type { GrantedToken, OAuthClient, TokenIssuer } from '../../core/ports/token-issuer.ts';
import type { LinkedInConfig } from '../../core/settings/linkedin.ts';
import { introspectAnswer, oauthError, tokenAnswer } from './schemas/oauth.ts';
import { statusPage } from './status-page.ts';
import { assertTokenMayGoTo } from './token-hosts.ts';

export interface TokenIssuerOptions {
  config: Pick<LinkedInConfig, 'oauthUrl' | 'timeoutSeconds'>;
  fetch?: typeof fetch;
  now?: () => Date;
}

export function tokenIssuer({
  config,
  fetch = globalThis.fetch,
  now = () => new Date(),
}: TokenIssuerOptions): TokenIssuer {
  const post = (path: string, form: Record<string, string>) => postForm(path, form, config, fetch);
  const issue = async (form: Record<string, string>): Promise<GrantedToken> => {
    const token = parsed('/accessToken', tokenAnswer, await post('/accessToken', form));
    return {
      access_token: token.access_token,
      expires_at: instantIn(token.expires_in, now()),
      refresh_token: token.refresh_token ?? null,
      refresh_token_expires_at: instantIn(token.refresh_token_expires_in, now()),
      scopes: scopesOf(token.scope),
    };
  };
  return {
    grant: (client, { code, redirectUrl }) =>
      issue({ grant_type: 'authorization_code', code, redirect_uri: redirectUrl, ...credentials(client) }),
    async refresh(client, refreshToken) {
      const token = await issue({
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        ...credentials(client),
      });
      return { ...token, refresh_token: token.refresh_token ?? refreshToken };
    },
    async introspect(client, accessToken) {
      const form = { ...credentials(client), token: accessToken };
      const state = parsed('/introspectToken', introspectAnswer, await post('/introspectToken', form));
      return {
        active: state.active,
        status: state.status ?? 'unknown',
        expires_at: state.expires_at === undefined ? null : new Date(state.expires_at * 1000).toISOString(),
        scopes: scopesOf(state.scope),
      };
    },
  };
}

/** Where a person consents. LinkedIn sends the browser back to `redirectUrl` with a code and the same `state`. */
export function authorizationUrl(
  { oauthUrl }: Pick<LinkedInConfig, 'oauthUrl'>,
  asked: { clientId: string; redirectUrl: string; state: string; scopes: readonly string[] },
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: asked.clientId,
    redirect_uri: asked.redirectUrl,
    state: asked.state,
    scope: asked.scopes.join(' '),
  });
  // A form's "+" for a space is not understood by every server in an address.
  return `${oauthUrl.replace(/\/$/, '')}/authorization?${query.toString().replaceAll('+', '%20')}`;
}

const credentials = ({ clientId, clientSecret }: OAuthClient) => ({ client_id: clientId, client_secret: clientSecret });

/** Counted from when the answer came. The documented lifetimes contradict the samples, so only the answer counts. */
const instantIn = (seconds: number | undefined, now: Date): string | null =>
  seconds === undefined ? null : new Date(now.getTime() + seconds * 1000).toISOString();

/** Separated by spaces in one answer and by commas in the other. */
const scopesOf = (scope: string | undefined): string[] => (scope ?? '').split(/[\s,]+/).filter(Boolean);

async function postForm(
  path: string,
  form: Record<string, string>,
  { oauthUrl, timeoutSeconds }: TokenIssuerOptions['config'],
  send: typeof fetch,
): Promise<unknown> {
  const url = oauthUrl.replace(/\/$/, '') + path;
  assertTokenMayGoTo(url);
  let response: Response;
  let text: string;
  try {
    response = await send(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    text = await response.text();
  } catch (cause) {
    throw unavailable(path, 'the response was incomplete', null, cause);
  }
  const requestId = response.headers.get('x-li-request-id') ?? response.headers.get('x-li-uuid');
  const json = jsonOrUndefined(text);
  if (response.ok) return json;
  if (response.status === 429 || response.status >= 500) throw unavailable(path, `${response.status}`, requestId);
  const said = oauthError.safeParse(json).data;
  const error = said?.error ?? `${response.status}`;
  const description = said?.error_description ?? 'no description';
  const Refused = response.status === 400 && refusesGrant(error, description) ? GrantRefusedError : TokenRefusedError;
  throw new Refused(error, {
    call: `POST ${path}`,
    said: withoutSecrets([response.status, error, description].join(' '), form),
    requestId,
  });
}

/** LinkedIn documents `invalid_request` with such a description where the standard has `invalid_grant`. */
const refusesGrant = (error: string, description: string): boolean =>
  error === 'invalid_grant' || (error === 'invalid_request' && /\b(grant|refresh token)\b/i.test(description));

function parsed<T>(path: string, schema: { safeParse(value: unknown): { data?: T } }, json: unknown): T {
  const { data } = schema.safeParse(json);
  if (data === undefined) throw unavailable(path, 'the response has an unexpected shape', null);
  return data;
}

const unavailable = (path: string, said: string, requestId: string | null, cause?: unknown): PlatformUnavailableError =>
  new PlatformUnavailableError({ call: `POST ${path}`, said, requestId }, { cause, statusPage });

/** A description may quote what was sent. */
const withoutSecrets = (said: string, { client_secret, refresh_token, token, code }: Record<string, string>): string =>
  [client_secret, refresh_token, token, code]
    .filter((secret): secret is string => Boolean(secret))
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), said);

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
