import { describe, expect, it } from 'vitest';
import type { ExpectedValue } from '../../../../core/contracts/aggregates.ts';
import { expectedFinal, type SeenValue, shareAt } from '../../../../core/process/maturity/expected-final.ts';
import { learnMaturity } from '../../../../core/process/maturity/learn.ts';
import { alike } from './snapshots.ts';

const half = [
  [0, 10],
  [48, 20],
  [720, 20],
  [2880, 20],
] as const;
const maturity = learnMaturity(
  [
    ...alike(300, { seen: half }),
    ...alike(300, { metric: 'cost', seen: half.map(([age, value]) => [age, value * 30] as const) }),
    ...alike(300, {
      metric: 'leads',
      seen: [
        [0, 0],
        [720, 0],
      ],
    }),
  ],
  { level: 0.95, horizonDays: 120 },
);
const ask = (question: Partial<SeenValue>): ExpectedValue => {
  const answer = expectedFinal(maturity, {
    platform: 'linkedin',
    account_id: '1',
    metric: 'conversions',
    age_hours: 0,
    seen: 10,
    ...question,
  });
  if (!answer) throw new Error('nothing was measured');
  return answer;
};

describe('the expected final value', () => {
  it('is what is seen and what days like it still got', () => {
    const { share, expected, low80, high80, low95, high95 } = ask({});
    expect(share).toBeCloseTo(0.5, 2);
    expect(expected).toBeCloseTo(20, 0);
    expect(low95).toBeLessThan(low80);
    expect(low80).toBeLessThan(20);
    expect(high80).toBeGreaterThan(20);
    expect(high95).toBeGreaterThan(high80);
  });

  it('is a mean day’s rest where nothing is seen yet', () => {
    const { expected, low95, high95 } = ask({ seen: 0 });
    // days are alike here, so ten are still to come whatever was seen
    expect(expected).toBeGreaterThan(5);
    expect(expected).toBeLessThan(10);
    expect(low95).toBeGreaterThanOrEqual(0);
    expect(high95).toBeGreaterThan(expected);
  });

  it('is what is seen once the day is final', () => {
    const { share, expected, low95, high95 } = ask({ age_hours: 2880, seen: 20 });
    expect(share).toBe(1);
    expect(expected).toBe(20);
    // no other whole number lies within
    expect(low95).toBeGreaterThan(19);
    expect(high95).toBeLessThan(21);
  });

  it('is nothing where nothing was measured, and nothing but zero where there never was anything', () => {
    expect(
      expectedFinal(maturity, {
        platform: 'linkedin',
        account_id: '1',
        metric: 'conversions',
        age_hours: 0,
        seen: null,
      }),
    ).toBeNull();
    expect(ask({ metric: 'leads', seen: 0 })).toMatchObject({ expected: 0, low80: 0, low95: 0 });
    expect(ask({ metric: 'leads', seen: 0 }).high95).toBeLessThan(1);
  });

  it('takes the mean day of a campaign in place of the account’s', () => {
    const whole = ask({ seen: 2 });
    const part = ask({ seen: 2, mean_day: 4 });
    const alone = ask({ seen: 2, mean_day: null });
    expect(part.expected).toBeCloseTo(4, 0);
    expect(alone.expected).toBeCloseTo(2 / alone.share, 9);
    expect(whole.expected).toBeGreaterThan(2 * part.expected);
  });

  it('gives money and counts the same relative width, event for event', () => {
    const [few, many] = [ask({ seen: 10, mean_day: 20 }), ask({ seen: 1000, mean_day: 2000 })];
    expect((few.high80 - few.low80) / few.expected).toBeGreaterThan(2 * ((many.high80 - many.low80) / many.expected));
    // cost without clicks: a typical day is taken for twenty events, here of 30 each
    const cost = ask({ metric: 'cost', seen: 300 });
    expect(cost.expected).toBeCloseTo(600, -2);
    expect(cost.low80).toBeLessThan(cost.expected);
  });

  it('is a wide guess for a platform that nothing is known of', () => {
    const unknown = ask({ platform: 'meta', seen: 10 });
    expect(unknown.expected).toBeCloseTo(20, 9);
    expect(unknown.high95 - unknown.low95).toBeGreaterThan(ask({}).high95 - ask({}).low95);
    expect(ask({ platform: 'meta', metric: 'cost', seen: 0 })).toMatchObject({ expected: 0, low95: 0 });
    expect(ask({ platform: 'meta', metric: 'cost', seen: 0, mean_day: 100 }).expected).toBeGreaterThan(0);
  });

  it('refuses a day that is still running', () => {
    const running = { platform: 'linkedin', account_id: '1', metric: 'cost', age_hours: -3 } as const;
    expect(() => shareAt(maturity, running)).toThrow(
      'A day that is still running has no maturity yet (-3 hours after its end).',
    );
  });
});
