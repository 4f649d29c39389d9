import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv, toCsv } from '../../../../core/learn/training/csv-text.ts';

describe('CSV', () => {
  it('quotes only what needs it, keeps all digits of numbers, and leaves out what is not known', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          ['x,"y"', 0.1 + 0.2],
          [null, 'plain'],
        ],
      ),
    ).toBe('a,b\n"x,""y""",0.30000000000000004\n,plain\n');
  });

  it('comes back as it was written', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('', 'a"b', 'a,b', 'a\nb', 'a\r\nb', '"'));
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(table, ([header, ...rows]) => {
        expect(parseCsv('any.csv', toCsv(header!, rows))).toEqual({ header, rows });
      }),
    );
  });

  it('names the record that has another number of cells', () => {
    expect(() => parseCsv('test.csv', 'a,b\n1,2\n3\n')).toThrow(
      'test.csv cannot be read: record 3 has 1 cells, the header 2',
    );
  });

  it('reads lines that end as on Windows, and a last one without an end', () => {
    expect(parseCsv('test.csv', 'a,b\r\n1,2\r\n3,"4"')).toEqual({
      header: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    });
  });
});
