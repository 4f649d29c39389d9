/** Whether a token works, before anyone relies on it. */
import { DailyQuotaError, TokenRejectedError } from '../../ports/ad-platform-errors.ts';
import type { Secret } from '../../ports/secret-store.ts';
import type { TokenIssuer } from '../../ports/token-issuer.ts';

export interface TokenTrial {
  /** One cheap call of the platform with this very token; throws what the platform says. */
  call(accessToken: string): Promise<void>;
}

export interface TrialDeps {
  trial: TokenTrial;
  issuer: Pick<TokenIssuer, 'introspect'>;
  wait(milliseconds: number): Promise<void>;
}

/** A public client waits 30 s before it uses a new token: some are not known everywhere at once. */
const waitsForNewToken = [2000, 5000, 10_000, 15_000];

/** Throws unless the token works. A new token gets some seconds to become known. */
export async function tryToken(secret: Secret, { trial, issuer, wait }: TrialDeps): Promise<void> {
  const accessToken = secret.access_token ?? '';
  for (const milliseconds of [...waitsForNewToken, undefined]) {
    try {
      return await trial.call(accessToken);
    } catch (error) {
      if (error instanceof DailyQuotaError) return await assertActive(secret, error, issuer);
      if (!(error instanceof TokenRejectedError) || milliseconds === undefined) throw error;
      await wait(milliseconds);
    }
  }
}

/** The day's calls are used up, which says nothing about the token: the token server knows it, and counts no calls. */
async function assertActive(secret: Secret, quota: DailyQuotaError, issuer: TrialDeps['issuer']): Promise<void> {
  const client = { clientId: secret.client_id ?? '', clientSecret: secret.client_secret ?? '' };
  const { active } = await issuer.introspect(client, secret.access_token ?? '');
  if (!active) throw quota;
}
