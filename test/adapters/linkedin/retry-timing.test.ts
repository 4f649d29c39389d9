import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backOffSeconds, nextMidnightUtc, retryAfterSeconds } from '../../../adapters/linkedin/retry-timing.ts';

const noon = new Date('2026-11-20T12:00:00Z');

describe('back-off', () => {
  test('doubles with each attempt up to a minute, half of it left to chance', () => {
    const least = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => backOffSeconds(attempt, 1, () => 0));
    expect(least).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30]);
    expect(backOffSeconds(3, 5, () => 1)).toBe(20);
  });

  test('is never nothing and never above a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
        const seconds = backOffSeconds(attempt, 1, () => chance);
        expect(seconds).toBeGreaterThan(0);
        expect(seconds).toBeLessThanOrEqual(60);
      }),
    );
  });
});

describe('Retry-After', () => {
  test('is read as seconds or as a date', () => {
    expect(retryAfterSeconds('120', noon)).toBe(120);
    expect(retryAfterSeconds('Fri, 20 Nov 2026 12:00:45 GMT', noon)).toBe(45);
  });

  test('is nothing to wait for when its date is past', () => {
    expect(retryAfterSeconds('Fri, 20 Nov 2026 11:00:00 GMT', noon)).toBe(0);
  });

  test('is ignored when it is absent, empty or neither', () => {
    expect(retryAfterSeconds(null, noon)).toBeUndefined();
    expect(retryAfterSeconds(' ', noon)).toBeUndefined();
    expect(retryAfterSeconds('soon', noon)).toBeUndefined();
  });
});

test('daily counters start again at the next midnight UTC', () => {
  expect(nextMidnightUtc(noon).toISOString()).toBe('2026-11-21T00:00:00.000Z');
  expect(nextMidnightUtc(new Date('2026-11-21T00:00:00Z')).toISOString()).toBe('2026-11-22T00:00:00.000Z');
});
