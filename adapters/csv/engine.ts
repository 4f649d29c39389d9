import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { orEngineError } from './engine-error.ts';

/** A reading streams; more memory would not make it faster, and 1 GB of CSV must not need 1 GB. */
const memoryLimit = '512MB';

type Row = Record<string, unknown>;

export interface Engine {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Row[]>;
  /** The one column `cell` that a SELECT gives. */
  column(select: string): Promise<string[]>;
  /** Writes what a SELECT gives, in file order; forgets what an earlier reading rejected. */
  copy(select: string, path: string): Promise<void>;
  close(): void;
}

/** A path as a literal of SQL. */
export const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;

/** An engine of its own for one file; nothing of it outlives the reading. */
export async function openEngine(workFolder: string): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    temp_directory: join(workFolder, 'spill'),
  });
  const connection = await instance.connect();
  return {
    run: (sql) => run(connection, sql),
    rows: (sql) => rowsOf(connection, sql),
    column: async (select) => (await rowsOf(connection, select)).map((row) => String(row.cell)),
    async copy(select, path) {
      await run(connection, 'drop table if exists reject_errors; drop table if exists reject_scans');
      await run(connection, `copy (${select}) to ${quoted(path)} (format parquet)`);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function run(connection: DuckDBConnection, sql: string): Promise<void> {
  await orEngineError(connection.run(sql));
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  const result = await orEngineError(connection.runAndReadAll(sql));
  return result.getRowObjectsJson() as Row[];
}
