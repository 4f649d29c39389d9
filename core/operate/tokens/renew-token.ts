/** Renews the token of a secret that is written whole, on a machine where nothing rotates it. */
import { GrantRefusedError } from '../../ports/ad-platform-errors.ts';
import type { Secret, SecretStore } from '../../ports/secret-store.ts';
import type { TokenIssuer } from '../../ports/token-issuer.ts';
import { retryWrite } from '../../running/retry-write.ts';
import { ReauthorisationNeededError } from './rotation-errors.ts';
import { refreshableOf, renewedSecret } from './token-secret.ts';

export interface RenewalDeps {
  secrets: SecretStore;
  issuer: Pick<TokenIssuer, 'refresh'>;
  now(): Date;
  wait(milliseconds: number): Promise<void>;
}

/**
 * The secret with a token other than `outdated`: another process's, if that has renewed it since, or a new one. One at a time: the
 * caller holds a lock.
 */
export async function renewToken(name: string, outdated: string, deps: RenewalDeps): Promise<Secret> {
  const { secrets, issuer, now, wait } = deps;
  const secret = (await secrets.read(name)) ?? {};
  if (secret.access_token && secret.access_token !== outdated) return secret;
  const { client, refreshToken } = refreshableOf(name, secret);
  // What could not be written later must not be spent now: a full disk or a read-only folder shows here.
  await secrets.write(name, secret);
  const issued = await issuer.refresh(client, refreshToken).catch((error) => {
    if (error instanceof GrantRefusedError) throw new ReauthorisationNeededError('machine', { cause: error });
    throw error;
  });
  const renewed = renewedSecret(secret, issued, now());
  await retryWrite(() => secrets.write(name, renewed), wait);
  return renewed;
}
