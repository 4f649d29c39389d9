import { describe, expect, it } from 'vitest';
import { decimalsOf, money } from '../../../core/domain/money.ts';

describe('a currency', () => {
  it.each([
    ['EUR', 2],
    ['USD', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['CLP', 0],
    ['VND', 0],
    ['KWD', 3],
  ])('%s has %i digits behind the point', (currency, digits) => {
    expect(decimalsOf(currency)).toBe(digits);
  });

  it('that nobody knows has two', () => {
    expect(decimalsOf('XQQ')).toBe(2);
  });
});

describe('an amount', () => {
  it('is written with all digits of its currency', () => {
    expect(money(12_345.6, 'EUR')).toBe('12,345.60 EUR');
    expect(money(12_345.6, 'JPY')).toBe('12,346 JPY');
    expect(money(-0.5, 'USD')).toBe('-0.50 USD');
  });
});
