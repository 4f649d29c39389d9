/** Runs Athena's statements on DuckDB. Only what is Athena's alone is translated: its DDL, its maintenance, its external tables. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ObjectStore } from '../../../core/ports/object-store.ts';
import { type ExternalTable, externalTable } from '../external-table.ts';

export interface EngineResult {
  columns: { name: string; type: string }[];
  rows: (string | undefined)[][];
}

export interface Engine {
  /** Throws what the engine says; one statement at a time. */
  execute(statement: string): Promise<EngineResult>;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Where external tables find their objects. */
  objects: ObjectStore;
  /** The root of those objects, as statements name it. */
  location: string;
  database: string;
}

const nothing: EngineResult = { columns: [], rows: [] };

interface World extends EngineOptions {
  connection: DuckDBConnection;
  /** Copies of objects, each at its key. */
  folder: string;
  externals: Map<string, ExternalTable>;
  /** Keys that each external table's view was made of. */
  shown: Map<string, string>;
}

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const folder = await mkdtemp(join(tmpdir(), 'athena-'));
  const world: World = { ...options, connection, folder, externals: new Map(), shown: new Map() };
  await connection.run(`create schema ${options.database}; use ${options.database}`);
  let last: Promise<unknown> = Promise.resolve();
  return {
    execute(statement) {
      const result = last.then(() => execute(world, statement.trim()));
      last = result.catch(() => undefined);
      return result;
    },
    async close() {
      await last;
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function execute(world: World, statement: string): Promise<EngineResult> {
  const { connection, externals } = world;
  if (/^create external table\b/.test(statement)) return createExternal(world, externalTable(statement));
  const table =
    /^create table if not exists (\w+) (\(.*?\n\))\n(?:partitioned by \([^\n]*\)\n)?location '(.*?)'\n(.*)$/s.exec(
      statement,
    );
  if (/^create table\b/.test(statement)) return createIceberg(world, table);
  const added = /^alter table (\w+) add columns \((.*)\)$/s.exec(statement);
  const [, altered, column] = added ?? [];
  const maintained = /^(?:optimize (\S+) rewrite data using bin_pack|vacuum (\S+))$/.exec(statement);
  const maintainedTable = maintained?.[1] ?? maintained?.[2];
  if (altered) return addColumn(world, altered, column ?? '');
  if (maintainedTable) await connection.run(`select 1 from ${maintainedTable} limit 0`);
  if (maintainedTable) return nothing;
  for (const [name, external] of externals) if (statement.includes(name)) await showObjects(world, external);
  return resultOf(connection, statement);
}

async function createExternal(world: World, table: ExternalTable): Promise<EngineResult> {
  const [, name = ''] = table.name.split('.');
  if (!world.externals.has(name)) {
    world.externals.set(name, table);
    await showObjects(world, table);
  }
  return nothing;
}

/** Iceberg's tables are DuckDB's own here. */
async function createIceberg(world: World, table: RegExpExecArray | null): Promise<EngineResult> {
  const [, name, columns, location, properties = ''] = table ?? [];
  if (location !== `${world.location}/warehouse/${name}/` || !properties.includes("'table_type' = 'ICEBERG'"))
    throw new Error('FAILED: not an Iceberg table in a folder of its own');
  await world.connection.run(`create table if not exists ${name} ${columns}`);
  return nothing;
}

async function addColumn(world: World, table: string, column: string): Promise<EngineResult> {
  const external = world.externals.get(table);
  if (!external) await world.connection.run(`alter table ${table} add column ${column}`);
  const [name = '', type = ''] = column.split(' ');
  external?.columns.push({ name, type });
  world.shown.delete(table);
  return nothing;
}

/** The external table as a view of what its folder holds now, with the key's partitions and the hidden column "$path". */
async function showObjects(world: World, table: ExternalTable): Promise<void> {
  const { objects, location, folder, connection, shown } = world;
  const keys: string[] = [];
  for await (const { key } of objects.list(table.location.slice(location.length + 1))) keys.push(key);
  if (shown.get(table.name) === keys.join('\n')) return;
  for (const key of keys) await fetchObject(world, key);
  const files = keys.map((key) => `'${join(folder, key).replaceAll("'", "''")}'`).join(', ');
  const columns = table.columns.map(({ name, type }) => `cast("${name}" as ${type}) as "${name}"`).join(', ');
  const partitions = table.partitions.map(
    ({ name }) => `regexp_extract(filename, '/${name}=([^/]+)/', 1) as "${name}"`,
  );
  const path = `'${location}/' || substr(filename, ${folder.length + 2}) as "$path"`;
  const empty = [...table.columns, ...table.partitions, { name: '$path', type: 'string' }]
    .map(({ name, type }) => `cast(null as ${type}) as "${name}"`)
    .join(', ');
  const select =
    keys.length === 0
      ? `select ${empty} where false`
      : `select ${columns}, ${partitions.join(', ')}, ${path} from ${reading(table, files)}`;
  await connection.run(`create or replace view ${table.name} as ${select}`);
  shown.set(table.name, keys.join('\n'));
}

function reading({ format, columns }: ExternalTable, files: string): string {
  if (format === 'parquet') return `read_parquet([${files}], filename = true)`;
  const types = columns.map(({ name, type }) => `'${name}': '${type}'`).join(', ');
  return `read_json([${files}], format = 'newline_delimited', compression = 'gzip', ignore_errors = true, filename = true, columns = {${types}})`;
}

async function fetchObject({ objects, folder, shown }: World, key: string): Promise<void> {
  if ([...shown.values()].some((keys) => keys.split('\n').includes(key))) return;
  const stored = await objects.get(key);
  if (!stored) throw new Error(`${key} was listed and is not there`);
  await mkdir(dirname(join(folder, key)), { recursive: true });
  await writeFile(join(folder, key), stored.body);
}

async function resultOf(connection: DuckDBConnection, statement: string): Promise<EngineResult> {
  const reader = await connection.runAndReadAll(statement);
  const types = reader.columnTypes().map((type) => athenaName(String(type)));
  const isSelect = /^(select|with)\b/i.test(statement);
  if (!isSelect) return nothing;
  return {
    columns: reader.columnNames().map((name, at) => ({ name, type: types[at] ?? '' })),
    rows: reader.getRowsJson().map((row) => row.map((value, at) => textOf(types[at] ?? '', value))),
  };
}

const athenaNames: Record<string, string> = { hugeint: 'bigint', integer: 'integer', '"null"': 'unknown' };

/** Athena's word for a type of DuckDB's. Its sums of whole numbers are bigint. */
function athenaName(type: string): string {
  const [name = ''] = type.toLowerCase().split('(');
  return athenaNames[name] ?? name;
}

/** Athena gives text, timestamps with three places, and nothing at all for null. */
function textOf(type: string, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (type !== 'timestamp') return String(value);
  const [whole = '', fraction = ''] = String(value).split('.');
  return `${whole}.${fraction.slice(0, 3).padEnd(3, '0')}`;
}
