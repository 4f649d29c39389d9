import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type RawColumn,
  rawAnalyticsColumns,
  rawEntityColumns,
  rawImportRowColumns,
} from '../../core/contracts/raw-rows.ts';
import { type RawRelation, rawRelations } from '../../core/ports/warehouse.ts';

interface RawSource {
  columns: readonly RawColumn[];
  /** A view reads its files again in every statement; packed text is better unpacked once. */
  as: 'view' | 'table';
  read(files: string): string;
}

/** No statement reads these: the platform's own element, which is most of the bytes, and its name. They stay in the objects. */
const unread: readonly string[] = ['element', 'entity'];

function packed(all: readonly RawColumn[]): RawSource {
  const columns = all.filter(({ name }) => !unread.includes(name));
  const named = columns.map(({ name, type }) => `'${name}': '${type}'`).join(', ');
  const read = (files: string) =>
    `read_json([${files}], format = 'newline_delimited', compression = 'gzip', columns = {${named}})`;
  return { columns, as: 'table', read };
}

const rawSources: Record<RawRelation, RawSource> = {
  raw_import_rows: { columns: rawImportRowColumns, as: 'view', read: (files) => `read_parquet([${files}])` },
  raw_analytics: packed(rawAnalyticsColumns),
  raw_entities: packed(rawEntityColumns),
};

/** Beside the warehouse and in memory (or spilt), where another connection may fill a table while the warehouse is written. */
const besides = 'exposed';

interface Unpacked {
  paths: string;
  /** Name of the table; rejects when the objects cannot be read. */
  table: Promise<string>;
}

export interface ExposedObjects {
  /** Raw relations without rows. */
  clear(): Promise<void>;
  /** Exactly these files as a relation. */
  expose(relation: RawRelation, paths: readonly string[]): Promise<void>;
  /** Begins to unpack files that will be exposed next. */
  prepare(relation: RawRelation, paths: readonly string[]): void;
  /** Nothing is being unpacked any more. */
  settled(): Promise<void>;
}

/** `reading` unpacks objects, `connection` sees them. */
export async function exposedObjects(connection: DuckDBConnection, reading: DuckDBConnection): Promise<ExposedObjects> {
  await reading.run(`attach ':memory:' as ${besides}`);
  const shown = new Map<RawRelation, Unpacked | { paths: string }>();
  const coming = new Map<RawRelation, Unpacked>();
  let tables = 0;

  const unpack = (relation: RawRelation, paths: readonly string[]): Unpacked => {
    tables += 1;
    const table = `${besides}.${relation}_${tables}`;
    const done = reading.run(`create table ${table} as ${selectFrom(relation, paths)}`).then(() => table);
    // Whoever exposes it hears of what went wrong.
    done.catch(() => undefined);
    return { paths: idOf(paths), table: done };
  };
  const drop = async (unpacked: Unpacked | { paths: string } | undefined) => {
    const table = unpacked && 'table' in unpacked ? await unpacked.table.catch(() => undefined) : undefined;
    if (table !== undefined) await reading.run(`drop table ${table}`);
  };

  const show = async (relation: RawRelation, paths: readonly string[]) => {
    const former = shown.get(relation);
    shown.delete(relation);
    if (rawSources[relation].as === 'view' || paths.length === 0) {
      await connection.run(`create or replace ${viewOf(relation)} as ${selectFrom(relation, paths)}`);
      shown.set(relation, { paths: idOf(paths) });
    } else {
      const prepared = coming.get(relation);
      coming.delete(relation);
      const isIt = prepared?.paths === idOf(paths);
      if (!isIt) await drop(prepared);
      const table = await (isIt
        ? // Beside a large merge there may have been too little memory for it.
          prepared.table.catch(() => unpack(relation, paths).table)
        : unpack(relation, paths).table);
      await connection.run(`create or replace ${viewOf(relation)} as select * from ${table}`);
      shown.set(relation, { paths: idOf(paths), table: Promise.resolve(table) });
    }
    await drop(former);
  };

  return {
    async clear() {
      for (const relation of rawRelations) await show(relation, []);
    },
    async expose(relation, paths) {
      if (shown.get(relation)?.paths !== idOf(paths)) await show(relation, paths);
    },
    prepare(relation, paths) {
      if (paths.length === 0 || rawSources[relation].as === 'view' || coming.has(relation)) return;
      if (shown.get(relation)?.paths !== idOf(paths)) coming.set(relation, unpack(relation, paths));
    },
    async settled() {
      for (const unpacked of coming.values()) await unpacked.table.catch(() => undefined);
    },
  };
}

const idOf = (paths: readonly string[]): string => paths.join('\n');

/** Temporary where it stands on what no other process has. */
const viewOf = (relation: RawRelation): string =>
  rawSources[relation].as === 'view' ? `view ${relation}` : `temp view ${relation}`;

/** Exactly these files; without any, no rows of the same columns. */
function selectFrom(relation: RawRelation, paths: readonly string[]): string {
  const { columns, read } = rawSources[relation];
  const files = paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ');
  return paths.length > 0 ? `select ${columnList(columns)} from ${read(files)}` : emptyRows(columns);
}

const columnList = (columns: readonly RawColumn[]): string => columns.map(({ name }) => quoted(name)).join(', ');

/** `pivot` is a column of ours and a word of the engine's. */
const quoted = (name: string): string => `"${name}"`;

const emptyRows = (columns: readonly RawColumn[]): string =>
  `select ${columns.map(({ name, type }) => `cast(null as ${type}) as ${quoted(name)}`).join(', ')} where false`;
