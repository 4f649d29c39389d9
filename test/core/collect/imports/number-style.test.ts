import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareNumber, inferDecimal, isPlain, parseNumber } from '../../../../core/collect/imports/number-style.ts';

const money = (cell: string) => ({ cell, isCount: false });
const count = (cell: string) => ({ cell, isCount: true });

describe('inferDecimal', () => {
  it('believes a cell with both separators', () => {
    expect(inferDecimal([money('1.234,56')])).toBe(',');
    expect(inferDecimal([money('1,234.56')])).toBe('.');
  });

  it('takes a lone separator before other than three digits for the decimal one', () => {
    expect(inferDecimal([money('12,5'), money('3')])).toBe(',');
    expect(inferDecimal([money('12.5')])).toBe('.');
  });

  it('takes a separator before three digits of a count for the thousands', () => {
    expect(inferDecimal([count('1.234')])).toBe(',');
    expect(inferDecimal([count('1,234')])).toBe('.');
    expect(inferDecimal([money('1.234')])).toBe('.');
    expect(inferDecimal([money('1.234.567')])).toBe(',');
  });

  it('is not misled by one damaged cell', () => {
    expect(inferDecimal([money('1.50'), money('2.25'), money('3,75')])).toBe('.');
  });

  it('falls back to the point', () => {
    expect(inferDecimal([])).toBe('.');
    expect(inferDecimal([money('#N/A'), money('12')])).toBe('.');
  });
});

describe('parseNumber', () => {
  const point = { decimal: '.', thousands: true, scale: 1 } as const;
  const comma = { decimal: ',', thousands: true, scale: 1 } as const;
  const cases: [string, typeof point | typeof comma, number | null | undefined][] = [
    ['1,234.56', point, 1234.56],
    ['$1,234', point, 1234],
    ['US$ 12.50', point, 12.5],
    ["CHF 12'345.65", point, 12345.65],
    ['₹1,23,456.50', point, 123456.5],
    ['1.234,56 €', comma, 1234.56],
    ['1\u202f234,50 kr', comma, 1234.5],
    ['-0,75', comma, -0.75],
    ['', point, null],
    ['#N/A', point, null],
    [' -- ', point, null],
    ['1,5', point, undefined],
    ['.', point, undefined],
    ['12abc', point, undefined],
    ['1.2.3', point, undefined],
  ];
  for (const [cell, style, expected] of cases) {
    it(`reads "${cell}" with ${style.decimal} as ${expected}`, () => {
      expect(parseNumber(cell, style)).toBe(expected);
    });
  }

  it('reads back what was written with either separator', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.boolean(), (cents, isComma) => {
        const text = (cents / 100).toLocaleString(isComma ? 'de-DE' : 'en-US', { minimumFractionDigits: 2 });
        expect(parseNumber(text, isComma ? comma : point)).toBe(cents / 100);
      }),
    );
  });
});

describe('bareNumber and isPlain', () => {
  it('strip what stands around a number, and nothing of it', () => {
    expect(bareNumber(' EUR 1.234,5 ')).toBe('1.234,5');
    expect(bareNumber('n/a')).toBeNull();
  });

  it('know what an engine reads as it stands', () => {
    expect(isPlain(['1', '-2.5', '', '#N/A'], '.')).toBe(true);
    expect(isPlain(['1,5'], ',')).toBe(true);
    for (const cell of ['1,000', '$1', '1 ', '50%']) expect(isPlain([cell], '.')).toBe(false);
  });
});
