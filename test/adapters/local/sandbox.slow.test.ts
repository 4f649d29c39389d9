import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askSandbox } from '../../../adapters/local/sandbox.ts';
import { dataProcessor } from '../../../core/stages/data-processor.ts';
import { placeOf } from '../../support/asking.ts';
import { holdDatabase } from '../../support/hold-database.ts';
import { openWorkshop, type Workshop } from '../../support/workshop.ts';

let shop: Workshop;

beforeAll(async () => {
  shop = await openWorkshop();
  await shop.storeImport([{ cost: '1234567.123456789', impressions: 9_007_199_254 }, { stat_date: '2026-03-03' }]);
  await dataProcessor({}, shop.deps);
  await shop.deps.warehouse.close();
});

afterAll(() => shop.close());

const ask = (sql: string, options: { limit?: number; timeoutSeconds?: number } = {}) =>
  askSandbox(placeOf(shop), sql, { limit: 100, timeoutSeconds: 30, ...options });

const hash = async () =>
  createHash('sha256')
    .update(await readFile(placeOf(shop).file))
    .digest('hex');

describe('the sandbox', () => {
  it('hands back exact decimals and whole numbers as text, days as YYYY-MM-DD, with their types', async () => {
    expect(await ask('select stat_date, impressions, cost, revision from creative_daily order by stat_date')).toEqual({
      columns: [
        { name: 'stat_date', type: 'DATE' },
        { name: 'impressions', type: 'BIGINT' },
        { name: 'cost', type: 'DECIMAL(18,9)' },
        { name: 'revision', type: 'INTEGER' },
      ],
      rows: [
        ['2026-03-02', '9007199254', '1234567.123456789', 1],
        ['2026-03-03', '1000', '10.000000000', 1],
      ],
      truncated: false,
    });
  });

  it.each([
    'from ad_report',
    '-- why\nselect 1;',
    '/* two */ with a as (select 1 as b) select * from a',
    'values (1), (2)',
    'describe ad_report',
    'show tables',
    'summarize creative_daily',
    'explain select * from ad_report',
    'explain analyze select count(*) from ad_report',
    'explain (format json) select 1',
    'select * from range(3)',
    'select column_name from information_schema.columns',
    'with stg_analytics as (select 1 as one) select * from stg_analytics',
  ])('takes %s', async (sql) => {
    expect((await ask(sql)).rows.length).toBeGreaterThan(0);
  });

  it('says when it cut the rows, and only then', async () => {
    const cut = await ask('select * from range(5000) as t(i) order by i', { limit: 3 });
    expect([cut.rows, cut.truncated]).toEqual([[['0'], ['1'], ['2']], true]);
    expect((await ask('select * from range(3)', { limit: 3 })).truncated).toBe(false);
    expect((await ask('select * from range(3000)', { limit: 2999 })).truncated).toBe(true);
    expect((await ask('select * from range(3000)', { limit: 3000 })).truncated).toBe(false);
  });

  const onlyReads =
    'Only SELECT, DESCRIBE, SHOW, SUMMARIZE and EXPLAIN of a SELECT are allowed here: the warehouse is read, never changed';
  const statements = [
    'insert into creative_daily select * from creative_daily',
    'with a as (select 1) insert into account_coverage select null, null, null from a',
    'update creative_daily set clicks = 1',
    'delete from creative_daily',
    'merge into account using (select 1 as a) as b on false when not matched then insert (name) values (null)',
    'create table stolen as select 1 as a',
    'create temp table stolen as select 1 as a',
    'create macro m() as 1',
    'drop table creative_daily',
    'alter table creative_daily add column x int',
    "attach 'other.duckdb'",
    "attach ':memory:' as other",
    "copy creative_daily to 'stolen.csv'",
    "explain analyze copy (select 1) to 'stolen.csv'",
    'explain analyze delete from creative_daily',
    "export database 'stolen'",
    'install httpfs',
    'load httpfs',
    "set memory_limit = '100GB'",
    'reset lock_configuration',
    'set variable a = 1',
    'pragma enable_profiling',
    "pragma memory_limit = '100GB'",
    'call enable_logging()',
    'checkpoint',
    'vacuum',
    'begin',
    'prepare a as select 1',
    'create secret s (type http)',
    'select 1; drop table creative_daily',
    'use temp',
  ];

  it.each(statements)('refuses: %s', async (sql) => {
    const before = await hash();
    await expect(ask(sql)).rejects.toThrow(onlyReads);
    expect(await hash()).toBe(before);
    for (const name of ['stolen', 'stolen.csv', 'other.duckdb']) expect(existsSync(name)).toBe(false);
  });

  it.each([
    'read_csv',
    'read_text',
    'read_blob',
    'read_json',
    'read_parquet',
    'glob',
    'sniff_csv',
    'parquet_metadata',
    'query',
    'query_table',
    'enable_logging',
    'enable_profiling',
    'checkpoint',
    'duckdb_secrets',
  ])('refuses %s(…) after FROM, however deep', async (name) => {
    await expect(ask(`select * from ${name}('/etc/passwd')`)).rejects.toThrow(`${name}(…) is not allowed here`);
    await expect(
      ask(`with a as (select (select count(*) from (select 1 from ${name.toUpperCase()}('/etc/passwd'))) as b) from a`),
    ).rejects.toThrow(`${name}(…) is not allowed here`);
  });

  it('reads no file under its bare name, and nothing from a network', async () => {
    const secret = join(shop.folder, 'secret.csv');
    await writeFile(secret, 'a,b\n1,2\n');
    await expect(ask(`from '${secret}'`)).rejects.toThrow(/does not exist|file system operations are disabled/);
    await expect(ask("from 'https://127.0.0.1/x.parquet'")).rejects.toThrow('file system operations are disabled');
  });

  it('says why raw objects and what reads them cannot be asked', async () => {
    for (const name of [
      'raw_analytics',
      'main.raw_import_rows',
      'stg_campaigns',
      'changed_observation',
      'observed_value',
    ])
      await expect(ask(`select count(*) from ${name}`)).rejects.toThrow(
        `${name.replace('main.', '')} cannot be queried: it reads raw objects, which are readable only while a run is merged`,
      );
    await expect(ask('select (select max(a.name) from stg_creatives as a)')).rejects.toThrow('stg_creatives cannot be');
  });

  it('shows the engine’s own words for a mistake, and which relations there are', async () => {
    await expect(ask('selec 1')).rejects.toMatchObject({
      name: 'WarehouseError',
      message: 'Parser Error: syntax error at or near "selec"\n\nLINE 1: selec 1\n        ^',
      remedy: expect.stringMatching(
        /^The relations are account, account_coverage, .*ad_report, .*creative_observation, [a-z_, ]+\. "describe/,
      ),
    });
    await expect(ask('select clikcs from ad_report')).rejects.toThrow(/"clikcs" not found[\s\S]*"clicks"/);
    await expect(ask('select * from nothing')).rejects.toThrow('Table with name nothing does not exist!');
    await expect(ask(' -- nothing\n')).rejects.toThrow('There is no statement');
    await expect(ask('select 1; select 2')).rejects.toThrow('There are 2 statements');
  });

  it('stops a query that takes too long, and lets go of the database', async () => {
    await expect(ask('select count(*) from range(100000000000000)', { timeoutSeconds: 1 })).rejects.toMatchObject({
      message: 'The query was stopped after 1 s',
      remedy: 'Select fewer days or columns, or allow more time with --timeout SECONDS.',
    });
    await shop.deps.warehouse.setUp();
    await shop.deps.warehouse.close();
  });

  it('stops a query that takes too much memory, counted by the engine or not', async () => {
    const remedy =
      'A query has 512MB of memory and 2GB of disk. Select fewer days or columns, or aggregate before joining.';
    await expect(ask('select list(i) from range(100000000) as t(i)')).rejects.toMatchObject({
      message: expect.stringMatching(/^Out of Memory Error: (?!.*SET threads)/s),
      remedy,
    });
    await expect(ask("select repeat('x', 1000000) from range(1500)")).rejects.toMatchObject({
      message: 'The query needs more memory than it may use',
      remedy,
    });
  });

  it('waits for a busy file, then names the process that holds it', async () => {
    const holder = await holdDatabase(placeOf(shop).file);
    try {
      await expect(ask('select 1')).rejects.toThrow(new RegExp(`is in use by process ${holder.pid} .*; waited 1 s`));
    } finally {
      await holder.release();
    }
  });

  it.each([
    ['an answer that was cut', 'select * from range(300000)', 3],
    ['a whole answer', 'select * from range(3)', 100],
    ['a refusal', 'drop table account', 100],
  ])('lets go of the file at once after %s', async (_, sql, limit) => {
    await ask(sql, { limit }).catch(() => undefined);
    const holder = await holdDatabase(placeOf(shop).file);
    await holder.release();
  });
});
