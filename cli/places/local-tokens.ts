/** The access token of the secrets file, renewed when it is about to expire or was rejected: nothing else does it on one machine. */

import type { AccessTokens } from '../../adapters/linkedin/access-tokens.ts';
import { withFileLock } from '../../adapters/local/file-lock.ts';
import { localSecrets } from '../../adapters/local/secrets.ts';
import { counted } from '../../core/domain/language.ts';
import { ConfigError } from '../../core/errors.ts';
import { renewToken } from '../../core/operate/tokens/renew-token.ts';
import { clocksOf } from '../../core/operate/tokens/token-clocks.ts';
import type { Secret } from '../../core/ports/secret-store.ts';
import type { TokenIssuer } from '../../core/ports/token-issuer.ts';
import { tokenSecretName } from './token-place.ts';

export interface LocalTokensOptions {
  secretsFile: string;
  issuer: Pick<TokenIssuer, 'refresh'>;
  now: () => Date;
  warn: (message: string) => void;
}

/** As early as a deployment rotates it. */
const renewBelowDays = 5;

/** A refresh takes at most a minute; another command that renews at the same moment is waited for. */
const lockWaitSeconds = 120;

export function localTokens({ secretsFile, issuer, now, warn }: LocalTokensOptions): AccessTokens {
  const secrets = localSecrets(secretsFile);
  let using: Promise<string> | undefined;

  const renew = (outdated: string): Promise<string> =>
    withFileLock(
      `${secretsFile}.renewal`,
      async () => (await renewToken(tokenSecretName, outdated, { secrets, issuer, now, wait })).access_token ?? '',
      { waitSeconds: lockWaitSeconds },
    );

  async function read(): Promise<string> {
    const secret = (await secrets.read(tokenSecretName)) ?? {};
    if (!secret.access_token) throw new ConfigError(`The secret ${tokenSecretName}`, ['access_token is missing']);
    const { accessDaysLeft } = clocksOf(secret, now());
    if (accessDaysLeft === null || accessDaysLeft >= renewBelowDays || !mayRenew(secret)) return secret.access_token;
    return await renew(secret.access_token).catch((error) => {
      if (accessDaysLeft <= 0) throw error;
      warn(
        `the access token, which expires in ${counted(accessDaysLeft, 'day')}, could not be renewed: ${error.message}`,
      );
      return secret.access_token as string;
    });
  }

  function use(token: Promise<string>): Promise<string> {
    using = token;
    // A failure must not be remembered.
    token.catch(() => {
      if (using === token) using = undefined;
    });
    return token;
  }

  async function replace(rejected: string): Promise<string> {
    const secret = (await secrets.read(tokenSecretName)) ?? {};
    const isOther = secret.access_token !== undefined && secret.access_token !== rejected;
    return isOther || !mayRenew(secret) ? (secret.access_token ?? rejected) : await renew(rejected);
  }

  return {
    current: () => using ?? use(read()),
    async replacementFor(rejected) {
      const known = using ?? use(read());
      if ((await known) !== rejected) return await known;
      // Of several calls with the same rejected token one replaces it.
      const token = await (using === known ? use(replace(rejected)) : (using ?? use(read())));
      return token === rejected ? undefined : token;
    },
  };
}

const mayRenew = ({ refresh_token, client_id, client_secret }: Secret): boolean =>
  Boolean(refresh_token && client_id && client_secret);

const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
