/**
 * Stage `watchdog`, hourly: what runs out or stands still without anything failing. Publishes it as metrics, and tells people in one
 * message, once: what they were told is remembered.
 */

import { pipelineMetrics } from '../contracts/cloudwatch-names.ts';
import { type StageInput, type WatchdogOutput, watchdogOutput } from '../contracts/stages.ts';
import { AdsError } from '../errors.ts';
import { clockConditions, clockMetrics, clocksOf, type TokenClocks } from '../operate/tokens/token-clocks.ts';
import { type ApiVersions, versionCondition } from '../operate/watch/api-version.ts';
import { freshnessCondition, freshnessOf, longestWait } from '../operate/watch/freshness.ts';
import { leaseCondition, leasesLeftBehind } from '../operate/watch/left-leases.ts';
import type { PlatformDescription } from '../ports/ad-platform.ts';
import type { Metric } from '../ports/metrics.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { announce } from '../running/announce.ts';
import type { Condition } from '../running/digest.ts';
import { once } from '../running/once.ts';

export interface WatchdogDeps
  extends Pick<StageDeps, 'objects' | 'metrics' | 'notifier' | 'logger' | 'config' | 'now' | 'newId'> {
  secrets: Pick<SecretStore, 'read'>;
  /** The secret that holds the LinkedIn token. */
  secretName: string;
  apiVersions: ApiVersions;
  /** Whose accounts are collected. */
  platform: Pick<PlatformDescription, 'name'>;
}

type Measured = Omit<WatchdogOutput, 'run_id' | 'troubles' | 'told'>;

interface Checked {
  measured: Partial<Measured>;
  metrics: Metric[];
  conditions: (Condition | undefined)[];
}

/** What is checked, and the ids of the conditions that may be found. */
const checks: readonly { ids: readonly string[]; check: (deps: WatchdogDeps) => Promise<Checked> }[] = [
  { ids: ['freshness'], check: checkAccounts },
  { ids: ['no-token', 'access-token', 'refresh-token'], check: checkToken },
  { ids: ['api-version'], check: checkVersion },
  { ids: ['leases'], check: checkLeases },
];

/** Throws when something could not be checked, after everything else was measured and reported. */
export function watchdog(input: StageInput, deps: WatchdogDeps): Promise<WatchdogOutput> {
  return once('watchdog', input ?? {}, deps, watchdogOutput, async (runId) => {
    const results = await Promise.allSettled(checks.map(({ check }) => check(deps)));
    const seen = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
    const unseen = checks.flatMap(({ ids }, index) => (results[index]?.status === 'rejected' ? ids : []));
    await deps.metrics.put(
      'LinkedInAds/Pipeline',
      seen.flatMap(({ metrics }) => metrics),
    );
    const found = [...seen.flatMap(({ conditions }) => conditions), ...failures.map(failureCondition)];
    const troubles = found.filter((condition) => condition !== undefined);
    const told = await tell(troubles, unseen, deps);
    if (failures[0]) throw failures[0];
    const output = { ...unmeasured, ...Object.assign({}, ...seen.map(({ measured }) => measured)) };
    deps.logger.info('checked', { ...output, told });
    return { run_id: runId, ...output, troubles: troubles.map(({ title }) => title), told };
  });
}

const unmeasured: Measured = {
  freshness_hours: null,
  access_token_days_left: null,
  refresh_token_days_left: null,
  api_version_days_left: null,
  leases_left_behind: 0,
};

function tell(conditions: readonly Condition[], unseen: readonly string[], deps: WatchdogDeps): Promise<number> {
  const { coolDownHours, settleHours } = deps.config.watch;
  const timing = { coolDownHours, settleHours };
  return announce({ stage: 'watchdog', about: 'Ads pipeline', conditions, unseen, ...timing }, deps);
}

async function checkAccounts({ objects, platform, config, now }: WatchdogDeps): Promise<Checked> {
  const accounts = await freshnessOf(objects, platform.name, config.linkedin.accounts, now());
  const hours = longestWait(accounts);
  return {
    measured: { freshness_hours: hours },
    metrics: hours === null ? [] : [{ name: pipelineMetrics.freshnessHours, value: hours, unit: 'None' }],
    conditions: [freshnessCondition(accounts, config.collection.staleAfterHours)],
  };
}

async function checkToken({ secrets, secretName, now }: WatchdogDeps): Promise<Checked> {
  const secret = (await secrets.read(secretName)) ?? {};
  if (!secret.access_token) return { measured: {}, metrics: [], conditions: [noToken(secretName)] };
  const clocks: TokenClocks = clocksOf(secret, now());
  return {
    measured: { access_token_days_left: clocks.accessDaysLeft, refresh_token_days_left: clocks.refreshDaysLeft },
    metrics: clockMetrics(clocks),
    conditions: clockConditions(clocks),
  };
}

const noToken = (secretName: string): Condition => ({
  id: 'no-token',
  severity: 'error',
  level: 1,
  repeats: true,
  title: `there is no LinkedIn token in the secret ${secretName}`,
  remedy: 'Sign in: npm run ads -- authorize (with --aws for the deployment).',
});

async function checkVersion({ config, apiVersions, now }: WatchdogDeps): Promise<Checked> {
  const { apiVersion } = config.linkedin;
  const daysLeft = apiVersions.daysLeft(apiVersion, now());
  return {
    measured: { api_version_days_left: daysLeft ?? null },
    metrics:
      daysLeft === undefined ? [] : [{ name: pipelineMetrics.apiVersionDaysLeft, value: daysLeft, unit: 'None' }],
    conditions: [versionCondition(apiVersion, apiVersions, now())],
  };
}

async function checkLeases({ objects, now }: WatchdogDeps): Promise<Checked> {
  const left = await leasesLeftBehind(objects, now());
  return {
    measured: { leases_left_behind: left.length },
    metrics: [{ name: pipelineMetrics.leasesLeftBehind, value: left.length, unit: 'Count' }],
    conditions: [leaseCondition(left)],
  };
}

const failureCondition = (error: Error): Condition => ({
  id: `unseen ${error.name}`,
  severity: 'error',
  level: 1,
  repeats: true,
  title: `the watchdog could not check everything: ${error.message}`,
  remedy: error instanceof AdsError ? error.remedy : 'This is a bug in the program. Please report it.',
});
