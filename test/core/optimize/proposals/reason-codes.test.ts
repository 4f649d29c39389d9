import { describe, expect, it } from 'vitest';
import { reasonLabel, waitsForData, whatWouldChange } from '../../../../core/optimize/proposals/reason-codes.ts';

describe('a reason code', () => {
  it('has a label for lists; a code of another release is shown as it is', () => {
    expect(reasonLabel('not-worse')).toBe("no worse than the campaign's other ads");
    expect(reasonLabel('bid-capped')).toBe('the cost cap does not set the price');
    expect(reasonLabel('of-another-release')).toBe('of-another-release');
    expect(reasonLabel(null)).toBe('no reason recorded');
  });

  it('says what would change it, but where the figures decide that', () => {
    expect(whatWouldChange('alone')).toBe('A second active ad to compare it with would change this.');
    expect([whatWouldChange('worse'), whatWouldChange('needs-more')]).toEqual([null, null]);
  });

  it('says whether data is missing that comes with time', () => {
    const codes = ['immature', 'needs-more', 'bid-too-new', 'alone', 'cost-unknown', 'bid-neither'] as const;
    expect(codes.map(waitsForData)).toEqual([true, true, true, false, false, false]);
  });
});
