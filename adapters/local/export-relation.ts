import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ExportFormat } from '../../core/contracts/data-folder.ts';
import { UsageError, WarehouseError } from '../../core/errors.ts';
import { askableRelations } from '../../core/sql/relations.ts';
import { type DatabasePlace, memoryLimit, openWhenFree } from './database-file.ts';
import { moveInto, partIn, placeNew, removeLeftovers, syncFile } from './durable-file.ts';

export interface ExportRequest {
  relation: string;
  format: ExportFormat;
  /** First and last day, both included, as `YYYY-MM-DD`; of `date_day` or `stat_date`. */
  from?: string;
  to?: string;
  /** For CSV: a byte-order mark, and an apostrophe before each text that a spreadsheet would run as a formula. */
  spreadsheet: boolean;
  file: string;
  /** Whether a file that is there may be replaced. */
  replace: boolean;
}

export interface Exported {
  rows: number;
  bytes: number;
  /** Texts that begin as a formula and were written as they are; only counted for CSV. */
  formulas: number;
}

interface Column {
  name: string;
  type: string;
}

/**
 * Writes a relation whole to a file, sorted by its columns from left to right; the file is there whole or not at all. Decimals and
 * whole numbers keep every digit, days are `YYYY-MM-DD`, instants ISO 8601 in UTC. Throws UsageError, WarehouseError,
 * WarehouseBusyError.
 */
export async function exportRelation(place: DatabasePlace, request: ExportRequest): Promise<Exported> {
  assertKnown(place, request.relation);
  const folder = dirname(request.file);
  await mkdir(folder, { recursive: true });
  await removeLeftovers(folder);
  await mkdir(place.spillFolder, { recursive: true });
  const spilling = join(place.spillFolder, `export-${process.pid}`);
  const part = partIn(folder);
  const instance = await openWhenFree(
    place.file,
    {
      access_mode: 'READ_ONLY',
      memory_limit: memoryLimit,
      temp_directory: spilling,
      preserve_insertion_order: 'false',
    },
    place.busyWaitSeconds,
  );
  const connection = await instance.connect();
  try {
    const written = await write(connection, request, part);
    await syncFile(part);
    const { size } = await stat(part);
    if (request.replace) await moveInto(part, request.file);
    else if (!(await placeNew(part, request.file))) throw alreadyThere(request.file);
    return { ...written, bytes: size };
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(spilling, { recursive: true, force: true });
    await rm(part, { force: true });
  }
}

export const alreadyThere = (file: string): UsageError =>
  new UsageError(
    `${file} already exists`,
    'Nothing was written. Add --force to replace it, or name another file with --out.',
  );

function assertKnown({ sqlFiles }: DatabasePlace, relation: string): void {
  const names = askableRelations(sqlFiles).map(({ name }) => name);
  if (!names.includes(relation))
    throw new UsageError(
      `There is no relation "${relation}" to export`,
      `Relations that can be exported: ${names.join(', ')}.`,
    );
}

async function write(
  connection: DuckDBConnection,
  request: ExportRequest,
  part: string,
): Promise<Omit<Exported, 'bytes'>> {
  const columns = await columnsOf(connection, request.relation);
  const source = `from ${request.relation}${daysOf(request, columns)}`;
  const asText = request.format === 'csv' && request.spreadsheet;
  const list = asText ? columns.map(forSpreadsheet) : columns.map(quoted);
  const select = `select ${list.join(', ')} ${source} order by all`;
  const rows = await oneNumber(connection, `copy (${select}) to ${literal(part)} (${formats[request.format]})`);
  const counts = columns.filter(isText).map((column) => `count(case when ${beginsAsFormula(column)} then 1 end)`);
  if (request.format !== 'csv' || asText || counts.length === 0) return { rows, formulas: 0 };
  return { rows, formulas: await oneNumber(connection, `select ${counts.join(' + ')} ${source}`) };
}

async function oneNumber(connection: DuckDBConnection, sql: string): Promise<number> {
  try {
    const reader = await connection.runAndReadAll(sql);
    return Number(reader.getRowsJson()[0]?.[0] ?? 0);
  } catch (error) {
    throw new WarehouseError(
      `The relation could not be written: ${(error as Error).message}`,
      'No file was left. If the disk is full, make room or choose fewer days with --from and --to.',
      { cause: error },
    );
  }
}

async function columnsOf(connection: DuckDBConnection, relation: string): Promise<Column[]> {
  const reader = await connection.runAndReadAll(`describe ${relation}`);
  return reader.getRowsJson().map(([name, type]) => ({ name: String(name), type: String(type) }));
}

function daysOf({ relation, from, to }: ExportRequest, columns: readonly Column[]): string {
  if (from === undefined && to === undefined) return '';
  const day = columns.find(({ name }) => name === 'date_day' || name === 'stat_date');
  if (!day) throw new UsageError(`${relation} has no column of days`, 'Leave out --from and --to.');
  const bounds = [
    ...(from === undefined ? [] : [`${day.name} >= date ${literal(from)}`]),
    ...(to === undefined ? [] : [`${day.name} <= date ${literal(to)}`]),
  ];
  return ` where ${bounds.join(' and ')}`;
}

const instants = "timestampformat '%Y-%m-%dT%H:%M:%S.%gZ'";
const byteOrderMark = '\ufeff';

const formats: Record<ExportFormat, string> = {
  csv: `format csv, header true, new_line '\\r\\n', ${instants}`,
  json: `format json, ${instants}`,
  parquet: 'format parquet',
};

const isText = ({ type }: Column): boolean => type === 'VARCHAR';

const beginsAsFormula = (column: Column): string =>
  `left(${quoted(column)}, 1) in ('=', '+', '-', '@', chr(9), chr(13))`;

/** The mark that tells spreadsheets of UTF-8 stands before all else, which is the first column's name. */
function forSpreadsheet(column: Column, at: number): string {
  const guarded = `case when ${beginsAsFormula(column)} then '''' || ${quoted(column)} else ${quoted(column)} end`;
  const name = at === 0 ? `${byteOrderMark}${column.name}` : column.name;
  return `${isText(column) ? guarded : quoted(column)} as ${quoted({ ...column, name })}`;
}

const quoted = ({ name }: Column): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
