/** The story's rows as raw objects, packed and placed as the pipeline does: imports as Parquet, pulls as packed lines. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { keys, pullIdOf } from '../../core/contracts/keys.ts';
import type { RawRelation } from '../../core/ports/warehouse.ts';
import { gzipLines } from '../../core/running/gzip.ts';
import { rawColumns } from './external-raw.ts';
import { type FixtureRow, selectOf } from './fixture-sql.ts';
import type { RawObjects } from './story.ts';

export type ObjectKeys = Record<RawRelation, string[]>;

/** Stores what a run has below the folder; returns where. A file is of one platform, a pull's object of one account. */
export async function storeObjects(folder: string, id: string, at: Date, rows: RawObjects): Promise<ObjectKeys> {
  const stored: ObjectKeys = { raw_import_rows: [], raw_analytics: [], raw_entities: [] };
  const fileOf = async (relation: RawRelation, key: string) => {
    stored[relation].push(key);
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    return path;
  };
  for (const [platform, imported] of by('platform', rows.raw_import_rows)) {
    const path = await fileOf('raw_import_rows', keys.importRows(platform, at, `${id}-${platform}`));
    await writeParquet(path, selectOf('raw_import_rows', imported));
  }
  for (const [account, pulled] of by('account_id', rows.raw_analytics)) {
    const pullId = pullIdOf(at, id, account, pulled[0]?.window_from ?? '');
    const path = await fileOf('raw_analytics', keys.analytics('linkedin', at, pullId));
    await writeFile(path, await gzipLines(pulled.map((row) => lineOf('raw_analytics', row))));
  }
  for (const [account, listed] of by('account_id', rows.raw_entities)) {
    const path = await fileOf('raw_entities', keys.entities('linkedin', at, pullIdOf(at, id, account, 'entities')));
    await writeFile(path, await gzipLines(listed.map((row) => lineOf('raw_entities', row))));
  }
  return stored;
}

function by(column: string, rows: readonly FixtureRow[]): Map<string, FixtureRow[]> {
  const groups = new Map<string, FixtureRow[]>();
  for (const row of rows) groups.set(row[column] ?? '', [...(groups.get(row[column] ?? '') ?? []), row]);
  return groups;
}

/** The collector writes counts as numbers, and decimals as text. */
const lineOf = (relation: RawRelation, row: FixtureRow): Record<string, unknown> => {
  const counts = new Set(rawColumns[relation].filter(({ type }) => type === 'bigint').map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, counts.has(name) && value !== null ? Number(value) : value]),
  );
};

async function writeParquet(path: string, select: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (${select}) to '${path}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}
