import type { AccessTokens } from '../adapters/linkedin/access-tokens.ts';
import { type LinkedInApi, linkedInClient } from '../adapters/linkedin/client.ts';
import { tokenIssuer } from '../adapters/linkedin/oauth.ts';
import type { ApiCallRecord } from '../core/collect/collection/api-calls.ts';
import type { CollectorDeps } from '../core/collect/collection/run.ts';
import type { StageDeps } from '../core/ports/stage-deps.ts';
import type { RunningTwin } from '../twin/server.ts';
import { localTokens } from './places/local-tokens.ts';

/** What a client needs of a twin, wherever it runs. */
type TwinAccess = Pick<RunningTwin, 'url' | 'credentials' | 'now'>;

/** Makes what the collector gets, anew for each account and run: a client of its own with a log of its own. */
export type CollectorDepsFor = () => CollectorDeps;

/** The real platform, with the token of the secrets file, which is renewed when it is about to end. */
export function collectingFromLinkedIn(deps: StageDeps, secretsFile: string): CollectorDepsFor {
  const { now, logger } = deps;
  const issuer = tokenIssuer({ config: deps.config.linkedin, now });
  const tokens = localTokens({ secretsFile, issuer, now, warn: (message) => logger.warn(message) });
  return () => withClient(deps, tokens);
}

/** The twin, on its clock. Its access token expires after 60 virtual days like a real one, so it is refreshed like one. */
export function collectingFromTwin(deps: StageDeps, twin: TwinAccess): CollectorDepsFor {
  const linkedin = { ...deps.config.linkedin, apiUrl: `${twin.url}/rest`, oauthUrl: `${twin.url}/oauth/v2` };
  const onTwin: StageDeps = { ...deps, now: twin.now, config: { ...deps.config, linkedin } };
  const tokens = refreshedTokens(onTwin, twin);
  // Real waiting would change nothing: the twin's clock stands still.
  return () => withClient(onTwin, tokens, async () => undefined);
}

/** The twin's whole interface, changes too. */
export function twinClient(deps: StageDeps, twin: TwinAccess): LinkedInApi {
  return collectingFromTwin(deps, twin)().platform as LinkedInApi;
}

function withClient(deps: StageDeps, tokens: AccessTokens, sleep?: () => Promise<void>): CollectorDeps {
  const calls: ApiCallRecord[] = [];
  const platform = linkedInClient({
    config: deps.config.linkedin,
    tokens,
    log: (record) => void calls.push(record),
    now: deps.now,
    ...(sleep && { sleep }),
  });
  return { ...deps, platform, calls: { take: () => calls.splice(0) } };
}

function refreshedTokens({ config, now }: StageDeps, { credentials }: TwinAccess): AccessTokens {
  const issuer = tokenIssuer({ config: config.linkedin, now });
  const client = { clientId: credentials.client_id, clientSecret: credentials.client_secret };
  let token = credentials.access_token;
  let refreshing: Promise<string> | undefined;
  const refresh = async () => (await issuer.refresh(client, credentials.refresh_token)).access_token;
  return {
    current: async () => token,
    async replacementFor(rejected) {
      if (token !== rejected) return token;
      refreshing ??= refresh().finally(() => {
        refreshing = undefined;
      });
      token = await refreshing;
      return token;
    },
  };
}
