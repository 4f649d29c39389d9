/** The platform that decisions of a local folder are written to: LinkedIn with the token of the secrets file, or the demo's twin. */
import { existsSync } from 'node:fs';
import { linkedInClient } from '../../adapters/linkedin/client.ts';
import { tokenIssuer } from '../../adapters/linkedin/oauth.ts';
import { localSecrets } from '../../adapters/local/secrets.ts';
import { AdsError } from '../../core/errors.ts';
import { missingScopes } from '../../core/operate/tokens/scopes.ts';
import { scopesOf } from '../../core/operate/tokens/token-secret.ts';
import type { AdWriter } from '../../core/ports/ad-changes.ts';
import type { StageDeps } from '../../core/ports/stage-deps.ts';
import { twinClient } from '../collecting.ts';
import type { BackgroundTwin } from '../demo/background-twin.ts';
import { demoNow, demoTwin } from '../demo/demo-world.ts';
import { localTokens } from './local-tokens.ts';
import { secretsFileOf, tokenSecretName } from './token-place.ts';

/** The token was not granted what a change needs. */
class TokenMayNotWriteError extends AdsError {}

export interface ActingPlatform {
  /** Undefined where there is no token: there is no platform behind imported files. */
  platform: AdWriter | undefined;
  /** The folder's own time: the demo's stands still between commands. */
  now(): Date;
  close(): Promise<void>;
}

export const wallClock = (): Date => new Date();

export async function actingPlatform(deps: StageDeps, args: { secrets: string | undefined }): Promise<ActingPlatform> {
  if (deps.simulated) return await demoPlatform(deps);
  const secretsFile = secretsFileOf(args);
  const nothing = { now: deps.now, close: async () => undefined };
  if (!existsSync(secretsFile)) return { ...nothing, platform: undefined };
  return { ...nothing, platform: lazily(() => linkedIn(deps, secretsFile)) };
}

async function linkedIn(deps: StageDeps, secretsFile: string): Promise<AdWriter> {
  const { config, now, logger } = deps;
  const secret = (await localSecrets(secretsFile).read(tokenSecretName)) ?? {};
  const scopes = scopesOf(secret);
  // Where the granted scopes are unknown, LinkedIn will say.
  if (scopes.length > 0 && missingScopes(scopes, 'approve').needed.length > 0)
    throw new TokenMayNotWriteError(
      'The token does not allow changes: it lacks rw_ads',
      'Sign in again: npm run ads -- authorize --allow-writes.',
    );
  const issuer = tokenIssuer({ config: config.linkedin, now });
  const tokens = localTokens({ secretsFile, issuer, now, warn: (message) => logger.warn(message) });
  return linkedInClient({ config: config.linkedin, tokens, now });
}

/** A twin is only started when it is asked something: most runs of the demo write nothing. */
async function demoPlatform(deps: StageDeps): Promise<ActingPlatform> {
  const time = await demoNow(deps.objects);
  let twin: Promise<BackgroundTwin> | undefined;
  return {
    platform: lazily(async () => {
      twin ??= demoTwin(deps);
      return twinClient(deps, await twin);
    }),
    now: () => time,
    async close() {
      await (await twin?.catch(() => undefined))?.close();
    },
  };
}

/** Opens with the first call. */
function lazily(open: () => Promise<AdWriter>): AdWriter {
  let opened: Promise<AdWriter> | undefined;
  const platform = (): Promise<AdWriter> => {
    opened ??= open();
    return opened;
  };
  return {
    setCreativeStatus: async (change) => (await platform()).setCreativeStatus(change),
    setCampaignStatus: async (change) => (await platform()).setCampaignStatus(change),
    setBid: async (change) => (await platform()).setBid(change),
    setDailyBudget: async (change) => (await platform()).setDailyBudget(change),
    campaign: async (account, campaign) => (await platform()).campaign(account, campaign),
    creative: async (account, urn) => (await platform()).creative(account, urn),
  };
}
