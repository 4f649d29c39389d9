import { describe, expect, it } from 'vitest';
import { findDateStyle } from '../../../../core/collect/imports/date-style.ts';

const style = (name: string, hasYear = true) => ({ kind: 'style', style: name, hasYear });

describe('findDateStyle', () => {
  const cases: [string, string[], object][] = [
    ['ISO days', ['2024-01-31'], style('iso')],
    ['ISO instants', ['2024-01-31T00:00:00Z', '2024-02-01 10:00'], style('iso')],
    ['years first', ['2024/1/31', '2024.02.01'], style('ymd')],
    ['days first', ['1.02.2024', '31.01.2024'], style('dmy')],
    ['months first, two digits of the year', ['01-02-19', '1/13/2019'], style('mdy')],
    ['month names', ['Jan 31, 2024'], style('month-name')],
    ['month names with a short year', ['31-Jan-24'], style('month-name')],
    ['month names without a year', ['April 30'], style('month-name', false)],
    ['what fits two orders', ['01/02/2024', '03/03/2024'], { kind: 'ambiguous', example: '01/02/2024' }],
    ['what is the same day in both orders', ['02/02/2024'], { ...style('mdy'), bothOrders: '02/02/2024' }],
    ['no dates', ['yes', '12'], { kind: 'unreadable', example: 'yes' }],
    ['blanks', ['', ' '], { kind: 'unreadable', example: '' }],
    ['a few bad cells among good ones', ['2024-01-31', '2024-02-01', 'oops'], style('iso')],
  ];
  for (const [title, cells, expected] of cases) {
    it(`recognises ${title}`, () => {
      expect(findDateStyle(cells)).toEqual(expected);
    });
  }
});
