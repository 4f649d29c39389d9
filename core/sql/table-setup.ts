/**
 * What engines differ in when tables are set up, in one place. A file of `athena/tables` describes its table once, in words that
 * DuckDB runs as they are; Athena gets its own statement from it. Athena's external tables and maintenance are the
 * files of `athena/athena-only`, which have places for names.
 */
import { WarehouseError } from '../errors.ts';
import { type SqlFiles, tableColumns, withoutComments } from './sql-models.ts';

export interface SqlColumn {
  name: string;
  /** As in the file: `string`, `bigint`, `decimal(18, 9)`, `date`, `timestamp` and so on. */
  type: string;
}

export interface SetupTable {
  name: string;
  columns: readonly SqlColumn[];
  /** A column, or the year, month or day of one, such as `month(stat_date)`; none for a small table. */
  partitions: readonly string[];
}

/** The tables of `athena/tables`. WarehouseError for a file that does not say, or says wrongly, how its table is partitioned. */
export const setupTables = (files: SqlFiles): SetupTable[] =>
  [...files]
    .filter(([path]) => path.startsWith('tables/'))
    .map(([path, text]) => {
      const found = tableColumns(new Map([[path, text]]));
      const columns = found.map(({ column, type }) => ({ name: column, type }));
      return { name: found[0]?.table ?? '', columns, partitions: partitionsOf(path, text, columns) };
    });

/** The line `-- partitions: none` or `-- partitions: month(stat_date), platform` in a file's head. */
function partitionsOf(path: string, text: string, columns: readonly SqlColumn[]): string[] {
  const stated = [...text.matchAll(/^-- partitions: (.+)$/gm)].map(([, line]) => line as string);
  const problem = (said: string) =>
    new WarehouseError(`athena/${path}.sql ${said}`, 'State "-- partitions: none" or "-- partitions: month(column)".');
  const [line] = stated;
  if (line === undefined || stated.length > 1) throw problem(`has ${stated.length} lines "-- partitions: …", not one`);
  if (line === 'none') return [];
  return line.split(', ').map((part) => {
    const [, ofColumn, column = ofColumn] = /^(?:(?:year|month|day)\((\w+)\)|(\w+))$/.exec(part) ?? [];
    if (column === undefined) throw problem(`is partitioned by "${part}"`);
    if (!columns.some(({ name }) => name === column))
      throw problem(`is partitioned by "${part}", but has no ${column}`);
    return part;
  });
}

/**
 * How Athena writes and tidies its Iceberg tables. Old snapshots are kept for three days: long enough to look at yesterday, short
 * enough that files which merges replaced are soon gone.
 */
const athenaProperties = {
  table_type: 'ICEBERG',
  format: 'parquet',
  write_compression: 'zstd',
  vacuum_max_snapshot_age_seconds: String(3 * 24 * 3600),
  vacuum_min_snapshots_to_keep: '1',
} as const;

/** For Athena: an Iceberg table in a folder of its own below `location`, the root of the data without a slash at its end. */
export function athenaTable({ name, columns, partitions }: SetupTable, location: string): string {
  const properties = Object.entries(athenaProperties).map(([property, value]) => `  '${property}' = '${value}'`);
  return [
    `create table if not exists ${name} (${columnLines(columns, athenaType)})`,
    ...(partitions.length > 0 ? [`partitioned by (${partitions.join(', ')})`] : []),
    `location '${checked('location', location)}/warehouse/${name}/'`,
    `tblproperties (\n${properties.join(',\n')}\n)`,
  ].join('\n');
}

/** Athena's DDL knows our types; it is known to take decimals without a blank only. */
export const athenaType = (type: string): string => type.replaceAll(', ', ',');

/** Each column with its type in the words of an engine, a line each. */
export const columnLines = (columns: readonly SqlColumn[], typeOf: (type: string) => string): string =>
  `\n${columns.map(({ name, type }) => `  ${name} ${typeOf(type)}`).join(',\n')}\n`;

/** What a file of `athena/athena-only` may leave open, each written `{{name}}`. */
export interface PlacedNames {
  /** The database of all relations. */
  database?: string;
  /** The root of the data, such as `scheme://bucket` or `scheme://bucket/prefix`, without a slash at its end. */
  location?: string;
  table?: string;
}

/** Names stand bare or inside quotes, where no literal can: so each must be nothing but a name. */
const nameForms: Readonly<Record<keyof PlacedNames, RegExp>> = {
  database: /^[a-z][a-z0-9_]{0,127}$/,
  table: /^[a-z][a-z0-9_]{0,127}$/,
  location: /^[a-z][a-z0-9]*:\/\/[a-z0-9][a-z0-9.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.=-]*)*$/,
};

/** A statement of `athena/athena-only` without comments. WarehouseError for a name that is missing or is none. */
export const withNames = (file: string, text: string, names: PlacedNames): string =>
  withoutComments(text)
    .replace(/\{\{(\w*)\}\}/g, (_, place: string) => {
      const value = isPlace(place) ? names[place] : undefined;
      if (!isPlace(place) || value === undefined)
        throw new WarehouseError(`${file}.sql needs {{${place}}}`, 'Pass the name that the file leaves open.');
      return checked(place, value);
    })
    .trim();

const isPlace = (place: string): place is keyof PlacedNames => Object.hasOwn(nameForms, place);

function checked(place: keyof PlacedNames, value: string): string {
  if (nameForms[place].test(value)) return value;
  throw new WarehouseError(
    `"${value}" cannot be the ${place} of a table`,
    place === 'location' ? 'Give scheme://bucket/folder without a slash at its end.' : 'Use a-z, 0-9 and _ only.',
  );
}
