/** The same merge in another form. */
export interface MergeAsInsert {
  /** Selects a row where the target holds something that may match; without one, `insert` does what the merge does. */
  mayMatch: string;
  insert: string;
}

/**
 * A MERGE that names the target's days only inserts where the target holds none of them, and DuckDB inserts three times as fast as it
 * merges. Undefined for a merge that could match any day. `statement` is rendered, in the form in which `athena/` writes merges.
 */
export function mergeAsInsert(statement: string): MergeAsInsert | undefined {
  const [, table, query, source, condition, columns, values] = mergeForm.exec(statement.trim()) ?? [];
  const days = /\btarget\.stat_date between cast\('[\d-]+' as date\) and cast\('[\d-]+' as date\)/i.exec(
    condition ?? '',
  )?.[0];
  if (days === undefined || /\bor\b/i.test(condition as string)) return undefined;
  return {
    mayMatch: `select 1 from ${table} as target where ${days} limit 1`,
    insert: `insert into ${table} ${columns} select ${values} from (${query}) as ${source}`,
  };
}

const mergeForm =
  /^merge into (\w+) as target\s+using \(([\s\S]*?)\n\) as (\w+)\s+on ([\s\S]*?)(?:\swhen matched [\s\S]*?)?\swhen not matched then insert (\([^)]*\))\s*values \(([\s\S]*)\)$/i;
