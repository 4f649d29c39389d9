import { describe, expect, it } from 'vitest';
import { exactDifference, withoutEndZeros } from '../../../core/domain/exact-difference.ts';

describe('an exact difference', () => {
  it.each([
    ['0.300000000', '0.100000000', '0.2'],
    ['999999999.999999999', '-999999999.999999999', '1999999999.999999998'],
    ['1234', '1230', '4'],
    ['10', '10.000000000', '0'],
    ['0.000000001', '0.000000002', '-0.000000001'],
    ['-0.5', '0.25', '-0.75'],
    ['5', '-0.000000001', '5.000000001'],
    ['1000', '0', '1000'],
  ])('of %s and %s is %s', (after, before, difference) => {
    expect(exactDifference(after, before)).toBe(difference);
  });

  it('is shown without zeros at its end, and whole numbers keep theirs', () => {
    expect(['12.340000000', '5.000000000', '1000', '0.000000000'].map(withoutEndZeros)).toEqual([
      '12.34',
      '5',
      '1000',
      '0',
    ]);
  });
});
