import { describe, expect, test } from 'vitest';
import { clockConditions, clockMetrics, clocksOf } from '../../../../core/operate/tokens/token-clocks.ts';
import type { AlertStates } from '../../../../core/running/digest.ts';
import { digest } from '../../../../core/running/digest.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const inDays = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString();

describe('the clocks of a secret', () => {
  test('are days to a hundredth, negative after the end, and null where they are unknown', () => {
    const secret = {
      refresh_token: 'r',
      access_token_expires_at: inDays(5.126),
      refresh_token_expires_at: inDays(-1.5),
    };
    expect(clocksOf(secret, now)).toEqual({ accessDaysLeft: 5.12, refreshDaysLeft: -1.5, refreshable: true });
    expect(clocksOf({ access_token: 'a', access_token_expires_at: 'soon' }, now)).toEqual({
      accessDaysLeft: null,
      refreshDaysLeft: null,
      refreshable: false,
    });
  });

  test('are metrics where they are known', () => {
    expect(clockMetrics({ accessDaysLeft: 5.12, refreshDaysLeft: null, refreshable: true })).toEqual([
      { name: 'AccessTokenDaysLeft', value: 5.12, unit: 'None' },
    ]);
  });
});

describe('reminders', () => {
  /** Days left at which the clock of a token was told, over a year of hourly looks. */
  function toldOver(refreshable: boolean, which: 'accessDaysLeft' | 'refreshDaysLeft', from: number, to: number) {
    const told: string[] = [];
    let states: AlertStates = {};
    for (let hour = from * 24; hour > to * 24; hour -= 1) {
      const clocks = { accessDaysLeft: 60, refreshDaysLeft: null, refreshable, [which]: hour / 24 };
      const at = new Date(now.getTime() + (from * 24 - hour) * 3_600_000);
      const found = digest(clockConditions(clocks), states, { now: at, coolDownHours: 24, settleHours: 3 });
      for (const { title, severity } of found.news) told.push(`${severity}: ${title}`);
      states = found.next;
    }
    return told;
  }

  test('of the refresh token come at 60, 30, 14, 7, 3 and 1 days, once each, and daily after its end', () => {
    expect(toldOver(true, 'refreshDaysLeft', 365, -2)).toEqual([
      'warning: the LinkedIn refresh token expires in 60 days',
      'warning: the LinkedIn refresh token expires in 30 days',
      'warning: the LinkedIn refresh token expires in 14 days',
      'warning: the LinkedIn refresh token expires in 7 days',
      'error: the LinkedIn refresh token expires in 3 days',
      'error: the LinkedIn refresh token expires in 1 day',
      'error: the LinkedIn refresh token has expired',
      'error: the LinkedIn refresh token has expired',
    ]);
  });

  test('of an access token that is renewed with five days left come only when that failed', () => {
    expect(toldOver(true, 'accessDaysLeft', 60, 4.9)).toEqual([]);
    expect(toldOver(true, 'accessDaysLeft', 60, 0.5)).toEqual([
      'error: the LinkedIn access token expires in 3 days',
      'error: the LinkedIn access token expires in 1 day',
    ]);
  });

  test('of an access token that nothing renews come earlier, and say that a person has to', () => {
    expect(toldOver(false, 'accessDaysLeft', 60, 0.5)).toHaveLength(4);
    const [condition] = clockConditions({ accessDaysLeft: 13.5, refreshDaysLeft: null, refreshable: false });
    expect(condition).toMatchObject({
      title: 'the LinkedIn access token expires in 13 days',
      remedy:
        'Sign in again: npm run ads -- authorize (with --aws for the deployment). Its application cannot refresh tokens, so this is needed every 60 days.',
    });
  });

  test('of an unknown end come once, and are outdone by every mark', () => {
    const unknown = clockConditions({ accessDaysLeft: null, refreshDaysLeft: null, refreshable: true });
    expect(unknown).toMatchObject([
      { id: 'access-token', level: 0, repeats: false, title: 'it is unknown when the LinkedIn access token expires' },
    ]);
    const [known] = clockConditions({ accessDaysLeft: 2.5, refreshDaysLeft: null, refreshable: true });
    expect(known).toMatchObject({ id: 'access-token', level: 1 });
  });
});
