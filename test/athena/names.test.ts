import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSqlFiles } from '../../cli/runtime.ts';
import { rawAnalyticsColumns, rawEntityColumns, rawImportRowColumns } from '../../core/contracts/raw-rows.ts';
import { renderSql, viewsInOrder } from '../../core/sql/sql-models.ts';

const folder = new URL('../../athena/', import.meta.url);

const rawColumns = {
  raw_import_rows: rawImportRowColumns,
  raw_analytics: rawAnalyticsColumns,
  raw_entities: rawEntityColumns,
};

let connection: DuckDBConnection;

beforeEach(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const file of await readdir(new URL('tables/', folder))) await connection.run(await sql(`tables/${file}`));
  for (const [relation, columns] of Object.entries(rawColumns))
    await connection.run(
      `create table ${relation} (${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`,
    );
  for (const { name, select } of viewsInOrder(loadSqlFiles(fileURLToPath(folder))))
    await connection.run(`create view ${name} as ${select}`);
});

afterEach(() => connection.closeSync());

describe('the name in force', () => {
  it('is the newest one that a file gives, whether or not newer days have one', async () => {
    await importing('run-1', [
      { date: '2026-03-01', name: 'old' },
      { date: '2026-03-02', name: 'new' },
      { date: '2026-03-03', name: null },
    ]);
    expect(await inForce()).toEqual([{ campaign_id: 'one', name: 'new' }]);
  });

  it('is one for a creative that moved within a file, with the campaign of its newest day', async () => {
    const moved = [
      { date: '2026-03-01', name: 'a', campaign: 'two' },
      { date: '2026-03-02', name: 'a', campaign: 'one' },
    ];
    await importing('run-1', moved);
    expect(await inForce()).toEqual([{ campaign_id: 'one', name: 'a' }]);
    await importing('run-2', moved);
    expect(await inForce()).toEqual([{ campaign_id: 'one', name: 'a' }]);
    expect(await rows('select count(*) as versions from creative')).toEqual([{ versions: '1' }]);
  });

  it('stays when a later file gives none', async () => {
    await importing('run-1', [{ date: '2026-03-01', name: 'a' }]);
    await importing('run-2', [{ date: '2026-03-02', name: null }]);
    expect(await inForce()).toEqual([{ campaign_id: 'one', name: 'a' }]);
  });
});

interface Day {
  date: string;
  name: string | null;
  campaign?: string;
}

async function importing(runId: string, days: readonly Day[]) {
  await connection.run('delete from raw_import_rows');
  for (const { date, name, campaign = 'one' } of days)
    await connection.run(`insert into raw_import_rows (platform, account_id, campaign_id, campaign_name, creative_id,
      creative_name, stat_date, run_id, observed_at) values ('meta', 'account', '${campaign}', 'campaign', 'a',
      ${name === null ? 'null' : `'${name}'`}, date '${date}', '${runId}', timestamp '2026-03-1${runId.at(-1)}')`);
  for (const file of ['merges/campaign', 'merges/creative'])
    await connection.run(renderSql(file, await sql(`${file}.sql`), { run_id: runId }));
}

const inForce = () => rows('select campaign_id, name from creative where valid_to is null');

const rows = async (query: string) => (await connection.runAndReadAll(query)).getRowObjectsJson();

const sql = (file: string): Promise<string> => readFile(new URL(file, folder), 'utf8');
