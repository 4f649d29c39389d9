import { describe, expect, test } from 'vitest';
import { linkedIn } from '../../../adapters/linkedin/description.ts';
import { sunsetTable, versionDaysLeft } from '../../../adapters/linkedin/versions.ts';
import { keys } from '../../../core/contracts/keys.ts';
import type { Metric } from '../../../core/ports/metrics.ts';
import type { Notification } from '../../../core/ports/notifier.ts';
import type { Secret } from '../../../core/ports/secret-store.ts';
import { checkParameters } from '../../../core/process/quality/run-checks.ts';
import { encodeJson, encodeText } from '../../../core/running/documents.ts';
import { adsConfig } from '../../../core/settings/config.ts';
import { type WatchdogDeps, watchdog } from '../../../core/stages/watchdog.ts';
import { workflows } from '../../../core/workflows/pipeline.ts';
import { missingAfterHours } from '../../../core/workflows/schedule.ts';
import { dataAlarms } from '../../../lib/alarm-plans.ts';
import { placeholderAccount, settingsFrom } from '../../../lib/settings.ts';
import { memoryObjects } from '../../support/memory-objects.ts';

function watched(config: object = {}) {
  const objects = memoryObjects();
  const told: Notification[] = [];
  const metrics: Metric[] = [];
  const clock = { now: new Date('2026-11-20T12:00:00.000Z') };
  const secret: { value: Secret | undefined } = {
    value: {
      access_token: 'a',
      access_token_expires_at: '2026-12-20T12:00:00.000Z',
      refresh_token: 'r',
      refresh_token_expires_at: '2027-06-08T12:00:00.000Z',
    },
  };
  let ids = 0;
  const deps: WatchdogDeps = {
    objects,
    metrics: { put: async (_namespace, sent) => void metrics.push(...sent) },
    notifier: { notify: async (notification) => void told.push(notification) },
    logger: { info: () => undefined, warn: () => undefined },
    config: adsConfig.parse(config),
    now: () => clock.now,
    newId: () => `id-${++ids}`,
    secrets: { read: async () => secret.value },
    secretName: 'linkedin-access-token',
    apiVersions: { daysLeft: versionDaysLeft, table: sunsetTable() },
    platform: linkedIn,
  };
  const collectedAt = (account: string, at: string | null, through: string | null = at?.slice(0, 10) ?? null) =>
    objects.put(
      keys.collectorCursor('linkedin', account),
      encodeJson({
        account,
        next: null,
        wide: false,
        collected_through: through,
        ...(at !== null && { collected_at: at }),
        wide_at: null,
        newest_spend: null,
      }),
    );
  const look = async (hours = 0, input = {}) => {
    clock.now = new Date(clock.now.getTime() + hours * 3_600_000);
    return await watchdog(input, deps);
  };
  return { deps, objects, told, metrics, clock, secret, collectedAt, look };
}

