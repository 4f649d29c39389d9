import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainDecimal, sameDecimal } from '../../../adapters/linkedin/decimals.ts';

describe('exact decimals', () => {
  test.each([
    ['19.91833', '19.91833'],
    ['75.00', '75.00'],
    ['-2e-18', '-0.000000000000000002'],
    ['1.5E-7', '0.00000015'],
    ['2.0E1', '20'],
    ['2.25E1', '22.5'],
    ['12e3', '12000'],
    ['0', '0'],
  ])('%s is %s', (written, plain) => expect(plainDecimal(written)).toBe(plain));

  test.each(['', 'NaN', '1,5', '1.', '.5', '+1', '0x10', '1e9999'])('%s is none', (written) => {
    expect(plainDecimal(written)).toBeUndefined();
  });

  test('keep their value without an exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 }), (number) => {
        expect(Number(plainDecimal(String(number)))).toBe(number === 0 ? Number(String(number)) : number);
      }),
    );
  });

  test('are compared by value', () => {
    expect(sameDecimal('75', '75.00')).toBe(true);
    expect(sameDecimal('075', '75')).toBe(true);
    expect(sameDecimal('-0', '0.0')).toBe(true);
    expect(sameDecimal('75', '75.000000000000000001')).toBe(false);
    expect(sameDecimal('-75', '75')).toBe(false);
  });
});
