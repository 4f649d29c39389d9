import { mkdir } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBInstance, DuckDBResultReader } from '@duckdb/node-api';
import { WarehouseError } from '../../core/errors.ts';
import type { SqlParameters, Warehouse } from '../../core/ports/warehouse.ts';
import { mergeStatements } from '../../core/sql/merge-rows.ts';
import { renderSql, type SqlFiles, setupStatements, tableColumns, viewsInOrder } from '../../core/sql/sql-models.ts';
import { memoryLimit, openWhenFree } from './database-file.ts';
import { type ExposedObjects, exposedObjects } from './exposed-objects.ts';
import { mergeAsInsert } from './merge-as-insert.ts';

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
  /** Opens a file that is there, and nothing can change it: `setUp`, `run` and `write` fail. */
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
      const objects = await exposed();
      for (const statement of setupStatements(options.sqlFiles)) await connection.run(renderSql('setup', statement));
      await addMissingColumns(connection, options.sqlFiles);
      await objects.clear();
      for (const { name, select } of viewsInOrder(options.sqlFiles)) {
        await connection.run(`create or replace view ${name} as ${renderSql(name, select)}`);
      }
    },

    async expose(relation, objectKeys, next = []) {
      const objects = await (await database()).exposed();
      await objects.expose(relation, objectKeys.map(options.pathOf));
      objects.prepare(relation, next.map(options.pathOf));
    },

    async run(files, parameters) {
      const { connection, inTurn } = await database();
      const statements = files.map((file) => ({ file, text: sql(file, parameters) }));
      await inTurn(() => inTransaction(connection, statements));
    },

    async write(table, rows) {
      const { connection, inTurn } = await database();
      const texts = mergeStatements(options.sqlFiles, table, rows);
      await inTurn(() =>
        inTransaction(
          connection,
          texts.map((text) => ({ file: `tables/${table}`, text })),
        ),
      );
    },

    async rows(file, parameters) {
      const { connection, inTurn } = await database();
      const reader = await inTurn(() => execute(connection, file, sql(file, parameters)));
      // The engine is given the next question before this one's rows are made, so that neither waits for the other.
      await setImmediate();
      return reader.getRowObjectsJson() as Record<string, unknown>[];
    },

    async maintain() {
      const { connection } = await database();
      await connection.run('checkpoint');
    },

    async close() {
      const closing = open;
      open = undefined;
      const opened = await closing?.catch(() => undefined);
      await opened?.close();
    },
  };
}

interface OpenDatabase {
  connection: DuckDBConnection;
  /** Work on the connection, after what was asked before: it answers one question at a time, and a waiting one would hold a thread. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Raw objects as relations, with a connection of their own. */
  exposed(): Promise<ExposedObjects>;
  close(): Promise<void>;
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
  return opened(instance, await instance.connect());
}

function opened(instance: DuckDBInstance, connection: DuckDBConnection): OpenDatabase {
  let exposing: Promise<{ reading: DuckDBConnection; objects: ExposedObjects }> | undefined;
  const expose = async () => {
    const reading = await instance.connect();
    try {
      return { reading, objects: await exposedObjects(connection, reading) };
    } catch (error) {
      // A connection that is left keeps the file.
      reading.closeSync();
      throw error;
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    connection,
    inTurn(work) {
      const done = last.then(work);
      last = done.catch(() => undefined);
      return done;
    },
    async exposed() {
      exposing ??= expose();
      return (await exposing).objects;
    },
    async close() {
      const { reading, objects } = (await exposing?.catch(() => undefined)) ?? {};
      await Promise.all([last, objects?.settled()]);
      reading?.closeSync();
      connection.closeSync();
      instance.closeSync();
    },
  };
}

interface Statement {
  file: string;
  text: string;
}

/** All of it or none. */
async function inTransaction(connection: DuckDBConnection, statements: readonly Statement[]): Promise<void> {
  try {
    await tryInTransaction(connection, statements);
  } catch (error) {
    if (!ranOutOfMemory(error)) throw error;
    // Only a restatement of millions of rows at once comes here: updates cannot be spilled to disk.
    await connection.run(`set memory_limit = '${lastResortMemory}'`);
    await tryInTransaction(connection, statements);
    await connection.run(`set memory_limit = '${memoryLimit}'`);
  }
}

async function tryInTransaction(connection: DuckDBConnection, statements: readonly Statement[]): Promise<void> {
  await connection.run('begin transaction');
  try {
    for (const each of statements) await write(connection, each);
    await connection.run('commit');
  } catch (error) {
    await connection.run('rollback').catch(() => undefined);
    throw error;
  }
}

async function write(connection: DuckDBConnection, { file, text }: Statement): Promise<void> {
  const other = mergeAsInsert(text);
  const isInsert = other !== undefined && (await execute(connection, file, other.mayMatch)).currentRowCount === 0;
  await execute(connection, file, isInsert ? other.insert : text);
}

const ranOutOfMemory = (error: unknown): boolean => /out of memory/i.test((error as Error).message);

async function execute(connection: DuckDBConnection, file: string, text: string): Promise<DuckDBResultReader> {
  try {
    return await connection.runAndReadAll(text);
  } catch (error) {
    throw new WarehouseError(
      `athena/${file}.sql failed: ${(error as Error).message}`,
      'See the message. Nothing was changed.',
      {
        cause: error,
      },
    );
  }
}

/** Tables migrate forward: a column that a release added is added to what an older one made. */
async function addMissingColumns(connection: DuckDBConnection, sqlFiles: SqlFiles): Promise<void> {
  const found = await connection.runAndReadAll('select table_name, column_name from information_schema.columns');
  const known = new Set(found.getRowsJson().map(([table, column]) => `${table}.${column}`));
  for (const { table, column, type } of tableColumns(sqlFiles)) {
    if (!known.has(`${table}.${column}`)) await connection.run(`alter table ${table} add column ${column} ${type}`);
  }
}
