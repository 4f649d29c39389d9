/** Asks the warehouse, and checks what it answers: the only way from a row of SQL to a typed value. */
import { z } from 'zod';
import { StoredDataError } from '../errors.ts';
import type { SqlParameters, Warehouse } from '../ports/warehouse.ts';

/** What can be asked. */
export type Askable = Pick<Warehouse, 'rows'>;

/** The rows of a query, each of the shape of `row`. A StoredDataError names the query and the column that is wrong. */
export async function ask<Row extends z.ZodType>(
  warehouse: Askable,
  query: string,
  row: Row,
  parameters?: SqlParameters,
): Promise<z.output<Row>[]> {
  const rows = await warehouse.rows(query, parameters);
  const parsed = z.array(row).safeParse(rows);
  if (!parsed.success) throw refused(query, parsed.error, rows);
  return parsed.data;
}

/** The row of a query that always gives one, such as a sum over everything. */
export async function askOne<Row extends z.ZodType>(
  warehouse: Askable,
  query: string,
  row: Row,
  parameters?: SqlParameters,
): Promise<z.output<Row>> {
  const rows = await ask(warehouse, query, row, parameters);
  if (rows.length !== 1) throw new StoredDataError(query, `it gave ${rows.length} rows, not one`);
  return rows[0] as z.output<Row>;
}

/** A row that was asked for before, checked in the same way. */
export function checkedRow<Row extends z.ZodType>(query: string, given: unknown, row: Row): z.output<Row> {
  const parsed = z.array(row).safeParse([given]);
  if (!parsed.success) throw refused(query, parsed.error, [given]);
  return parsed.data[0] as z.output<Row>;
}

/** More would only repeat what is wrong with the first. */
const namedProblems = 3;

function refused(query: string, error: z.ZodError, rows: readonly unknown[]): StoredDataError {
  const named = error.issues.slice(0, namedProblems).map((issue) => problemOf(issue, rows));
  const others = error.issues.length - named.length;
  return new StoredDataError(query, `${named.join('; ')}${others > 0 ? `; and ${others} more` : ''}`, { cause: error });
}

function problemOf({ path: [at, column], message }: z.core.$ZodIssue, rows: readonly unknown[]): string {
  const value = (rows[Number(at)] as Record<string, unknown> | undefined)?.[String(column)];
  return `${String(column)} is ${value === undefined ? 'missing' : JSON.stringify(value)} in row ${Number(at) + 1} (${message})`;
}
