import { WarehouseError } from '../errors.ts';
import type { SqlParameters, SqlValue } from '../ports/warehouse.ts';

/** The files of `athena/` by their path without `.sql`, such as `marts/aggregate_daily`. */
export type SqlFiles = ReadonlyMap<string, string>;

export interface View {
  name: string;
  select: string;
}

/** Tables to create, in any order. */
export const setupStatements = (files: SqlFiles): string[] =>
  [...files].filter(([path]) => path.startsWith('tables/')).map(([, text]) => text);

/** Columns of the tables that `tables/` creates: one a line, as those files are written. */
export const tableColumns = (files: SqlFiles): { table: string; column: string; type: string }[] =>
  setupStatements(files).flatMap((text) => {
    const [, table = '', columns = ''] =
      /create table if not exists (\w+) \(([\s\S]*)\)/i.exec(withoutComments(text)) ?? [];
    return [...columns.matchAll(/^\s+(\w+) (\w+(?:\([\d, ]+\))?),?$/gm)].map(([, column = '', type = '']) => ({
      table,
      column,
      type,
    }));
  });

/** Staging and intermediate models that are plain SELECTs become views, each after those it reads. */
export function viewsInOrder(files: SqlFiles): View[] {
  const views = [...files]
    .filter(([path, text]) => /^(staging|views)\//.test(path) && !isStatement(text))
    .map(([path, text]) => ({ name: path.slice(path.indexOf('/') + 1), select: text }));
  const ordered: View[] = [];
  const place = (view: View, above: string[]) => {
    if (ordered.includes(view)) return;
    if (above.includes(view.name))
      throw new WarehouseError(`${view.name} reads itself`, 'Remove the cycle in athena/.');
    for (const other of views) if (other !== view && reads(view, other.name)) place(other, [...above, view.name]);
    ordered.push(view);
  };
  for (const view of views) place(view, []);
  return ordered;
}

const isStatement = (text: string): boolean =>
  /^(merge|insert|update|delete|create)\s/i.test(withoutComments(text).trim());

/** Whether a view selects from a relation, by its own text alone. */
export const reads = (view: View, name: string): boolean =>
  new RegExp(`\\b(from|join)\\s+${name}\\b`, 'i').test(withoutComments(view.select));

/** Comments run from two dashes to the end of their line; no text in `athena/` holds two. */
export const withoutComments = (text: string): string => text.replace(/--.*$/gm, '');

/**
 * Puts literals in the places of `:name`. Values never become SQL: strings are quoted, numbers must be finite, and a name that
 * is missing is an error; one set of parameters may serve several files. Engines differ in how they bind parameters; literals are the same to all.
 */
export function renderSql(file: string, text: string, parameters: SqlParameters = {}): string {
  return withoutComments(text).replace(/'(?:[^']|'')*'|::|:([a-z][a-z_0-9]*)/g, (whole, name: string | undefined) => {
    if (name === undefined) return whole;
    const value = parameters[name];
    if (value === undefined)
      throw new WarehouseError(`${file}.sql needs :${name}`, 'Pass the parameter that the file names.');
    return sqlLiteral(file, name, value);
  });
}

/** A value as SQL of every engine; `file` and `name` are for the error. */
export function sqlLiteral(file: string, name: string, value: SqlValue): string {
  if (value === null) return 'null';
  if (value instanceof Date) return `timestamp '${value.toISOString().replace('T', ' ').replace('Z', '')}'`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (!Number.isFinite(value)) throw new WarehouseError(`${file}.sql: :${name} is ${value}`, 'Pass a finite number.');
  return String(value);
}
