import type { ColumnData } from 'parquetjs-lite';
import { WarehouseError } from '../../core/errors.ts';
import type { ParquetColumn } from '../../core/ports.ts';

const millisecondsADay = 86_400_000;

/** The values of a column as parquetjs-lite keeps them before it writes them; null, and what is not there, is left out. */
export function filledColumn({ name, type, optional }: ParquetColumn, rows: readonly object[]): ColumnData {
  const values: unknown[] = [];
  const levels: number[] = [];
  for (const row of rows) {
    const value = (row as Record<string, unknown>)[name] ?? null;
    if (value === null ? !optional : Number.isNaN(value))
      throw new WarehouseError(`A row has no ${name}: ${JSON.stringify(row)}`, 'Look at what the mart selects.');
    if (value !== null) values.push(value);
    levels.push(value === null || !optional ? 0 : 1);
  }
  const distinct = type === 'double' ? none : new Set(values);
  return {
    values: primitives(type, values, distinct),
    distinct_values: type === 'date' ? new Set([...distinct].map(dateOf)) : distinct,
    dlevels: levels,
    rlevels: [],
    count: rows.length,
  };
}

const none: Set<unknown> = new Set();

/** Days since 1970 for dates. */
function primitives(type: ParquetColumn['type'], values: unknown[], distinct: ReadonlySet<unknown>): unknown[] {
  if (type !== 'date') return values;
  const days = new Map([...distinct].map((day) => [day, dateOf(day).getTime() / millisecondsADay]));
  return values.map((day) => days.get(day));
}

const dateOf = (day: unknown): Date => new Date(`${day}T00:00:00Z`);
