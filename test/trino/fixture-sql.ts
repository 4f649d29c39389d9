/** Fixture rows as SQL that DuckDB and Trino read alike: every value as text, cast to its column's type. */
import { rawImportRowColumns } from '../../core/contracts.ts';

/** By the column names of the raw relation; every value as text. */
export type FixtureRow = Readonly<Record<string, string | null>>;

/** Athena's Hive-style type in Trino's words; Iceberg has timestamps of microseconds only. */
export const trinoType = (type: string): string => ({ string: 'varchar', timestamp: 'timestamp(6)' })[type] ?? type;

export function selectOf(rows: readonly FixtureRow[]): string {
  const casts = rawImportRowColumns.map(({ name, type }) => `cast(${name} as ${trinoType(type)}) as ${name}`);
  const names = rawImportRowColumns.map(({ name }) => name);
  const values = rows.map((row) => `(${names.map((name) => quoted(row[name] ?? null)).join(', ')})`);
  return `select ${casts.join(', ')} from (values ${values.join(',\n')}) as given (${names.join(', ')})`;
}

const quoted = (value: string | null): string => (value === null ? 'null' : `'${value.replaceAll("'", "''")}'`);
