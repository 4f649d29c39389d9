import { rawRelations } from '../../core/ports/warehouse.ts';
import { type SqlFiles, tableColumns } from '../../core/sql/sql-models.ts';
import { athenaTable, athenaType, setupTables, withNames } from '../../core/sql/table-setup.ts';
import { type Place, rawColumns } from './exposed-objects.ts';

export interface NamedStatement {
  /** Its file in `athena/`, for errors. */
  name: string;
  text: string;
}

export interface KnownColumn {
  table_name: string;
  column_name: string;
}

export interface TableFiles extends Place {
  sqlFiles: SqlFiles;
  athenaOnlyFiles: SqlFiles;
}

/** Creates the external tables over raw objects and the Iceberg tables, where they are missing. The database is the data stack's. */
export function tableStatements({ sqlFiles, athenaOnlyFiles, database, location }: TableFiles): NamedStatement[] {
  const external = rawRelations.map((relation) => ({
    name: `athena-only/${relation}`,
    text: withNames(relation, athenaOnlyFiles.get(relation) ?? '', { database, location }),
  }));
  const own = setupTables(sqlFiles).map((table) => ({
    name: `tables/${table.name}`,
    text: athenaTable(table, location),
  }));
  return [...external, ...own];
}

export const knownColumnsQuery = (database: string): string =>
  `select table_name, column_name from information_schema.columns where table_schema = '${database}'`;

/** Tables migrate forward: a column that a release added is added to what an older one made, also to what reads raw objects. */
export function addedColumns(sqlFiles: SqlFiles, known: readonly KnownColumn[]): NamedStatement[] {
  const names = new Set(known.map(({ table_name, column_name }) => `${table_name}.${column_name}`));
  const ofRaw = rawRelations.flatMap((table) =>
    rawColumns[table].map(({ name, type }) => ({ table, column: name, type })),
  );
  return [...tableColumns(sqlFiles), ...ofRaw]
    .filter(({ table, column }) => !names.has(`${table}.${column}`))
    .map(({ table, column, type }) => ({
      name: `tables/${table}`,
      text: `alter table ${table} add columns (${column} ${athenaType(type)})`,
    }));
}
