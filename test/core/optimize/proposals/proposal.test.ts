import { describe, expect, it } from 'vitest';
import { steppedMoney } from '../../../../core/optimize/proposals/proposal.ts';

describe('an amount of a proposal', () => {
  it.each([
    ['EUR', 10, 8.126, 8.13],
    ['EUR', 10, 12.126, 12.12],
    ['EUR', 0, 0.29, 0.29],
    ['JPY', 1_000, 812.6, 813],
    ['JPY', 1_000, 1_212.6, 1_212],
    ['KWD', 1, 0.8126, 0.813],
  ])('in %s is rounded from %d towards it: %d becomes %d', (currency, from, to, rounded) => {
    expect(steppedMoney(from, to, currency)).toBe(rounded);
  });
});
