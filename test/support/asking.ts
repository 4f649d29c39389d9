import { join } from 'node:path';
import type { DatabasePlace } from '../../adapters/local/database-file.ts';
import { askSandbox } from '../../adapters/local/sandbox.ts';
import { loadSqlFiles, projectRoot } from '../../cli/runtime.ts';
import type { Workshop } from './workshop.ts';

/** The workshop's database, for what asks it beside the port. Its warehouse must be let go of first. */
export const placeOf = (shop: Workshop): DatabasePlace => ({
  file: join(shop.folder, 'warehouse', 'ads.duckdb'),
  spillFolder: join(shop.folder, '.tmp', 'spill'),
  sqlFiles: loadSqlFiles(join(projectRoot, 'athena')),
  busyWaitSeconds: 1,
});

/** The rows of a statement in the sandbox, as objects; lets go of the workshop's warehouse. */
export async function ask(shop: Workshop, sql: string): Promise<Record<string, unknown>[]> {
  await shop.deps.warehouse.close();
  const { columns, rows } = await askSandbox(placeOf(shop), sql, { limit: 100_000, timeoutSeconds: 60 });
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])));
}
