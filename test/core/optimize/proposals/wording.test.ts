import { describe, expect, it } from 'vitest';
import {
  moreImpressions,
  nextDays,
  otherAds,
  roughMoney,
  sureness,
} from '../../../../core/optimize/proposals/wording.ts';

describe('words of proposals', () => {
  it('are singular for one and plural for more', () => {
    expect([1, 2, 1_200].map(otherAds)).toEqual([
      "the campaign's other ad",
      "the campaign's 2 other ads",
      "the campaign's 1,200 other ads",
    ]);
    expect([1, 14].map(nextDays)).toEqual(['the next day', 'the next 14 days']);
    expect([1, 12_345].map(moreImpressions)).toEqual(['1 more impression', '13,000 more impressions']);
  });

  it('claim no more digits than are known', () => {
    expect([6.789, 9.99, 12.5, 1_234.5].map((amount) => roughMoney(amount, 'USD'))).toEqual([
      '6.79 USD',
      '9.99 USD',
      '13 USD',
      '1,235 USD',
    ]);
    expect([roughMoney(6.789, 'JPY'), roughMoney(null, 'USD')]).toEqual(['7 JPY', 'an unknown amount']);
  });

  it('never call anything certain', () => {
    expect([0, 0.009, 0.799, 0.95, 0.9999, 1].map(sureness)).toEqual([
      'less than 1%',
      'less than 1%',
      '79%',
      '95%',
      'more than 99%',
      'more than 99%',
    ]);
  });
});