describe('the watchdog', () => {
  test('measures freshness, both token clocks, the version and leases, and is silent when all is well', async () => {
    const { look, collectedAt, metrics, told } = watched();
    await collectedAt('1', '2026-11-20T06:30:00.000Z');
    await collectedAt('2', '2026-11-20T11:00:00.000Z');
    expect(await look(0, { run_id: 'watch-1' })).toEqual({
      run_id: 'watch-1',
      freshness_hours: 5.5,
      access_token_days_left: 30,
      refresh_token_days_left: 200,
      api_version_days_left: 236,
      leases_left_behind: 0,
      troubles: [],
      told: 0,
    });
    expect(metrics).toEqual([
      { name: 'FreshnessHours', value: 5.5, unit: 'None' },
      { name: 'AccessTokenDaysLeft', value: 30, unit: 'None' },
      { name: 'RefreshTokenDaysLeft', value: 200, unit: 'None' },
      { name: 'ApiVersionDaysLeft', value: 236, unit: 'None' },
      { name: 'LeasesLeftBehind', value: 0, unit: 'Count' },
    ]);
    expect(told).toEqual([]);
  });

  test('sends one message for everything that is wrong, and none the next hours', async () => {
    const { look, collectedAt, told, secret, objects } = watched({ linkedin: { apiVersion: '202601' } });
    for (const account of ['1', '2', '3']) await collectedAt(account, '2026-11-19T12:00:00.000Z');
    secret.value = { ...secret.value, refresh_token_expires_at: '2026-12-18T12:00:00.000Z' };
    const lease = { run_id: 'r', expires_at: '2026-11-20T10:00:00.000Z' };
    await objects.put(keys.collectorLease('linkedin', '3'), encodeJson(lease));
    const first = await look();
    expect(first.troubles).toEqual([
      '3 of 3 accounts have had no complete pull for more than 13 hours: 1 (24 h ago), 2 (24 h ago), 3 (24 h ago)',
      'the LinkedIn refresh token expires in 28 days',
      'version 202601 of the LinkedIn API expires in 55 days',
      '1 run died and left a lease behind: state/leases/linkedin/3.json',
    ]);
    for (let hour = 1; hour < 24; hour += 1) expect((await look(1)).told).toBe(0);
    expect(told.map(({ severity, subject }) => [severity, subject])).toEqual([
      [
        'error',
        'Ads pipeline: 3 of 3 accounts have had no complete pull for more than 13 hours: 1 (24 h ago), 2 (24 h ago), 3 (24 h ago) (and 3 more)',
      ],
    ]);
    // After the cool-down what stands is told again; reminders are not.
    expect((await look(1)).told).toBe(2);
    expect(told[1]!.body).toContain('Still open: the LinkedIn refresh token expires in 27 days');
  });

  test('tells a further stale account at once, and that all is well again', async () => {
    const { look, collectedAt, told } = watched();
    await collectedAt('1', '2026-11-19T12:00:00.000Z');
    await collectedAt('2', '2026-11-20T12:00:00.000Z');
    await look();
    await look(13.5);
    expect(told.map(({ subject }) => subject.slice(0, 24))).toEqual([
      'Ads pipeline: 1 of 2 acc',
      'Ads pipeline: 2 of 2 acc',
    ]);
    for (const account of ['1', '2']) await collectedAt(account, '2026-11-21T02:00:00.000Z');
    await look(1);
    await look(3);
    expect(told.at(-1)).toMatchObject({
      severity: 'info',
      subject: expect.stringContaining('resolved: 2 of 2 accounts'),
    });
  });

  test('looks at the accounts that the settings name, collected ever or never', async () => {
    const { look, collectedAt } = watched({ linkedin: { accounts: ['1', '9'] } });
    await collectedAt('1', '2026-11-20T11:00:00.000Z');
    await collectedAt('5', '2026-01-01T00:00:00.000Z');
    expect(await look()).toMatchObject({
      freshness_hours: 1,
      troubles: ['1 of 2 accounts has had no complete pull for more than 13 hours: 9 (never)'],
    });
  });

  test.each([
    [{}, 13],
    [{ collection: { staleAfterHours: 20 } }, 20],
  ])('calls stale with the settings %j what quality, doctor and the alarm on AWS call stale', async (config, hours) => {
    const { look, collectedAt, deps, clock } = watched(config);
    await collectedAt('1', new Date(clock.now.getTime() - hours * 3_600_000).toISOString());
    expect((await look()).troubles).toEqual([]);
    expect((await look(0.1)).troubles).toEqual([
      `1 of 1 account has had no complete pull for more than ${hours} hours: 1 (${hours}.1 h ago)`,
    ]);
    expect(checkParameters({ config: deps.config, asOf: clock.now })).toMatchObject({ stale_after_hours: hours });
    const settings = settingsFrom(JSON.stringify(config), placeholderAccount);
    expect(dataAlarms(settings).find(({ name }) => name === 'freshness')).toMatchObject({
      says: `An account's newest data is older than ${hours} hours, or the watchdog does not run`,
      comparison: 'above',
      threshold: hours,
    });
  });

  test('lets one refresh fail before it calls an account stale, as the alarm on missing refreshes does', () => {
    expect(adsConfig.parse({}).collection.staleAfterHours).toBe(missingAfterHours(workflows.refresh.schedule));
  });

  test('takes the day of a cursor of an older release, and measures nothing where nothing was collected', async () => {
    const old = watched();
    await old.collectedAt('1', null, '2026-11-20');
    expect((await old.look()).freshness_hours).toBe(12);
    const none = watched();
    expect(await none.look()).toMatchObject({ freshness_hours: null, troubles: [] });
    expect(none.metrics.map(({ name }) => name)).not.toContain('FreshnessHours');
  });

  test('says that there is no token, and that a version is in no table', async () => {
    const { look, secret, metrics } = watched({ linkedin: { apiVersion: '209912' } });
    secret.value = undefined;
    expect((await look()).troubles).toEqual([
      'there is no LinkedIn token in the secret linkedin-access-token',
      'version 209912 of the LinkedIn API is not in the table of this release: its end date is unknown',
    ]);
    expect(metrics.map(({ name }) => name)).toEqual(['LeasesLeftBehind']);
  });

  test('that cannot look at something measures and tells the rest, tells that once, and fails', async () => {
    const { look, collectedAt, objects, told, metrics } = watched();
    await collectedAt('1', '2026-11-19T12:00:00.000Z');
    await look();
    const key = keys.collectorCursor('linkedin', '2');
    await objects.put(key, encodeText('no json'));
    for (let hour = 0; hour < 5; hour += 1) await expect(look(1)).rejects.toThrow(`${key} cannot be read`);
    expect(told).toHaveLength(2);
    expect(told[1]!.subject).toContain(`the watchdog could not check everything: ${key} cannot be read`);
    expect(metrics.filter(({ name }) => name === 'AccessTokenDaysLeft')).toHaveLength(6);
    await objects.delete(key);
    // Freshness was wrong all the time: it is neither over nor new.
    await look(1);
    expect(told.some(({ body }) => body.includes('Over: 1 of 1 account'))).toBe(false);
  });

  test('answers a repeated run with what it saw, without another message', async () => {
    const { look, secret, told } = watched();
    secret.value = undefined;
    const once = await look(0, { run_id: 'watch-7' });
    expect(await look(0, { run_id: 'watch-7' })).toEqual(once);
    expect(told).toHaveLength(1);
  });
});
