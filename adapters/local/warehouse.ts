import { mkdir } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type RawColumn, rawAnalyticsColumns, rawEntityColumns, rawImportRowColumns } from '../../core/contracts.ts';
import { WarehouseError } from '../../core/errors.ts';
import { type RawRelation, rawRelations, type SqlParameters, type Warehouse } from '../../core/ports.ts';
import { renderSql, type SqlFiles, setupStatements, tableColumns, viewsInOrder } from '../../core/sql-models.ts';
import { memoryLimit, openWhenFree } from './database-file.ts';

/** Three quarters of the machine's memory, for what does not fit into the limit. */
const lastResortMemory = `${Math.floor((0.75 * totalmem()) / 2 ** 20)}MiB`;

export interface LocalWarehouseOptions {
  /** The DuckDB file; made when missing. */
  file: string;
  sqlFiles: SqlFiles;
  /** Where an object lies on disk. */
  pathOf(key: string): string;
  spillFolder: string;
  /** The engine's own default when absent. Many small merges are a third faster with 1; large imports want all cores. */
  threads?: number;
  /** How long a busy file is waited for before its holder is named. */
  busyWaitSeconds?: number;
  /** Opens a file that is there, and nothing can change it: `setUp` and `run` fail. */
  readOnly?: boolean;
}

/**
 * DuckDB on one file. DuckDB lets one process in at a time, so the file is opened on first use and let go by `close()`, which
 * every step calls at its end.
 */
export function localWarehouse(options: LocalWarehouseOptions): Warehouse {
  let open: Promise<OpenDatabase> | undefined;
  const database = () => {
    open ??= openDatabase(options);
    return open;
  };
  const sql = (file: string, parameters?: SqlParameters) => {
    const text = options.sqlFiles.get(file);
    if (text === undefined) throw new WarehouseError(`There is no athena/${file}.sql`, 'Check the name.');
    return renderSql(file, text, parameters);
  };

  return {
    async setUp() {
      const { connection, exposed } = await database();
      for (const statement of setupStatements(options.sqlFiles)) await connection.run(renderSql('setup', statement));
      await addMissingColumns(connection, options.sqlFiles);
      exposed.clear();
      for (const relation of rawRelations) await exposeObjects(connection, relation, []);
      for (const { name, select } of viewsInOrder(options.sqlFiles)) {
        await connection.run(`create or replace view ${name} as ${renderSql(name, select)}`);
      }
    },

    async expose(relation, objectKeys) {
      const { connection, exposed } = await database();
      const paths = objectKeys.map(options.pathOf);
      if (exposed.get(relation) === paths.join('\n')) return;
      exposed.delete(relation);
      await exposeObjects(connection, relation, paths);
      exposed.set(relation, paths.join('\n'));
    },

    async run(files, parameters) {
      const { connection } = await database();
      const statements = files.map((file) => ({ file, text: sql(file, parameters) }));
      try {
        await inTransaction(connection, statements);
      } catch (error) {
        if (!ranOutOfMemory(error)) throw error;
        // Only a restatement of millions of rows at once comes here: updates cannot be spilled to disk.
        await connection.run(`set memory_limit = '${lastResortMemory}'`);
        await inTransaction(connection, statements);
        await connection.run(`set memory_limit = '${memoryLimit}'`);
      }
    },

    async rows(file, parameters) {
      const { connection } = await database();
      return execute(connection, file, sql(file, parameters));
    },

    async maintain() {
      const { connection } = await database();
      await connection.run('checkpoint');
    },

    async close() {
      const closing = open;
      open = undefined;
      const { connection, instance } = (await closing?.catch(() => undefined)) ?? {};
      connection?.closeSync();
      instance?.closeSync();
    },
  };
}

interface OpenDatabase {
  instance: DuckDBInstance;
  connection: DuckDBConnection;
  /** Paths by relation, so that what is exposed already is not exposed again. */
  exposed: Map<RawRelation, string>;
}

