import { describe, expect, test } from 'vitest';
import { type RetrySituation, retryPlan, ruleFor, type Symptom } from '../../../adapters/linkedin/retry-table.ts';

const symptom = (change: Partial<Symptom>): Symptom => ({
  status: null,
  code: null,
  serviceErrorCode: null,
  message: '',
  ...change,
});

const first: RetrySituation = {
  attempt: 1,
  read: true,
  tokenReread: false,
  longestWaitSeconds: 600,
  now: new Date('2026-11-20T12:00:00Z'),
  random: () => 1,
};

const never = { again: false };
const wait = (waitSeconds: number) => ({ again: true, waitSeconds, rereadToken: false });

describe('which failures are tried again', () => {
  test.each([
    ['Resource level throttle APPLICATION DAY limit for calls to this resource is reached.', 'daily_quota', never],
    ['Resource level throttle MEMBER DAY limit for calls to this resource is reached.', 'daily_quota', never],
    [
      'The data request limit has been exceeded. More than 45 million metric values were requested in a 5-minute window.',
      'values_quota',
      wait(330),
    ],
    ['Resource level throttle limit for calls to this resource is reached.', 'throttled', wait(5)],
  ])('429 "%s" is %s', (message, kind, plan) => {
    expect(ruleFor(symptom({ status: 429, message })).kind).toBe(kind);
    expect(retryPlan(symptom({ status: 429, message }), first)).toEqual(plan);
  });

  test.each([
    [302, 'redirected', never],
    [400, 'refused', never],
    [403, 'access_denied', never],
    [404, 'not_found', never],
    [408, 'timeout', wait(1)],
    [409, 'write_conflict', never],
    [411, 'refused', never],
    [412, 'write_conflict', never],
    [414, 'refused', never],
    [422, 'refused', never],
    [426, 'version_sunset', never],
    [500, 'server_error', wait(1)],
    [503, 'server_error', wait(1)],
    [504, 'server_error', wait(1)],
    [999, 'server_error', wait(1)],
  ])('%i is %s', (status, kind, plan) => {
    expect(ruleFor(symptom({ status })).kind).toBe(kind);
    expect(retryPlan(symptom({ status }), first)).toEqual(plan);
  });

  test.each(['timeout', 'cut_off', 'malformed', 'unreachable'] as const)(
    'a %s answer is asked for again',
    (transport) => {
      expect(ruleFor(symptom({ transport })).kind).toBe(transport);
      expect(retryPlan(symptom({ transport }), first)).toEqual(wait(1));
    },
  );

  test.each(['timeout', 'cut_off', 'malformed', 'unreachable'] as const)(
    'a write whose answer is %s is not sent again, as it may have happened',
    (transport) => expect(retryPlan(symptom({ transport }), { ...first, read: false })).toEqual(never),
  );

  test('a write that met a server error is not sent again, one that was throttled is', () => {
    expect(retryPlan(symptom({ status: 500 }), { ...first, read: false })).toEqual(never);
    expect(retryPlan(symptom({ status: 429 }), { ...first, read: false })).toEqual(wait(5));
  });

  test('a rejected token is read again once', () => {
    expect(retryPlan(symptom({ status: 401 }), first)).toEqual({ again: true, waitSeconds: 0, rereadToken: true });
    expect(retryPlan(symptom({ status: 401 }), { ...first, tokenReread: true })).toEqual(never);
  });
});

describe('how long is waited', () => {
  test('what Retry-After asks for, also for values', () => {
    expect(retryPlan(symptom({ status: 503, retryAfterSeconds: 7 }), first)).toEqual(wait(7));
    expect(retryPlan(symptom({ status: 429, message: '45 million', retryAfterSeconds: 40 }), first)).toEqual(wait(40));
  });

  test('but not longer than the setting allows', () => {
    expect(retryPlan(symptom({ status: 429, retryAfterSeconds: 86_400 }), first)).toEqual(wait(600));
  });

  test('Retry-After does not make a daily quota worth waiting for', () => {
    expect(retryPlan(symptom({ status: 429, message: 'DAY limit', retryAfterSeconds: 1 }), first)).toEqual(never);
  });

  test('longer with each attempt', () => {
    expect(retryPlan(symptom({ status: 500 }), { ...first, attempt: 4 })).toEqual(wait(8));
  });

  test('not at all when the wait would end after the deadline', () => {
    const deadline = new Date('2026-11-20T12:05:00Z');
    expect(retryPlan(symptom({ status: 429, message: '45 million' }), { ...first, deadline })).toEqual(never);
    expect(retryPlan(symptom({ status: 429 }), { ...first, deadline })).toEqual(wait(5));
  });
});
