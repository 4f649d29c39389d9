import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { mergeAsInsert } from '../../../adapters/local/merge-as-insert.ts';
import { loadSqlFiles, projectRoot } from '../../../cli/runtime.ts';
import { renderSql, withoutComments } from '../../../core/sql/sql-models.ts';

const athena = loadSqlFiles(join(projectRoot, 'athena'));
const parameters = {
  run_id: 'r',
  from_day: '2026-03-01',
  to_day: '2026-03-31',
  now: new Date('2026-04-01'),
  object_ids: 'o',
  dt: '2026-04-01',
  lines: 'l',
};

const merge = (
  days: string,
  whenMatched = 'when matched then update set clicks = seen.clicks\n',
) => `merge into fact as target
using (
  select 'a' as creative, date '2026-03-02' as stat_date, 7 as clicks
  union all
  select 'b' as creative, date '2026-03-03' as stat_date, (8) as clicks
) as seen
on target.creative = seen.creative
  and target.stat_date = seen.stat_date
  ${days}
${whenMatched}when not matched then insert (creative, stat_date, clicks) values (seen.creative, seen.stat_date, 1 * (seen.clicks))`;
const march = "and target.stat_date between cast('2026-03-01' as date) and cast('2026-03-31' as date)";

async function tableWith(rows: string) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`create table fact as select * from (values ${rows}) as row(creative, stat_date, clicks)`);
  const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  return { rowsOf, facts: () => rowsOf('select creative, stat_date, clicks from fact order by all') };
}

describe('a merge of named days', () => {
  it('inserts what the merge would, where the target holds none of them', async () => {
    const form = mergeAsInsert(merge(march));
    const [one, other] = [
      await tableWith("('a', date '2026-02-28', 1)"),
      await tableWith("('a', date '2026-02-28', 1)"),
    ];
    expect(await one.rowsOf(form!.mayMatch)).toEqual([]);
    await one.rowsOf(form!.insert);
    await other.rowsOf(merge(march));
    expect(await one.facts()).toEqual([
      ['a', '2026-02-28', 1],
      ['a', '2026-03-02', 7],
      ['b', '2026-03-03', 8],
    ]);
    expect(await one.facts()).toEqual(await other.facts());
  });

  it('says where the target holds one of them, so that it is merged', async () => {
    const table = await tableWith("('z', date '2026-03-31', 1)");
    expect(await table.rowsOf(mergeAsInsert(merge(march))!.mayMatch)).toEqual([[1]]);
  });

  it('may have nothing for what is matched', () => {
    expect(mergeAsInsert(merge(march, ''))?.insert).toBe(mergeAsInsert(merge(march))?.insert);
  });
});

describe('a merge that may match any day', () => {
  it.each([
    ['names none', merge('')],
    ['names them beside something else', merge(`${march} or target.clicks = 0`)],
    ['names those of what is read only', merge(march.replace('target.', 'seen.'))],
  ])('stays one: it %s', (_, statement) => {
    expect(mergeAsInsert(statement)).toBeUndefined();
  });

  it('stays one, as every statement that is no merge', () => {
    expect(mergeAsInsert('select 1')).toBeUndefined();
  });
});

describe('of athena/', () => {
  it('the merges of facts and totals name their days, and no other does', () => {
    const merges = [...athena].filter(([, text]) => withoutComments(text).trim().startsWith('merge into'));
    const named = merges.filter(([file, text]) => mergeAsInsert(renderSql(file, text, parameters)) !== undefined);
    expect(named.map(([file]) => file)).toEqual([
      'merges/account_observation',
      'merges/account_reconciliation',
      'merges/creative_daily',
      'merges/creative_daily_first',
      'merges/reconciliation_gap',
      'merges/superseded_observation',
    ]);
  });
});
