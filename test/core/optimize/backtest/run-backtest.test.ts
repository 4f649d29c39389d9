import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../core/errors.ts';
import { countMornings } from '../../../../core/optimize/backtest/run-backtest.ts';

describe('the range of a backtest', () => {
  it('counts both mornings', () => {
    expect(countMornings({ from: '2026-02-28', to: '2026-02-28' })).toBe(1);
    expect(countMornings({ from: '2026-02-28', to: '2026-03-02' })).toBe(3);
    expect(countMornings({ from: '2026-01-01', to: '2027-02-04' })).toBe(400);
  });

  it.each([
    ['2026-03-01', '2026-02-28'],
    ['2026-01-01', '2027-02-05'],
  ])('refuses %s to %s, and says which ranges are allowed', (from, to) => {
    const refused = new UsageError(
      `${from} to ${to} cannot be backtested`,
      'Give a range of 1 to 400 days, the first day first.',
    );
    expect(() => countMornings({ from, to })).toThrow(refused);
    expect(() => countMornings({ from, to })).toThrow(expect.objectContaining({ remedy: refused.remedy }));
  });
});
