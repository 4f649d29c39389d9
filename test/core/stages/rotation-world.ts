/** A token server, a platform, Secrets Manager and a clock: everything that a rotation touches. */
import { awsSecretVersions } from '../../../adapters/aws/secret-versions.ts';
import type { RotationRequest } from '../../../core/contracts/rotation.ts';
import {
  GrantRefusedError,
  PlatformUnavailableError,
  type Refusal,
  TokenRejectedError,
} from '../../../core/ports/ad-platform-errors.ts';
import type { Metric } from '../../../core/ports/metrics.ts';
import type { Notification } from '../../../core/ports/notifier.ts';
import type { Secret, SecretStore } from '../../../core/ports/secret-store.ts';
import type { IssuedToken } from '../../../core/ports/token-issuer.ts';
import type { TokenRotatorDeps } from '../../../core/stages/token-rotator.ts';
import { fakeSecretsManager } from '../../support/fake-secrets-manager.ts';
import { memoryObjects } from '../../support/memory-objects.ts';
import { type Life, mortal, newLife } from '../../support/mortal.ts';

export const secretName = 'linkedin-access-token';
const journalName = 'linkedin-token-journal';
export const rotationToken = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export type Step = RotationRequest['Step'];
export const steps: readonly Step[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

export interface TokenServer {
  /** `new`: each refresh gives another refresh token, and the old one is worth nothing at once. */
  refreshToken: 'same' | 'new';
  /** What the next refreshes do: nothing but fail, answer into the void, or give a token that does not work. */
  trouble: 'none' | 'unavailable' | 'answer-lost' | 'bad-token' | 'revoked';
  /** Refreshes that had an effect. */
  spent: number;
  newest: { access: string; refresh: string };
  works(accessToken: string | undefined): boolean;
}

const refusal: Refusal = { call: 'POST /accessToken', said: 'no', requestId: null };
const msPerDay = 86_400_000;

export function rotationWorld(refreshToken: TokenServer['refreshToken'] = 'same') {
  const manager = fakeSecretsManager();
  manager.create(secretName, {
    access_token: 'access-0',
    refresh_token: 'refresh-0',
    client_id: 'the-client',
    client_secret: 'the-secret',
    refresh_token_expires_at: '2027-06-01T00:00:00.000Z',
    scopes: 'r_ads r_ads_reporting',
  });
  const clock = { now: new Date('2026-11-20T12:00:00.000Z') };
  const journal = { value: undefined as Secret | undefined, broken: false };
  const told: Notification[] = [];
  const metrics: Metric[] = [];
  const working = new Set(['access-0']);
  let ids = 0;
  const server: TokenServer = {
    refreshToken,
    trouble: 'none',
    spent: 0,
    newest: { access: 'access-0', refresh: 'refresh-0' },
    works: (token) => working.has(token ?? ''),
  };
  const objects = memoryObjects();

  function issue(): IssuedToken {
    server.spent += 1;
    const access = `access-${server.spent}`;
    server.newest = {
      access,
      refresh: server.refreshToken === 'new' ? `refresh-${server.spent}` : server.newest.refresh,
    };
    if (server.trouble !== 'bad-token') working.add(access);
    return {
      access_token: access,
      expires_at: new Date(clock.now.getTime() + 60 * msPerDay).toISOString(),
      refresh_token: server.newest.refresh,
      refresh_token_expires_at: new Date(clock.now.getTime() + 365 * msPerDay).toISOString(),
      scopes: ['r_ads', 'r_ads_reporting'],
    };
  }

  const issuer: TokenRotatorDeps['issuer'] = {
    async refresh(_client, presented) {
      if (server.trouble === 'unavailable') throw new PlatformUnavailableError(refusal);
      if (server.trouble === 'revoked' || presented !== server.newest.refresh)
        throw new GrantRefusedError('invalid_grant', refusal);
      const issued = issue();
      if (server.trouble === 'answer-lost') throw new PlatformUnavailableError(refusal);
      return issued;
    },
    introspect: async (_client, token) => ({
      active: server.works(token),
      status: server.works(token) ? 'active' : 'unknown',
      expires_at: null,
      scopes: [],
    }),
  };
  const trial: TokenRotatorDeps['trial'] = {
    async call(token) {
      if (!server.works(token)) throw new TokenRejectedError(refusal);
    },
  };
  const journalStore: SecretStore = {
    read: async () => journal.value,
    async write(_name, secret) {
      if (journal.broken) throw new Error('the journal cannot be written');
      journal.value = { ...secret };
    },
  };
  const deps = (life: Life = newLife()): TokenRotatorDeps => ({
    versions: mortal(awsSecretVersions(manager.client), life),
    secrets: mortal(journalStore, life),
    journalName,
    issuer: mortal(issuer, life),
    trial: mortal(trial, life),
    objects: mortal(objects, life),
    metrics: mortal({ put: async (_namespace: string, sent: readonly Metric[]) => void metrics.push(...sent) }, life),
    notifier: mortal({ notify: async (notification: Notification) => void told.push(notification) }, life),
    logger: { info: () => undefined, warn: () => undefined },
    now: () => clock.now,
    newId: () => `id-${++ids}`,
    deadline: new Date(clock.now.getTime() + 300_000),
    wait: async (milliseconds) => {
      clock.now = new Date(clock.now.getTime() + milliseconds);
    },
  });
  const request = (step: Step, token: string): RotationRequest => ({
    Step: step,
    SecretId: secretName,
    ClientRequestToken: token,
  });
  return { manager, server, clock, journal, told, metrics, objects, deps, request, trial, issuer };
}

export type RotationWorld = ReturnType<typeof rotationWorld>;
