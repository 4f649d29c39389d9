/**
 * A few rows as MERGE statements that every engine runs as they are: what has a row's key is replaced, what has not is added, so that a
 * statement may be repeated. The key stands in the head of the table's file, as `-- key: platform, account_id, metric`.
 */
import { WarehouseError } from '../errors.ts';
import type { SqlValue, TableRow } from '../ports/warehouse.ts';
import { type SqlFiles, sqlLiteral } from './sql-models.ts';
import { type SetupTable, setupTables } from './table-setup.ts';

interface WrittenTable extends SetupTable {
  key: readonly string[];
}

/** As few statements as keep to `longestBytes` each, in UTF-8. None without rows. */
export function mergeStatements(
  files: SqlFiles,
  table: string,
  rows: readonly TableRow[],
  longestBytes = Number.POSITIVE_INFINITY,
): string[] {
  const written = tableOf(files, table);
  checkKeys(written, rows);
  const frame = byteLength(mergeStatement(written, []));
  return inPieces(
    rows.map((row) => valuesOf(written, row)),
    longestBytes - frame,
  ).map((values) => mergeStatement(written, values));
}

function tableOf(files: SqlFiles, name: string): WrittenTable {
  const table = setupTables(files).find((each) => each.name === name);
  const [, line] = /^-- key: (.+)$/m.exec(files.get(`tables/${name}`) ?? '') ?? [];
  const key = line?.split(', ') ?? [];
  if (table === undefined || key.length === 0 || !key.every((column) => columnNames(table).includes(column)))
    throw new WarehouseError(
      `Rows cannot be merged into ${name}: no key is known`,
      `State "-- key: column, column" in athena/tables/${name}.sql.`,
    );
  return { ...table, key };
}

/** An engine takes two rows of one key for an error, or keeps both; null is the key of nothing. */
function checkKeys({ name, key }: WrittenTable, rows: readonly TableRow[]): void {
  const keys = rows.map((row) => JSON.stringify(key.map((column) => row[column])));
  const missing = rows.find((row) => key.some((column) => row[column] === null || row[column] === undefined));
  if (missing !== undefined || new Set(keys).size < keys.length)
    throw new WarehouseError(
      `Rows for ${name} are not keyed by ${key.join(', ')}`,
      'Give each row a key of its own, without null.',
    );
}

function valuesOf({ name, columns }: WrittenTable, row: TableRow): string {
  const unknown = Object.keys(row).find((column) => !columns.some((each) => each.name === column));
  if (unknown !== undefined)
    throw new WarehouseError(`${name} has no column ${unknown}`, `See athena/tables/${name}.sql.`);
  const literals = columns.map(({ name: column }) => sqlLiteral(`tables/${name}`, column, given(name, column, row)));
  return `(${literals.join(', ')})`;
}

function given(table: string, column: string, row: TableRow): SqlValue {
  const value = row[column];
  if (value === undefined)
    throw new WarehouseError(`A row for ${table} has no ${column}`, 'Give every column a value, or null.');
  return value;
}

function inPieces(values: readonly string[], longestBytes: number): string[][] {
  const pieces: string[][] = [];
  let bytes = 0;
  for (const each of values) {
    const own = byteLength(each) + separator.length;
    if (pieces.length === 0 || bytes + own > longestBytes) {
      pieces.push([]);
      bytes = 0;
    }
    pieces.at(-1)?.push(each);
    bytes += own;
  }
  return pieces;
}

const separator = ',\n    ';

/** Literals alone do not say what they are: a column that is null in every row has no type. */
function mergeStatement(table: WrittenTable, values: readonly string[]): string {
  const { name, columns, key } = table;
  const names = columnNames(table);
  const typed = columns.map(({ name: column, type }) => `cast(${column} as ${valueType(type)}) as ${column}`);
  const others = names.filter((column) => !key.includes(column));
  return [
    `merge into ${name} as target`,
    `using (\n  select ${typed.join(', ')}`,
    `  from (values\n    ${values.join(separator)}\n  ) as given (${names.join(', ')})\n) as written`,
    `on ${key.map((column) => `target.${column} = written.${column}`).join(' and ')}`,
    ...(others.length > 0
      ? [`when matched then update set ${others.map((column) => `${column} = written.${column}`).join(', ')}`]
      : []),
    `when not matched then insert (${names.join(', ')})`,
    `values (${names.map((column) => `written.${column}`).join(', ')})`,
  ].join('\n');
}

const columnNames = ({ columns }: SetupTable): string[] => columns.map(({ name }) => name);

/** Tables call text a string, queries a varchar. */
const valueType = (type: string): string => (type === 'string' ? 'varchar' : type);

const byteLength = (text: string): number => new TextEncoder().encode(text).length;
