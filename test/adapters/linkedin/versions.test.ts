import { expect, test } from 'vitest';
import { newestKnownVersion, sunsetOf, versionDaysLeft } from '../../../adapters/linkedin/versions.ts';
import { linkedInConfig } from '../../../core/settings/linkedin.ts';

test('the default version is the newest one that is known', () => {
  expect(linkedInConfig.parse(undefined).apiVersion).toBe(newestKnownVersion);
  expect(sunsetOf(newestKnownVersion)).toBe('2027-07-15');
});

test('the days left are whole days, negative once the version is off, unknown for unknown versions', () => {
  expect(versionDaysLeft('202601', new Date('2027-01-14T00:00:00Z'))).toBe(1);
  expect(versionDaysLeft('202601', new Date('2027-01-14T12:00:00Z'))).toBe(0);
  expect(versionDaysLeft('202511', new Date('2026-11-20T00:00:00Z'))).toBe(-4);
  expect(versionDaysLeft('209901', new Date('2026-11-20T00:00:00Z'))).toBeUndefined();
});

test('the settings have defaults, and a misspelt one is refused', () => {
  expect(linkedInConfig.parse({})).toEqual({
    apiVersion: '202607',
    apiUrl: 'https://api.linkedin.com/rest',
    oauthUrl: 'https://www.linkedin.com/oauth/v2',
    concurrency: 6,
    timeoutSeconds: 60,
    attempts: 5,
    longestWaitSeconds: 600,
  });
  expect(linkedInConfig.safeParse({ apiVersions: '202607' }).success).toBe(false);
  expect(linkedInConfig.safeParse({ apiVersion: '202613' }).success).toBe(false);
});
