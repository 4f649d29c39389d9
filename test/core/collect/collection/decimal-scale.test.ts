import { describe, expect, it } from 'vitest';
import { warehouseDecimal } from '../../../../core/collect/collection/decimal-scale.ts';

describe('a decimal of the warehouse', () => {
  it.each([
    ['112.86256077505814', '112.862560775'],
    ['0.0000000005', '0.000000001'],
    ['-0.0000000004', '0.000000000'],
    ['-3.5', '-3.500000000'],
    ['2e-7', '0.000000200'],
    ['1.5e3', '1500.000000000'],
    ['999999999.999999999', '999999999.999999999'],
    [2.5, '2.500000000'],
    [7, '7'],
  ])('%s becomes %s', (value, expected) => {
    expect(warehouseDecimal(value)).toBe(expected);
  });

  it.each(['1000000000', '999999999.9999999999', 'much', '', '1,5', Number.NaN, Number.POSITIVE_INFINITY])(
    '%s is refused, not cut',
    (value) => {
      expect(warehouseDecimal(value)).toBeUndefined();
    },
  );
});
