import { setTimeout as sleep } from 'node:timers/promises';
import type { AthenaClient } from '@aws-sdk/client-athena';
import { WarehouseError } from '../../core/errors.ts';
import { type RawRelation, rawRelations, type SqlParameters, type Warehouse } from '../../core/ports/warehouse.ts';
import { mergeStatements } from '../../core/sql/merge-rows.ts';
import { withRawSelects } from '../../core/sql/raw-views.ts';
import { renderSql, type SqlFiles, viewsInOrder } from '../../core/sql/sql-models.ts';
import { setupTables, withNames } from '../../core/sql/table-setup.ts';
import { type AthenaSession, longestStatementBytes, runStatement } from './athena-query.ts';
import { resultRows } from './athena-results.ts';
import { addedColumns, type KnownColumn, knownColumnsQuery, tableStatements } from './athena-tables.ts';
import { exposedSelect } from './exposed-objects.ts';
import { type RequestTokens, requestTokens } from './request-tokens.ts';

/** OPTIMIZE and VACUUM each do a bounded piece of work and then ask to be run again. */
const moreRunsNeeded = /MORE_RUNS_NEEDED/;
const longestMaintenance = 20;

export interface AwsWarehouseOptions {
  client: AthenaClient;
  /** Exists before: the data stack makes it. */
  database: string;
  workgroup: string;
  /** The root of the data, `scheme://bucket`, without a slash at its end. */
  location: string;
  sqlFiles: SqlFiles;
  /** `athena/athena-only` by name. */
  athenaOnlyFiles: SqlFiles;
  /** The run that asks: a repeat of it finds what it has begun. See request-tokens.ts. */
  run: string;
  /** Unique to this invocation. */
  invocation: string;
  now(): Date;
  deadline?: Date | undefined;
  statementSeconds?: number;
  sleep?: (milliseconds: number) => Promise<void>;
}

/**
 * Iceberg tables behind Athena. Nothing spans statements, so `run` may stop half-way; each statement may be repeated. What is exposed is known
 * to this object only and becomes part of each statement, so that runs side by side do not see each other's objects.
 */
export function awsWarehouse(options: AwsWarehouseOptions): Warehouse {
  const { client, database, location, sqlFiles, athenaOnlyFiles } = options;
  const session: AthenaSession = { sleep: (milliseconds) => sleep(milliseconds), ...options };
  const tokens: RequestTokens = requestTokens(options);
  const views = viewsInOrder(sqlFiles).map(({ name, select }) => ({ name, select: renderSql(name, select).trim() }));
  const exposed = new Map<RawRelation, readonly string[]>();

  const render = (file: string, parameters?: SqlParameters) => {
    const text = sqlFiles.get(file);
    if (text === undefined) throw new WarehouseError(`There is no athena/${file}.sql`, 'Check the name.');
    const rawSelects = Object.fromEntries(
      rawRelations.map((relation) => [
        relation,
        exposedSelect(relation, exposed.get(relation) ?? [], { database, location }),
      ]),
    ) as Record<RawRelation, string>;
    return withRawSelects(renderSql(file, text, parameters).trim(), views, rawSelects);
  };
  const write = (name: string, text: string) =>
    runStatement(session, { label: labelOf(name), text, tokenOf: tokens.forWrite(text) });
  const read = async (name: string, text: string) => {
    const id = await runStatement(session, { label: labelOf(name), text, tokenOf: tokens.forRead(text) });
    return resultRows(client, labelOf(name), id);
  };

  return {
    async setUp() {
      exposed.clear();
      for (const { name, text } of tableStatements({ sqlFiles, athenaOnlyFiles, database, location }))
        await write(name, text);
      const known = (await read('information_schema', knownColumnsQuery(database))) as unknown as KnownColumn[];
      for (const { name, text } of addedColumns(sqlFiles, known)) await write(name, text);
      for (const { name, select } of views) await write(name, `create or replace view ${name} as ${select}`);
    },

    async expose(relation, objectKeys) {
      exposed.set(relation, [...objectKeys]);
    },

    async run(files, parameters) {
      const statements = files.map((file) => ({ file, text: render(file, parameters) }));
      for (const { file, text } of statements) await write(file, text);
    },

    async write(table, rows) {
      for (const text of mergeStatements(sqlFiles, table, rows, longestStatementBytes))
        await write(`tables/${table}`, text);
    },

    rows: async (file, parameters) => read(file, render(file, parameters)),

    async maintain() {
      for (const { name: table } of setupTables(sqlFiles))
        for (const file of ['optimize', 'vacuum']) {
          const name = `athena-only/${file}`;
          const text = withNames(name, athenaOnlyFiles.get(file) ?? '', { database, table });
          await untilNoMoreIsNeeded(() => write(name, text));
        }
    },

    async close() {
      exposed.clear();
    },
  };
}

const labelOf = (name: string): string => `athena/${name}.sql`;

async function untilNoMoreIsNeeded(run: () => Promise<unknown>): Promise<void> {
  for (let times = 1; ; times++) {
    try {
      await run();
      return;
    } catch (error) {
      if (!moreRunsNeeded.test((error as Error).message) || times === longestMaintenance) throw error;
    }
  }
}
