import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ExposedObjects, exposedObjects } from '../../../adapters/local/exposed-objects.ts';

let folder: string;
let exposed: ExposedObjects;
let rowsOf: (sql: string) => Promise<unknown[]>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exposed-'));
  const instance = await DuckDBInstance.create(join(folder, 'ads.duckdb'));
  const connection = await instance.connect();
  exposed = await exposedObjects(connection, await instance.connect());
  await exposed.clear();
  rowsOf = async (sql) => (await connection.runAndReadAll(sql)).getRowsJson();
});

async function object(name: string, ...clicks: number[]): Promise<string> {
  const path = join(folder, `it's ${name}.ndjson.gz`);
  const lines = clicks.map((each) => JSON.stringify({ pivot: 'CREATIVE', entity: 'e', clicks: each, element: '{}' }));
  await writeFile(path, gzipSync(lines.join('\n')));
  return path;
}

const clicks = async () => (await rowsOf('select clicks from raw_analytics order by clicks')).flat();
const tables = async () =>
  (await rowsOf("select table_name from duckdb_tables() where database_name = 'exposed'")).flat();

describe('exposed objects', () => {
  it('are exactly those that were asked for last', async () => {
    const [one, two, three] = [await object('one', 1, 2), await object('two', 3), await object('three', 4)];
    await exposed.expose('raw_analytics', [one, two]);
    expect(await clicks()).toEqual(['1', '2', '3']);
    await exposed.expose('raw_analytics', [three]);
    expect(await clicks()).toEqual(['4']);
    await exposed.expose('raw_analytics', []);
    expect(await clicks()).toEqual([]);
  });

  it('are the announced ones only when they are asked for', async () => {
    const [one, two] = [await object('one', 1), await object('two', 2)];
    await exposed.expose('raw_analytics', [one]);
    exposed.prepare('raw_analytics', [two]);
    await exposed.settled();
    expect(await clicks()).toEqual(['1']);
    await exposed.expose('raw_analytics', [two]);
    expect(await clicks()).toEqual(['2']);
  });

  it('need not be those that were announced', async () => {
    const [one, two, three] = [await object('one', 1), await object('two', 2), await object('three', 3)];
    await exposed.expose('raw_analytics', [one]);
    exposed.prepare('raw_analytics', [two]);
    await exposed.expose('raw_analytics', [three]);
    expect([await clicks(), await tables()]).toEqual([['3'], ['raw_analytics_3']]);
  });

  it('can be read inside a transaction while the next are unpacked', async () => {
    const [one, two] = [await object('one', 1), await object('two', 2)];
    await exposed.expose('raw_analytics', [one]);
    await rowsOf('begin transaction');
    exposed.prepare('raw_analytics', [two]);
    await rowsOf('create table kept as select clicks from raw_analytics');
    await exposed.settled();
    expect(await clicks()).toEqual(['1']);
    await rowsOf('commit');
    expect((await rowsOf('from kept')).flat()).toEqual(['1']);
  });

  it('leave nothing behind', async () => {
    for (const name of ['one', 'two', 'three', 'four']) await exposed.expose('raw_analytics', [await object(name, 1)]);
    expect(await tables()).toEqual(['raw_analytics_4']);
    await exposed.clear();
    expect(await tables()).toEqual([]);
  });

  it('fail when they are asked for, not when they are announced, and can be read once they are whole', async () => {
    const one = await object('one', 1);
    const broken = await object('broken', 2);
    await writeFile(broken, 'no gzip');
    await exposed.expose('raw_analytics', [one]);
    exposed.prepare('raw_analytics', [broken]);
    await exposed.settled();
    await expect(exposed.expose('raw_analytics', [broken])).rejects.toThrow(/GZIP/i);
    await object('broken', 3);
    await exposed.expose('raw_analytics', [broken]);
    expect(await clicks()).toEqual(['3']);
  });
});
