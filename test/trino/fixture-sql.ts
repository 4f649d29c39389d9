/** Fixture rows as SQL: every value as text, cast to its column's type. */
import type { RawRelation } from '../../core/ports/warehouse.ts';
import { rawColumns } from './external-raw.ts';

/** By the column names of the raw relation; every value as text. A column that is not named is null. */
export type FixtureRow = Readonly<Record<string, string | null>>;

export function selectOf(relation: RawRelation, rows: readonly FixtureRow[]): string {
  const columns = rawColumns[relation];
  const casts = columns.map(({ name, type }) => `cast("${name}" as ${type}) as "${name}"`);
  const names = columns.map(({ name }) => name);
  const values = rows.map((row) => `(${names.map((name) => quoted(row[name] ?? null)).join(', ')})`);
  const given = `given (${names.map((name) => `"${name}"`).join(', ')})`;
  return `select ${casts.join(', ')} from (values ${values.join(',\n')}) as ${given}`;
}

const quoted = (value: string | null): string => (value === null ? 'null' : `'${value.replaceAll("'", "''")}'`);
