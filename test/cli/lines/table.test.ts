import { describe, expect, it } from 'vitest';
import { tableLines } from '../../../cli/lines/table.ts';

const text = (name: string) => ({ name, type: 'VARCHAR' });

describe('a table', () => {
  it('sets texts to the left and numbers to the right, decimals with their points below one another', () => {
    const columns = [text('name'), { name: 'clicks', type: 'BIGINT' }, { name: 'spend', type: 'DECIMAL(38,9)' }];
    const rows = [
      ['Grün', '12', '5.000000000'],
      ['b', null, '-1234.250000000'],
    ];
    expect(tableLines(columns, rows)).toEqual([
      'name  clicks     spend',
      '----  ------  --------',
      'Grün      12      5.00',
      'b       null  -1234.25',
    ]);
  });

  it('leaves zeros out that no value of a column needs', () => {
    expect(tableLines([{ name: 'd', type: 'DECIMAL(18,9)' }], [['10.000000000'], ['0.000000000']])).toEqual([
      ' d',
      '--',
      '10',
      ' 0',
    ]);
  });

  it('has a header where there are no rows', () => {
    expect(tableLines([text('name')], [])).toEqual(['name', '----']);
  });

  it('shows what would move the cursor, turn the writing or break the line, instead of doing it', () => {
    const rows = [['a\u001b[2Jb\nc\td\u202ee\u0007']];
    expect(tableLines([text('x')], rows).at(-1)).toBe('a\\u001b[2Jb\\nc\\td\\u202ee\\u0007');
  });

  it('cuts long texts, but not those that are to stay whole', () => {
    const long = 'x'.repeat(100);
    expect(tableLines([text('x')], [[long]]).at(-1)).toBe(`${'x'.repeat(59)}…`);
    expect(tableLines([{ ...text('x'), whole: true }], [[long]]).at(-1)).toBe(long);
  });

  it('writes a line per value where rows are wider than the terminal', () => {
    const columns = [text('name'), { name: 'spend', type: 'DECIMAL(18,9)' }];
    const rows = [
      ['first', '1.500000000'],
      [{ a: [1] }, null],
    ];
    expect(tableLines(columns, rows, 13)).toEqual([
      'row 1',
      '  name   first',
      '  spend  1.5',
      'row 2',
      '  name   {"a":[1]}',
      '  spend  null',
    ]);
  });
});
