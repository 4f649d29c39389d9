import { describe, expect, it } from 'vitest';
import { isSameValue, reversed, shownChange, shownValue } from '../../../../core/optimize/acting/entity-value.ts';
import { bidding, budgeting, pausing } from '../../../support/decided.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('two values of an entity', () => {
  it.each([
    ['12.5', '12.50'],
    ['12', '12.00'],
    ['12', '012'],
    ['0.5', '00.500'],
    ['0', '0.0'],
    ['100', '100'],
  ])('are the same money: %s and %s', (one, other) => {
    expect([isSameValue(usd(one), usd(other)), isSameValue(usd(other), usd(one))]).toEqual([true, true]);
  });

  it.each([
    ['12.5', '12.05'],
    ['12', '120'],
    ['1.2', '12'],
    ['10.01', '10.1'],
    ['0.5', '5'],
    ['100', '1'],
    ['1.20', '1.02'],
  ])('are not the same money: %s and %s', (one, other) => {
    expect(isSameValue(usd(one), usd(other))).toBe(false);
  });

  it('are not the same in two currencies, as a word and an amount, or where one is nothing', () => {
    expect(isSameValue(usd('12'), { amount: '12', currency: 'EUR' })).toBe(false);
    expect([isSameValue(usd('12'), null), isSameValue(null, usd('12')), isSameValue(null, null)]).toEqual([
      false,
      false,
      true,
    ]);
    expect([isSameValue('ACTIVE', 'ACTIVE'), isSameValue('ACTIVE', 'PAUSED'), isSameValue('ACTIVE', null)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isSameValue('12', usd('12')), isSameValue(usd('12'), '12')]).toEqual([false, false]);
  });
});

describe('a change', () => {
  it('is turned round exactly', () => {
    expect(reversed(bidding(10, 11))).toEqual(bidding(11, 10));
    expect(reversed(pausing)).toEqual({ field: 'creative_status', from: 'PAUSED', to: 'ACTIVE' });
  });

  it('is shown with its entity, its field where that is money, and both values', () => {
    const target = {
      platform: 'linkedin',
      account_id: '5',
      campaign_id: '10',
      creative_id: null,
      action: 'raise_bid',
    } as const;
    expect(shownChange(target, bidding(10, 11))).toMatch(/10: bid 10 USD to 11 USD$/);
    expect(shownChange(target, budgeting(120, 130))).toMatch(/10: daily budget 120 USD to 130 USD$/);
    const ofAd = shownChange({ ...target, creative_id: 'ad-1' }, pausing);
    expect(ofAd).toMatch(/ad-1.*10: ACTIVE to PAUSED$/);
    expect([shownValue('ACTIVE'), shownValue(usd('1.50'))]).toEqual(['ACTIVE', '1.50 USD']);
    expect(shownValue(null)).toMatch(/^\w+$/);
  });
});
