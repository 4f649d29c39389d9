/**
 * The fields of the secret that holds the token: `access_token refresh_token client_id client_secret`, and what every renewal adds:
 * `access_token_expires_at refresh_token_expires_at refreshed_at` (ISO instants) and `scopes` (separated by spaces).
 */

import { shortHash } from '../../contracts/short-hash.ts';
import { listed, plural } from '../../domain/language.ts';
import { AdsError } from '../../errors.ts';
import type { Secret } from '../../ports/secret-store.ts';
import type { IssuedToken, OAuthClient } from '../../ports/token-issuer.ts';

/** The secret lacks what a refresh needs. */
class TokenNotRefreshableError extends AdsError {
  constructor(secretName: string, missing: readonly string[]) {
    super(
      `The secret ${secretName} cannot be refreshed: ${listed(missing)} ${plural(missing.length, 'is', 'are')} missing`,
      'Sign in: npm run ads -- authorize (with --aws for the deployment). That stores everything a refresh needs.',
    );
  }
}

export interface Refreshable {
  client: OAuthClient;
  refreshToken: string;
}

/** What a refresh needs of a secret; TokenNotRefreshableError names what is missing, never a value. */
export function refreshableOf(secretName: string, secret: Secret | undefined): Refreshable {
  const { refresh_token, client_id, client_secret } = secret ?? {};
  if (refresh_token && client_id && client_secret) {
    return { client: { clientId: client_id, clientSecret: client_secret }, refreshToken: refresh_token };
  }
  const fields = { refresh_token, client_id, client_secret };
  throw new TokenNotRefreshableError(
    secretName,
    Object.entries(fields)
      .filter(([, value]) => !value)
      .map(([name]) => name),
  );
}

/** The secret after an answer of the token endpoint. What the answer does not say stays, but for the access token's end. */
export function renewedSecret(
  secret: Secret,
  issued: Omit<IssuedToken, 'refresh_token'> & { refresh_token: string | null },
  at: Date,
): Secret {
  const { access_token_expires_at: _, ...kept } = secret;
  const refreshEnd = refreshTokenEnd(secret, issued);
  return {
    ...kept,
    access_token: issued.access_token,
    ...(issued.expires_at && { access_token_expires_at: issued.expires_at }),
    ...(issued.refresh_token && { refresh_token: issued.refresh_token }),
    ...(refreshEnd && { refresh_token_expires_at: refreshEnd }),
    ...(issued.scopes.length > 0 && { scopes: issued.scopes.join(' ') }),
    refreshed_at: at.toISOString(),
  };
}

/** What a renewed secret says of its token: renewing the secret before it with this gives the same secret again. */
export const issuedIn = (secret: Secret): IssuedToken => ({
  access_token: secret.access_token ?? '',
  expires_at: secret.access_token_expires_at ?? null,
  refresh_token: secret.refresh_token ?? '',
  refresh_token_expires_at: secret.refresh_token_expires_at ?? null,
  scopes: scopesOf(secret),
});

/** A refresh never extends the life of a refresh token: while it is the same one, its end only ever comes nearer. */
function refreshTokenEnd(
  secret: Secret,
  issued: { refresh_token: string | null; refresh_token_expires_at: string | null },
): string | undefined {
  const known = secret.refresh_token_expires_at;
  const told = issued.refresh_token_expires_at ?? undefined;
  if (!known || !told) return told ?? known;
  const isSame = issued.refresh_token === null || issued.refresh_token === secret.refresh_token;
  return isSame && Date.parse(known) < Date.parse(told) ? known : told;
}

/** Tells grants apart without showing the token. */
export const grantOf = (refreshToken: string | undefined): string => shortHash(refreshToken ?? '');

export const scopesOf = (secret: Secret): string[] => (secret.scopes ?? '').split(/[\s,]+/).filter(Boolean);
