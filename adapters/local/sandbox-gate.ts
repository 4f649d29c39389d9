/** Looks at a statement's parse tree before the engine runs it: one SELECT (or EXPLAIN of one), on relations that can be asked. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { WarehouseError } from '../../core/errors.ts';
import { askableRelations, relationsOf } from '../../core/sql/relations.ts';
import type { SqlFiles } from '../../core/sql/sql-models.ts';

/**
 * Functions that may stand after FROM. Others read files, write logs or profiles, or run a text as SQL; most of them the engine
 * refuses by itself, some only after it has begun.
 */
const harmlessTableFunctions = new Set([
  'range',
  'generate_series',
  'unnest',
  'json_each',
  'json_tree',
  'duckdb_columns',
  'duckdb_tables',
  'duckdb_views',
  'pragma_table_info',
]);

interface Parsed {
  error: boolean;
  error_type?: string;
  statements?: unknown[];
}

interface Named {
  tables: Set<string>;
  ctes: Set<string>;
  functions: Set<string>;
}

/** Throws WarehouseError when the statement is not one that only reads; the engine's own error when it cannot be parsed. */
export async function assertHarmless(connection: DuckDBConnection, sql: string, sqlFiles: SqlFiles): Promise<void> {
  const parsed = await parse(connection, withoutExplain(sql));
  if (parsed.error && parsed.error_type === 'parser') await connection.prepare(sql);
  const count = parsed.statements?.length ?? 1;
  if (count !== 1)
    throw new WarehouseError(
      count === 0 ? 'There is no statement' : `There are ${count} statements`,
      'Give one, such as "select * from ad_report limit 10".',
    );
  if (parsed.error)
    throw new WarehouseError(
      'Only SELECT, DESCRIBE, SHOW, SUMMARIZE and EXPLAIN of a SELECT are allowed here: the warehouse is read, never changed',
      'Data comes in through import, collect and process. "npm run ads -- export" writes a relation to a file.',
    );
  const named: Named = { tables: new Set(), ctes: new Set(), functions: new Set() };
  gather(parsed.statements, named);
  assertFunctions(named);
  assertRelations(named, sqlFiles);
}

/** The tree of a SELECT; for anything else an error in place of it. Nothing is looked up or run. */
async function parse(connection: DuckDBConnection, sql: string): Promise<Parsed> {
  const reader = await connection.runAndReadAll('select cast(json_serialize_sql(cast($1 as varchar)) as varchar)', [
    sql,
  ]);
  return JSON.parse(String(reader.getRowsJson()[0]?.[0]));
}

/** The tree has no place for EXPLAIN; what it explains is looked at. */
const withoutExplain = (sql: string): string =>
  sql.replace(
    /^((?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*)explain\b(?:\s*\(\s*(?:analyze|format)\b[^)]*\))?(?:\s+analyze\b)?/i,
    '$1',
  );

function gather(node: unknown, named: Named): void {
  if (node === null || typeof node !== 'object') return;
  if ('table_name' in node && 'type' in node && node.type === 'BASE_TABLE') named.tables.add(lower(node.table_name));
  if ('type' in node && node.type === 'TABLE_FUNCTION' && 'function' in node)
    named.functions.add(functionName(node.function));
  if ('cte_map' in node) for (const name of cteNames(node.cte_map)) named.ctes.add(name);
  for (const inner of Object.values(node)) gather(inner, named);
}

const lower = (name: unknown): string => String(name).toLowerCase();

const functionName = (call: unknown): string =>
  call !== null && typeof call === 'object' && 'function_name' in call ? lower(call.function_name) : 'unknown';

function cteNames(ctes: unknown): string[] {
  if (ctes === null || typeof ctes !== 'object' || !('map' in ctes) || !Array.isArray(ctes.map)) return [];
  return ctes.map.map(({ key }) => lower(key));
}

function assertFunctions({ functions }: Named): void {
  const [refused] = [...functions].filter((name) => !harmlessTableFunctions.has(name));
  if (refused === undefined) return;
  throw new WarehouseError(
    `${refused}(…) is not allowed here: a query reads the warehouse, no files and no settings`,
    'To bring data in, use import. FROM takes tables, views, range, unnest and json_each.',
  );
}

function assertRelations({ tables, ctes }: Named, sqlFiles: SqlFiles): void {
  const onRaw = new Set(relationsOf(sqlFiles).flatMap(({ name, readsRaw }) => (readsRaw ? [name] : [])));
  const [refused] = [...tables].filter((name) => !ctes.has(name) && (onRaw.has(name) || name.startsWith('raw_')));
  if (refused === undefined) return;
  throw new WarehouseError(
    `${refused} cannot be queried: it reads raw objects, which are readable only while a run is merged`,
    `Merged data is in ${askableRelations(sqlFiles)
      .map(({ name }) => name)
      .join(', ')}; every value ever seen is in creative_observation.`,
  );
}
