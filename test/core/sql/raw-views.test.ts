import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSqlFiles, projectRoot } from '../../../cli/runtime.ts';
import { viewsOnRaw, withRawSelects } from '../../../core/sql/raw-views.ts';
import { renderSql, viewsInOrder } from '../../../core/sql/sql-models.ts';

const raw = { raw_analytics: 'select 1 as a', raw_entities: 'select 2 as e', raw_import_rows: 'select 3 as i' };
const views = [
  { name: 'stg_analytics', select: 'with source as (select * from raw_analytics) select * from source' },
  { name: 'facts_seen', select: 'select * from facts' },
  { name: 'seen', select: 'select * from stg_analytics join facts_seen on true' },
  { name: 'elsewhere', select: 'select * from other.raw_entities' },
];
const spelt = (statement: string) => withRawSelects(statement, views, raw).replaceAll(/\s+/g, ' ');

describe('raw relations, narrowed for one statement', () => {
  it('stand before a SELECT that reads them, with the views between', () => {
    expect(spelt('select * from seen order by a')).toBe(
      'with raw_analytics as ( select 1 as a ), stg_analytics as ( with source as (select * from raw_analytics) select * from source ), ' +
        'seen as ( select * from stg_analytics join facts_seen on true ) select * from seen order by a',
    );
  });

  it('stand before the first of a SELECT’s own parts', () => {
    expect(spelt('with\n\nfinal as (select * from raw_entities)\n\nselect * from final')).toBe(
      'with raw_entities as ( select 2 as e ), final as (select * from raw_entities) select * from final',
    );
  });

  it('stand inside the source of a MERGE', () => {
    expect(
      spelt(
        'merge into t as target\nusing (\n  select * from raw_import_rows\n) as s on t.a = s.a when matched then update set a = 1',
      ),
    ).toBe(
      'merge into t as target using ( with raw_import_rows as ( select 3 as i ) select * from raw_import_rows ) as s on t.a = s.a when matched then update set a = 1',
    );
    expect(spelt('merge into t using (with x as (select * from raw_import_rows) select * from x) as s on true')).toBe(
      'merge into t using (with raw_import_rows as ( select 3 as i ), x as (select * from raw_import_rows) select * from x) as s on true',
    );
  });

  it('leave a statement alone that reads nothing raw', () => {
    const statement = 'select * from facts_seen join raw_analytics_count on true';
    expect(withRawSelects(statement, views, raw)).toBe(statement);
    expect(withRawSelects('select * from elsewhere', views, raw)).toBe('select * from elsewhere');
  });

  it('refuse a statement of another kind', () => {
    expect(() => withRawSelects('delete from t where a in (select a from raw_analytics)', views, raw)).toThrow(
      'raw relations are read by a statement that is neither a SELECT nor a MERGE: delete from t',
    );
  });
});

describe('in athena/', () => {
  const files = loadSqlFiles(join(projectRoot, 'athena'));
  const all = viewsInOrder(files);
  const onRaw = viewsOnRaw(all).map(({ name }) => name);

  it('views rest on raw relations as far as staging reaches', () => {
    expect(onRaw.filter((name) => name.startsWith('stg_'))).toEqual(
      all.map(({ name }) => name).filter((name) => name.startsWith('stg_')),
    );
    for (const name of ['changed_observation', 'missing_key', 'reconciled_day']) expect(onRaw).toContain(name);
    for (const name of ['daily_summary', 'creative_performance', 'account_maturity']) expect(onRaw).not.toContain(name);
  });

  it('no statement gives a part of its own the name of such a view', () => {
    const taken = [...files]
      .map(([path, text]) => [path, renderSql(path, text.replace(/:[a-z_]+/g, '0'))] as const)
      .flatMap(([path, text]) => [...text.matchAll(/(?:with|,)\s+(\w+) as \(/g)].map(([, name]) => [path, name]))
      .filter(([, name]) => onRaw.includes(String(name)) || String(name).startsWith('raw_'));
    expect(taken).toEqual([]);
  });
});
