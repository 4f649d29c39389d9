/** A value for a `:name` in a SQL file. Dates are `YYYY-MM-DD` strings; instants are Date objects. */
export type SqlValue = string | number | boolean | Date | null;

export type SqlParameters = Record<string, SqlValue>;

/** Relations over raw objects; their columns are in contracts.ts. */
export const rawRelations = ['raw_import_rows', 'raw_analytics', 'raw_entities'] as const;

export type RawRelation = (typeof rawRelations)[number];

/** A value for each column of a table. Days are `YYYY-MM-DD`; exact decimals may be text. */
export type TableRow = Record<string, SqlValue>;

/** The relations of `athena/`. Files are named by their path in that folder without `.sql`. */
export interface Warehouse {
  /** Creates what is missing; changes nothing that is there. */
  setUp(): Promise<void>;
  /** Makes exactly these raw objects readable under a raw relation's name. `next` will be exposed after them: an engine may begin with it. */
  expose(relation: RawRelation, objectKeys: readonly string[], next?: readonly string[]): Promise<void>;
  /** Runs the files' statements in order: all of them or none, where the engine has transactions; repeatable where not. */
  run(files: readonly string[], parameters?: SqlParameters): Promise<void>;
  /** Merges a few rows into a table of `tables/` whose file states a key: replaces what has a row's key, adds the others. Repeatable. */
  write(table: string, rows: readonly TableRow[]): Promise<void>;
  /** The rows that a file selects. Exact decimals and bigints arrive as strings, dates as `YYYY-MM-DD`. */
  rows(file: string, parameters?: SqlParameters): Promise<Record<string, unknown>[]>;
  /** Packs the tables anew and drops what no reader needs; changes no value. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}
