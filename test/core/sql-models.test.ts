import { describe, expect, it } from 'vitest';
import { renderSql, setupStatements, viewsInOrder } from '../../core/sql-models.ts';

describe('SQL models', () => {
  it('puts typed literals in the places of parameters', () => {
    const text = "-- grain: :none\nselect :text, :number, :flag, :none, :at, ':text', a::date";
    expect(
      renderSql('x', text, {
        text: "o'b",
        number: 1.5,
        flag: true,
        none: null,
        at: new Date('2026-01-02T03:04:05.678Z'),
      }),
    ).toBe("\nselect 'o''b', 1.5, true, null, timestamp '2026-01-02 03:04:05.678', ':text', a::date");
  });

  it('refuses numbers that no engine knows, and names that are missing', () => {
    expect(() => renderSql('marts/x', 'select :n', { n: Number.NaN })).toThrow('marts/x.sql: :n is NaN');
    expect(() => renderSql('marts/x', 'select :n')).toThrow('marts/x.sql needs :n');
  });

  it('orders views after what they read, and leaves statements and tables out', () => {
    const files = new Map([
      ['intermediate/a', 'select * from b'],
      ['intermediate/b', 'select * from c join table_t on true'],
      ['intermediate/table_t', 'merge into table_t as target using a on true when not matched then insert values (1)'],
      ['staging/c', 'select 1 -- from a'],
      ['setup/table_t', 'create table if not exists table_t (a int)'],
    ]);
    expect(viewsInOrder(files).map(({ name }) => name)).toEqual(['c', 'b', 'a']);
    expect(setupStatements(files)).toHaveLength(1);
  });

  it('names a view that reads itself', () => {
    const files = new Map([
      ['staging/a', 'select * from b'],
      ['staging/b', 'select * from a'],
    ]);
    expect(() => viewsInOrder(files)).toThrow('a reads itself');
  });
});
