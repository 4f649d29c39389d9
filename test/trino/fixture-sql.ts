/** Fixture rows as SQL that DuckDB and Trino read alike: every value as text, cast to its column's type. */
import { type RawColumn, rawAnalyticsColumns, rawEntityColumns, rawImportRowColumns } from '../../core/contracts.ts';
import type { RawRelation } from '../../core/ports.ts';

/** By the column names of the raw relation; every value as text. A column that is not named is null. */
export type FixtureRow = Readonly<Record<string, string | null>>;

const rawColumns: Readonly<Record<RawRelation, readonly RawColumn[]>> = {
  raw_import_rows: rawImportRowColumns,
  raw_analytics: rawAnalyticsColumns,
  raw_entities: rawEntityColumns,
};

/** Athena's Hive-style type in Trino's words; Iceberg has timestamps of microseconds only. */
export const trinoType = (type: string): string => ({ string: 'varchar', timestamp: 'timestamp(6)' })[type] ?? type;

export const rawTable = (relation: RawRelation): string =>
  `create table if not exists ${relation} (${rawColumns[relation]
    .map(({ name, type }) => `"${name}" ${trinoType(type)}`)
    .join(', ')})`;

export function selectOf(relation: RawRelation, rows: readonly FixtureRow[]): string {
  const columns = rawColumns[relation];
  const casts = columns.map(({ name, type }) => `cast("${name}" as ${trinoType(type)}) as "${name}"`);
  const names = columns.map(({ name }) => name);
  const values = rows.map((row) => `(${names.map((name) => quoted(row[name] ?? null)).join(', ')})`);
  const given = `given (${names.map((name) => `"${name}"`).join(', ')})`;
  return `select ${casts.join(', ')} from (values ${values.join(',\n')}) as ${given}`;
}

const quoted = (value: string | null): string => (value === null ? 'null' : `'${value.replaceAll("'", "''")}'`);
