import { describe, expect, it } from 'vitest';
import { tableColumns } from '../../../core/sql/sql-models.ts';

describe('the columns of a table', () => {
  it('are read from the file that creates it, one a line', () => {
    const text =
      '-- grain: one row per id\ncreate table if not exists note (\n  id int,\n  amount decimal(18, 9),\n  body string\n)\n';
    expect(tableColumns(new Map([['tables/note', text]]))).toEqual([
      { table: 'note', column: 'id', type: 'int' },
      { table: 'note', column: 'amount', type: 'decimal(18, 9)' },
      { table: 'note', column: 'body', type: 'string' },
    ]);
  });
});
