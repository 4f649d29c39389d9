import { describe, expect, it } from 'vitest';
import type { DaySnapshot } from '../../../../core/process/maturity/day-snapshot.ts';
import { learnMaturity } from '../../../../core/process/maturity/learn.ts';
import { repullDays } from '../../../../core/process/maturity/repull-window.ts';
import { alike } from './snapshots.ts';

const account = { platform: 'linkedin', account_id: '1' };
const bounds = { minimum: 3, maximum: 45, level: 0.995 };
const window = (snapshots: readonly DaySnapshot[], settings = {}): number =>
  repullDays(learnMaturity(snapshots, { level: 0.95, horizonDays: 120 }), account, { ...bounds, ...settings });

/** Final after so many days. */
const finalAfter = (days: number, metric: 'cost' | 'conversions' | 'leads', count = 2000): DaySnapshot[] =>
  alike(count, {
    metric,
    seen: [
      [0, 50],
      [days * 24 - 24, 90],
      [days * 24, 100],
      [2880, 100],
    ],
  });

describe('the window to read again', () => {
  it('ends with one snapshot of each day after its last change', () => {
    // final at an age of six days, which is where day 7 begins: days 0 to 7 are eight
    expect(window(finalAfter(6, 'cost'))).toBe(8);
  });

  it('waits for the slowest metric that has any volume', () => {
    expect(window([...finalAfter(6, 'cost'), ...finalAfter(14, 'conversions')])).toBe(16);
    const none = alike(50, {
      metric: 'leads',
      seen: [
        [0, 0],
        [2880, 0],
      ],
    });
    expect(window([...finalAfter(6, 'cost'), ...none])).toBe(8);
  });

  it('keeps within its bounds', () => {
    expect(window(finalAfter(6, 'cost'), { minimum: 10 })).toBe(10);
    expect(window(finalAfter(14, 'conversions'), { maximum: 12 })).toBe(12);
  });

  it('is the fallback while too little is known', () => {
    expect(window([])).toBe(30);
    expect(window([], { fallback: 21 })).toBe(21);
    expect(window([], { maximum: 14 })).toBe(14);
    expect(window(finalAfter(6, 'cost', 3))).toBe(30);
    // days that were only seen young say nothing of how they end
    expect(
      window(
        alike(200, {
          metric: 'conversions',
          seen: [
            [0, 50],
            [48, 70],
          ],
        }),
      ),
    ).toBe(30);
  });
});
