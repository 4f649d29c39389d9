import { describe, expect, it } from 'vitest';
import { formatExact, formatFigure, formatMoney, formatRatio } from '../../../cli/lines/wording.ts';

describe('the figures of a report', () => {
  it('are grouped, with two digits behind the point at most', () => {
    expect([formatFigure(0), formatFigure(1234567), formatFigure(0.126)]).toEqual(['0', '1,234,567', '0.13']);
  });

  it('are "no data" where nothing was measured, and never zero', () => {
    expect([formatFigure(null), formatExact(null), formatMoney(null, 'EUR')]).toEqual([
      'no data',
      'no data',
      'no data',
    ]);
    expect([formatRatio(null, 10), formatRatio(1, null), formatRatio(0, 0)]).toEqual(['no data', 'no data', 'no data']);
  });

  it('keep all digits of an exact decimal', () => {
    expect(formatExact('-12345678901234567890.123456789')).toBe('-12,345,678,901,234,567,890.123456789');
    expect([formatExact('1210.5'), formatExact('0')]).toEqual(['1,210.5', '0']);
  });

  it('are money with the digits that the currency has', () => {
    expect(formatMoney(12345.6, 'EUR')).toBe('12,345.60 EUR');
    expect(formatMoney(12345.6, 'JPY')).toBe('12,346 JPY');
    expect(formatMoney(12345.6, null)).toBe('12,345.60');
  });

  it('are percent without a space', () => {
    expect([formatRatio(49, 10_000), formatRatio(1, 1), formatRatio(2, 1)]).toEqual(['0.49%', '100.00%', '200.00%']);
  });
});