async function openDatabase({
  file,
  spillFolder,
  busyWaitSeconds,
  threads,
  readOnly = false,
}: LocalWarehouseOptions): Promise<OpenDatabase> {
  // The engine makes the last folder of its spill path, but not those above it.
  if (!readOnly) for (const folder of [dirname(file), spillFolder]) await mkdir(folder, { recursive: true });
  const settings = {
    memory_limit: memoryLimit,
    temp_directory: join(spillFolder, basename(file)),
    // Newer storage packs text a third faster; only this program's own DuckDB reads the file.
    storage_compatibility_version: 'latest',
    // Merges and sums need no order, and without it large ones stay inside the memory limit.
    preserve_insertion_order: 'false',
    ...(threads !== undefined && { threads: String(threads) }),
    ...(readOnly && { access_mode: 'READ_ONLY' }),
  };
  const instance = await openWhenFree(file, settings, busyWaitSeconds);
  return { instance, connection: await instance.connect(), exposed: new Map() };
}

/** All of it or none. */
async function inTransaction(
  connection: DuckDBConnection,
  statements: readonly { file: string; text: string }[],
): Promise<void> {
  await connection.run('begin transaction');
  try {
    for (const { file, text } of statements) await execute(connection, file, text);
    await connection.run('commit');
  } catch (error) {
    await connection.run('rollback').catch(() => undefined);
    throw error;
  }
}

const ranOutOfMemory = (error: unknown): boolean => /out of memory/i.test((error as Error).message);

async function execute(connection: DuckDBConnection, file: string, text: string): Promise<Record<string, unknown>[]> {
  try {
    return (await connection.runAndReadAll(text)).getRowObjectsJson() as Record<string, unknown>[];
  } catch (error) {
    throw new WarehouseError(
      `athena/${file}.sql failed: ${(error as Error).message}`,
      'See the cause; nothing was changed.',
      {
        cause: error,
      },
    );
  }
}

interface RawSource {
  columns: readonly RawColumn[];
  /** A view reads its files again in every statement; packed text is better unpacked once. */
  as: 'view' | 'temp table';
  read(files: string): string;
}

/** The platform's own element stays in the objects: no statement reads it, and it is most of their bytes. */
const isRead = ({ name }: RawColumn): boolean => name !== 'element';

function packed(all: readonly RawColumn[]): RawSource {
  const columns = all.filter(isRead);
  const named = columns.map(({ name, type }) => `'${name}': '${type}'`).join(', ');
  const read = (files: string) =>
    `read_json([${files}], format = 'newline_delimited', compression = 'gzip', columns = {${named}})`;
  return { columns, as: 'temp table', read };
}

const rawSources: Record<RawRelation, RawSource> = {
  raw_import_rows: { columns: rawImportRowColumns, as: 'view', read: (files) => `read_parquet([${files}])` },
  raw_analytics: packed(rawAnalyticsColumns),
  raw_entities: packed(rawEntityColumns),
};

/** Exactly these files as a relation; without any, an empty one of the same columns. */
async function exposeObjects(
  connection: DuckDBConnection,
  relation: RawRelation,
  paths: readonly string[],
): Promise<void> {
  const { columns, as, read } = rawSources[relation];
  const files = paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ');
  const select = paths.length > 0 ? `select ${columnList(columns)} from ${read(files)}` : emptyRows(columns);
  await connection.run(`create or replace ${as} ${relation} as ${select}`);
}

/** Tables migrate forward: a column that a release added is added to what an older one made. */
async function addMissingColumns(connection: DuckDBConnection, sqlFiles: SqlFiles): Promise<void> {
  const found = await connection.runAndReadAll('select table_name, column_name from information_schema.columns');
  const known = new Set(found.getRowsJson().map(([table, column]) => `${table}.${column}`));
  for (const { table, column, type } of tableColumns(sqlFiles)) {
    if (!known.has(`${table}.${column}`)) await connection.run(`alter table ${table} add column ${column} ${type}`);
  }
}

const columnList = (columns: readonly RawColumn[]): string => columns.map(({ name }) => quoted(name)).join(', ');

/** `pivot` is a column of ours and a word of the engine's. */
const quoted = (name: string): string => `"${name}"`;

const emptyRows = (columns: readonly RawColumn[]): string =>
  `select ${columns.map(({ name, type }) => `cast(null as ${type}) as ${quoted(name)}`).join(', ')} where false`;
