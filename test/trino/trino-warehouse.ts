import { mkdir } from 'node:fs/promises';
import { WarehouseError } from '../../core/errors.ts';
import { type RawRelation, rawRelations, type SqlParameters, type Warehouse } from '../../core/ports/warehouse.ts';
import { mergeStatements } from '../../core/sql/merge-rows.ts';
import { withRawSelects } from '../../core/sql/raw-views.ts';
import { renderSql, type SqlFiles, viewsInOrder } from '../../core/sql/sql-models.ts';
import { setupTables } from '../../core/sql/table-setup.ts';
import { type ExternalRaw, exposedRows, folderOf, hiveTable } from './external-raw.ts';
import { runOnTrino, type TrinoColumn, type TrinoSession } from './trino-client.ts';
import { trinoTable } from './trino-table.ts';

export interface TrinoWarehouse extends Warehouse {
  /** The files of `athena/` that Trino has accepted so far. */
  readonly exercised: ReadonlySet<string>;
}

export interface TrinoWarehouseOptions {
  url: string;
  sqlFiles: SqlFiles;
  /** Where the raw objects lie, and a schema of this warehouse's own in both catalogs. */
  raw: ExternalRaw;
}

/**
 * The warehouse port on a Trino: facts and views in its Iceberg catalog, the raw objects as external tables of its Hive catalog.
 * Statements of `athena/` run as they are; tables are set up in Trino's words. What is exposed is spelt out in front of each statement, as for
 * Athena.
 */
export function trinoWarehouse({ url, sqlFiles, raw }: TrinoWarehouseOptions): TrinoWarehouse {
  const session: TrinoSession = { url, catalog: 'iceberg', schema: raw.schema };
  const exercised = new Set<string>();
  const views = viewsInOrder(sqlFiles).map(({ name, select }) => ({ name, select: renderSql(name, select) }));
  const exposed = new Map<RawRelation, readonly string[]>();
  const rawSelects = () =>
    Object.fromEntries(
      rawRelations.map((relation) => [relation, exposedRows(relation, exposed.get(relation) ?? [], raw)]),
    ) as Record<RawRelation, string>;
  const execute = async (file: string, parameters?: SqlParameters) => {
    const text = sqlFiles.get(file);
    if (text === undefined) throw new Error(`There is no athena/${file}.sql`);
    const statement = withRawSelects(renderSql(file, text, parameters).trim(), views, rawSelects());
    const result = await named(file, runOnTrino(session, statement));
    exercised.add(file);
    return result;
  };

  return {
    exercised,

    async setUp() {
      for (const catalog of ['iceberg', 'hive']) await runOnTrino(session, `create schema ${catalog}.${raw.schema}`);
      for (const table of setupTables(sqlFiles)) {
        await named(table.name, runOnTrino(session, trinoTable(table)));
        exercised.add(`tables/${table.name}`);
      }
      for (const relation of rawRelations) {
        await mkdir(folderOf(relation, raw), { recursive: true });
        await runOnTrino({ ...session, catalog: 'hive' }, hiveTable(relation, raw));
        await runOnTrino(session, `create view ${relation} as select * from hive.${raw.schema}.${relation}`);
      }
      for (const { name, select } of views) {
        await named(name, runOnTrino(session, `create or replace view ${name} as ${select}`));
        for (const file of sqlFiles.keys()) if (file.endsWith(`/${name}`)) exercised.add(file);
      }
    },

    async expose(relation, keys) {
      exposed.set(relation, keys);
    },

    async run(files, parameters) {
      for (const file of files) await execute(file, parameters);
    },

    async write(table, rows) {
      for (const statement of mergeStatements(sqlFiles, table, rows))
        await named(table, runOnTrino(session, statement));
    },

    async rows(file, parameters) {
      const { columns, data } = await execute(file, parameters);
      return data.map((values) => Object.fromEntries(columns.map((each, at) => [each.name, shown(each, values[at])])));
    },

    async maintain() {
      for (const file of sqlFiles.keys())
        if (file.startsWith('tables/'))
          await runOnTrino(session, `alter table ${file.slice('tables/'.length)} execute optimize`);
    },

    async close() {},
  };
}

/** As the port says: bigints and decimals as text, instants without zeros at the end of their fraction, as DuckDB writes them. */
function shown({ type }: TrinoColumn, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'bigint') return String(value);
  if (type.startsWith('timestamp')) return String(value).replace(/\.?0*$/, '');
  return value;
}

async function named<Result>(file: string, running: Promise<Result>): Promise<Result> {
  try {
    return await running;
  } catch (error) {
    throw new WarehouseError(`Trino refuses ${file}: ${(error as Error).message}`, 'Keep to what both engines know.', {
      cause: error,
    });
  }
}
