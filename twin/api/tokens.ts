/** The tokens the twin has given out, their ends and what they allow (docs/linkedin-api.md §4). */
import type { Behaviours } from '../behaviours.ts';
import { type Clock, msPerDay } from '../clock.ts';
import { mix, uniform } from '../random.ts';
import type { World } from '../world/schema.ts';
import { plainError } from './reply.ts';

export interface Token {
  value: string;
  kind: 'access' | 'refresh';
  scopes: string[];
  issuedAt: number;
  usableFrom: number;
  expiresAt: number;
  revoked: boolean;
}

export interface TokenOffice {
  /** The live token of an Authorization header, or the platform's 401. */
  authorize(header: string | undefined): Token;
  find(value: string): Token | null;
  /** A new access token; `from` is the refresh token it comes from, whose end is never moved. */
  issue(scopes: string[], from: Token | null): { access: Token; refresh: Token };
  /** One token, or all when no value is given. Returns how many. */
  revoke(value: string | null): number;
}

/** Tokens are about 500 characters long now; clients should allow 1,000. */
const tokenLength = 500;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function createTokenOffice(world: World, seed: number, clock: Clock, behaviours: Behaviours): TokenOffice {
  const tokens = new Map<string, Token>();
  const put = (value: string, kind: Token['kind'], scopes: string[], expiresAt: number, delay = 0): Token => {
    const issuedAt = clock.now();
    const token = { value, kind, scopes, issuedAt, usableFrom: issuedAt + delay, expiresAt, revoked: false };
    tokens.set(value, token);
    return token;
  };
  const { app, limits } = world;
  const accessEnd = (): number => clock.now() + limits.accessTokenDays * msPerDay;
  const refreshEnd = (): number => clock.now() + limits.refreshTokenDays * msPerDay;
  put(app.accessToken, 'access', app.scopes, accessEnd());
  put(app.refreshToken, 'refresh', app.scopes, refreshEnd());

  return {
    authorize(header) {
      const value = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
      if (!value) throw plainError(401, 'Empty oauth2_access_token', { serviceErrorCode: 401 });
      const token = tokens.get(value);
      if (token?.kind !== 'access' || token.usableFrom > clock.now()) {
        throw plainError(401, 'Invalid access token', { serviceErrorCode: 65600, code: 'INVALID_ACCESS_TOKEN' });
      }
      if (token.revoked) {
        throw plainError(401, 'The token used in the request has been revoked by the user', {
          serviceErrorCode: 65601,
          code: 'REVOKED_ACCESS_TOKEN',
        });
      }
      if (token.expiresAt <= clock.now()) {
        throw plainError(401, 'The token used in the request has expired', {
          serviceErrorCode: behaviours.expiredTokenCode,
          code: 'EXPIRED_ACCESS_TOKEN',
        });
      }
      return token;
    },
    find: (value) => tokens.get(value) ?? null,
    issue(scopes, from) {
      const fresh = (): string => tokenText(mix(mix(seed, 0x70ce), tokens.size));
      const delay = behaviours.newTokenUsableAfterSeconds * 1000;
      const access = put(fresh(), 'access', scopes, accessEnd(), delay);
      if (from && behaviours.refreshToken === 'same') return { access, refresh: from };
      return { access, refresh: put(fresh(), 'refresh', scopes, from?.expiresAt ?? refreshEnd()) };
    },
    revoke(value) {
      const chosen = [...tokens.values()].filter((token) => value === null || token.value === value);
      for (const token of chosen) token.revoked = true;
      return chosen.length;
    },
  };
}

const tokenText = (key: number): string =>
  `AQ${Array.from({ length: tokenLength - 2 }, (_, index) => alphabet[Math.floor(uniform(mix(key, index)) * alphabet.length)]).join('')}`;
