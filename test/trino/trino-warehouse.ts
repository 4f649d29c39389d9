import { WarehouseError } from '../../core/errors.ts';
import { type RawRelation, rawRelations, type SqlParameters, type Warehouse } from '../../core/ports.ts';
import { renderSql, type SqlFiles, setupStatements, viewsInOrder } from '../../core/sql-models.ts';
import { type FixtureRow, rawTable, selectOf, trinoType } from './fixture-sql.ts';
import { runOnTrino, type TrinoColumn, type TrinoSession } from './trino-client.ts';

export interface TrinoWarehouse extends Warehouse {
  /** The files of `athena/` that Trino has accepted so far. */
  readonly exercised: ReadonlySet<string>;
}

export interface TrinoWarehouseOptions {
  url: string;
  sqlFiles: SqlFiles;
  /** The rows of a raw object. */
  rowsOf(relation: RawRelation, key: string): readonly FixtureRow[];
}

/**
 * The warehouse port on Iceberg tables of a Trino. Statements of `athena/` run as they are, with one exception: `setup/` is in
 * Athena's Hive-style types, for which Trino's are put. The raw relations are tables that hold what was exposed last.
 */
export function trinoWarehouse({ url, sqlFiles, rowsOf }: TrinoWarehouseOptions): TrinoWarehouse {
  const session: TrinoSession = { url, catalog: 'iceberg', schema: 'ads' };
  const exercised = new Set<string>();
  const execute = async (file: string, parameters?: SqlParameters) => {
    const text = sqlFiles.get(file);
    if (text === undefined) throw new Error(`There is no athena/${file}.sql`);
    const result = await named(file, runOnTrino(session, renderSql(file, text, parameters)));
    exercised.add(file);
    return result;
  };

  return {
    exercised,

    async setUp() {
      await runOnTrino(session, 'create schema if not exists ads');
      for (const statement of setupStatements(sqlFiles))
        await runOnTrino(session, withTrinoTypes(renderSql('setup', statement)));
      for (const file of sqlFiles.keys()) if (file.startsWith('setup/')) exercised.add(file);
      for (const relation of rawRelations) await runOnTrino(session, rawTable(relation));
      for (const { name, select } of viewsInOrder(sqlFiles)) {
        await named(name, runOnTrino(session, `create or replace view ${name} as ${renderSql(name, select)}`));
        for (const file of sqlFiles.keys()) if (file.endsWith(`/${name}`)) exercised.add(file);
      }
    },

    async expose(relation, objectKeys) {
      await runOnTrino(session, `delete from ${relation}`);
      const rows = objectKeys.flatMap((key) => rowsOf(relation, key));
      if (rows.length > 0) await runOnTrino(session, `insert into ${relation} ${selectOf(relation, rows)}`);
    },

    async run(files, parameters) {
      for (const file of files) await execute(file, parameters);
    },

    async rows(file, parameters) {
      const { columns, data } = await execute(file, parameters);
      return data.map((values) => Object.fromEntries(columns.map((each, at) => [each.name, shown(each, values[at])])));
    },

    async maintain() {
      for (const file of sqlFiles.keys())
        if (file.startsWith('setup/'))
          await runOnTrino(session, `alter table ${file.slice('setup/'.length)} execute optimize`);
    },

    async close() {},
  };
}

const withTrinoTypes = (statement: string): string =>
  statement.replace(/^(\s+\w+ )(string|timestamp)(,?)$/gm, (_, name, type, comma) => name + trinoType(type) + comma);

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
