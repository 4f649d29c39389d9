import { expect, test } from 'vitest';
import type { Mode } from '../../../../core/contracts/decisions.ts';
import { examineToken, examineVersion } from '../../../../core/operate/tokens/examine-token.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const secret = {
  access_token: 'hush',
  access_token_expires_at: '2026-12-20T12:00:00.000Z',
  refresh_token: 'hush',
  refresh_token_expires_at: '2027-11-20T12:00:00.000Z',
  client_id: 'c',
  client_secret: 'hush',
  scopes: 'r_ads r_ads_reporting r_organization_social',
  refreshed_at: '2026-10-21T12:00:00.000Z',
};

const examine = (changes: Record<string, string | undefined>, mode: Mode = 'recommend') =>
  examineToken({ ...secret, ...changes } as Record<string, string>, {
    place: 'the file',
    authorize: 'npm run ads -- authorize',
    mode,
    now,
  });

test('a good token is all right, and no value of it is shown', () => {
  const findings = examine({});
  expect(findings.map(({ check, result, detail }) => [check, result, detail])).toEqual([
    ['token', 'ok', 'in the file: access token valid for 30 more days, refresh token valid for 365 more days'],
    ['token scopes', 'ok', 'r_ads, r_ads_reporting, r_organization_social'],
    ['token renewal', 'ok', 'last renewed 2026-10-21T12:00:00.000Z'],
  ]);
  expect(JSON.stringify(findings)).not.toContain('hush');
});

test.each([
  ['has expired', { access_token_expires_at: '2026-11-19T12:00:00.000Z' }, 'problem'],
  [
    'is about to, though it should have been renewed',
    { access_token_expires_at: '2026-11-22T12:00:00.000Z' },
    'problem',
  ],
  ['can be renewed for 20 more days', { refresh_token_expires_at: '2026-12-10T12:00:00.000Z' }, 'note'],
  ['can be renewed for 2 more days', { refresh_token_expires_at: '2026-11-22T12:00:00.000Z' }, 'problem'],
])('a token that %s is told', (_what, changes, result) => {
  expect(examine(changes)[0]).toMatchObject({ check: 'token', result, remedy: expect.stringContaining('authorize') });
});

test('the worse of two clocks is told', () => {
  const [token] = examine({
    access_token_expires_at: '2026-11-18T12:00:00.000Z',
    refresh_token_expires_at: '2026-12-10T12:00:00.000Z',
  });
  expect(token).toMatchObject({
    result: 'problem',
    detail: 'in the file: access token expired, refresh token valid for 20 more days',
  });
});

test('writing needs a scope only in the modes that write, and it reads too', () => {
  expect(examine({}, 'approve')[1]).toMatchObject({
    result: 'problem',
    detail: 'r_ads, r_ads_reporting, r_organization_social; missing: rw_ads',
    remedy: 'Sign in again to get them: npm run ads -- authorize --allow-writes',
  });
  expect(examine({ scopes: 'rw_ads r_ads_reporting' }, 'auto')[1]).toMatchObject({
    result: 'note',
    remedy: 'Without r_organization_social, the texts of posts cannot be read.',
  });
});

test('a version is told by the days that are left', () => {
  const of = (daysLeft: number | undefined) => examineVersion('202607', daysLeft, 'the table');
  expect([of(61).result, of(60).result, of(-1).result, of(undefined).result]).toEqual([
    'ok',
    'note',
    'problem',
    'note',
  ]);
  expect(of(-1)).toMatchObject({
    detail: 'LinkedIn no longer supports 202607',
    remedy: 'Set linkedin.apiVersion to a newer version. Supported: the table',
  });
});
