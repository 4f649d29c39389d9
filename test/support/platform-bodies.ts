/**
 * Bodies of LinkedIn from two roots that the same tests read: our own (invented values in the documented shape, in every clone), and
 * samples of the real platform. Those may not be copied into the repository, so they are read from beside it, where they are.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

/** What we call each body, and the file of the real samples that holds the same; null where there is none. */
const realFiles = {
  accounts: 'ab_accounts',
  account: 'sd_account_get',
  'account-users': 'ab_account_users',
  'campaign-groups': 'ab_campaign_groups',
  campaigns: 'ab_campaigns',
  campaign: 'sd_campaign_get',
  creatives: 'ab_creatives',
  'creatives-page': 'sd_creatives_page',
  conversions: 'ab_conversions',
  'cursor-page': 'doc_pagination_envelope',
  'analytics-by-day': 'ab_unit_analytics_response_1',
  'analytics-of-a-period': 'doc_analytics_creative_all',
  'analytics-metrics': 'ab_analytics_campaign_daily',
  'analytics-fields': 'mm_fields_analytics',
  'analytics-request': 'mm_canonical_request',
  'status-change-request': 'sd_patch_status_request',
  token: 'oauth_token_auth_code',
  'token-refused': 'oauth_error_invalid_grant',
  introspection: 'introspect_active',
  'introspection-of-a-foreign-token': 'introspect_mismatch',
  'error-codes': 'error_code_registry',
  'error-400-budget-too-low': null,
  'error-400-param-invalid': 'err_400_param_invalid',
  'error-400-version-missing': 'err_version_missing',
  'error-401-token-expired': null,
  'error-401-token-missing': 'err_401_empty_token',
  'error-401-token-revoked': 'err_401_revoked',
  'error-403-not-permitted': 'err_403_not_enough_permissions',
  'error-404-not-found': null,
  'error-408-timed-out': null,
  'error-409-write-conflict': null,
  'error-412-precondition-failed': null,
  'error-422-unprocessable': null,
  'error-426-version-gone': 'err_426_nonexistent_version',
  'error-429-day-used-up': 'err_429_app_day',
  'error-429-throttled': null,
  'error-429-too-many-values': null,
  'error-500-internal': 'err_500_singer_test',
  'error-503-under-maintenance': null,
  'error-504-without-words': null,
} as const satisfies Record<string, string | null>;

export type BodyName = keyof typeof realFiles;

const allNames = Object.keys(realFiles) as BodyName[];
export const realFileOf = (name: BodyName): string | null => realFiles[name];

export interface PlatformBodies {
  /** For a title of tests; says which folder is missing. */
  title: string;
  isAbsent: boolean;
  isReal: boolean;
  names: readonly BodyName[];
  /** Unknown on purpose: a test says what it reads. */
  body(name: BodyName): unknown;
}

const ownFolder = fileURLToPath(new URL('../fixtures/linkedin/', import.meta.url));
const realFolder = fileURLToPath(new URL('../../../shared/fixtures/linkedin/', import.meta.url));
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

export const ownBodies: PlatformBodies = {
  title: 'in bodies of our own',
  isAbsent: false,
  isReal: false,
  names: allNames,
  body: (name) => json(`${ownFolder}${name}/input.json`),
};

export const realBodies: PlatformBodies = {
  title: `in samples of the real platform${existsSync(realFolder) ? '' : ' (SKIPPED: there is no folder ../shared/fixtures/linkedin beside the repository)'}`,
  isAbsent: !existsSync(realFolder),
  isReal: true,
  names: allNames.filter((name) => realFiles[name] !== null),
  body: (name) => json(`${realFolder}${realFiles[name]}.json`),
};

/** The same tests on each set of bodies; one that is absent is one skipped test that says so. */
export function onPlatformBodies(title: string, tests: (bodies: PlatformBodies) => void): void {
  for (const bodies of [ownBodies, realBodies]) {
    if (bodies.isAbsent) it.skipIf(bodies.isAbsent)(`${title}, ${bodies.title}`, () => undefined);
    else describe(`${title}, ${bodies.title}`, () => tests(bodies));
  }
}

/** What our code must make of a body of our own. */
export const expectedOf = <T>(name: BodyName): T => json(`${ownFolder}${name}/expected.json`) as T;

export const ownFolders = (): string[] =>
  readdirSync(ownFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** Names of all samples of the real platform, without their ending. */
export const realSamples = (): string[] =>
  readdirSync(realFolder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));
