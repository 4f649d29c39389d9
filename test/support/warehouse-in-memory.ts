/** The tables and views of `athena/` in an engine of their own, with nothing in them. */
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { loadSqlFiles, projectRoot } from '../../cli/runtime.ts';
import { rawAnalyticsColumns, rawEntityColumns, rawImportRowColumns } from '../../core/contracts/raw-rows.ts';
import type { SqlParameters } from '../../core/ports/warehouse.ts';
import { renderSql, setupStatements, viewsInOrder } from '../../core/sql/sql-models.ts';

export interface WarehouseInMemory {
  /** Any statement, to make the world of a test. */
  execute(statement: string): Promise<void>;
  /** The rows that a file of `athena/` selects. */
  rows(file: string, parameters?: SqlParameters): Promise<Record<string, unknown>[]>;
  close(): void;
}

const rawColumns = {
  raw_import_rows: rawImportRowColumns,
  raw_analytics: rawAnalyticsColumns,
  raw_entities: rawEntityColumns,
};

export async function openWarehouseInMemory(): Promise<WarehouseInMemory> {
  const files = loadSqlFiles(join(projectRoot, 'athena'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection: DuckDBConnection = await instance.connect();
  for (const statement of setupStatements(files)) await connection.run(statement);
  for (const [relation, columns] of Object.entries(rawColumns))
    await connection.run(
      `create table ${relation} (${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`,
    );
  for (const { name, select } of viewsInOrder(files)) await connection.run(`create view ${name} as ${select}`);
  return {
    execute: async (statement) => void (await connection.run(statement)),
    rows: async (file, parameters) => {
      const text = files.get(file);
      if (text === undefined) throw new Error(`There is no athena/${file}.sql`);
      return (await connection.runAndReadAll(renderSql(file, text, parameters))).getRowObjectsJson() as Record<
        string,
        unknown
      >[];
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
