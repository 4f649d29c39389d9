import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SqlFiles } from '../core/sql/sql-models.ts';

/** Athena's own statements lie apart: no other engine runs them. */
const athenaOnly = 'athena-only/';

/** `athena/`, which the bundle has beside it, by path without `.sql`; and `athena/athena-only` by name. */
export function bundledSqlFiles(): { sqlFiles: SqlFiles; athenaOnlyFiles: SqlFiles } {
  const folder = fileURLToPath(new URL('./athena', import.meta.url));
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql'));
  const files = names
    .toSorted()
    .map(
      (name) => [name.slice(0, -'.sql'.length).split(sep).join('/'), readFileSync(join(folder, name), 'utf8')] as const,
    );
  return {
    sqlFiles: new Map(files.filter(([path]) => !path.startsWith(athenaOnly))),
    athenaOnlyFiles: new Map(
      files
        .filter(([path]) => path.startsWith(athenaOnly))
        .map(([path, text]) => [path.slice(athenaOnly.length), text]),
    ),
  };
}
