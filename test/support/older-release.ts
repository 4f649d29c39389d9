import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ImportRecord } from '../../core/contracts/imports.ts';
import { keys } from '../../core/contracts/keys.ts';
import type { QuarantineRecord } from '../../core/contracts/quarantine.ts';
import { gzipLines } from '../../core/running/gzip.ts';

/** What an older release stored for an ad and day: nothing, or `rest`. */
export interface StoredDay {
  creative: string;
  date: string;
  rest?: { impressions: number; clicks: number; cost: string };
}

/** A line that it could not read; `rest` is of the other lines of the same ad and day. */
export interface NotRead extends StoredDay {
  line: number;
  text: string;
}

/** Makes of a whole import what a release would have left that could not read some of its lines. */
export async function asOlderReleaseLeft(dataDir: string, record: ImportRecord, ...missing: NotRead[]): Promise<void> {
  const at = new Date(record.imported_at);
  const { platform, run_id: runId, file } = record;
  await alterRows(dataDir, record, ...missing);
  const mapping = join(dataDir, keys.importMapping(platform, at, runId));
  const stored = JSON.parse(await readFile(mapping, 'utf8'));
  stored.counts.accepted -= missing.length;
  stored.counts.rejected += missing.length;
  await writeFile(mapping, JSON.stringify(stored));
  const records: QuarantineRecord[] = missing.map(({ line, text }) => ({
    run_id: runId,
    file,
    line,
    column: 'Cost',
    reason: 'cost cannot be read: "?"',
    remedy: 'Correct this line.',
    text,
  }));
  const key = join(dataDir, keys.quarantine(platform, at, runId));
  await mkdir(dirname(key), { recursive: true });
  await writeFile(key, await gzipLines(records));
}

/** Makes an import's stored rows those of a release that read them otherwise. */
export async function alterRows(
  dataDir: string,
  { platform, imported_at: at, run_id: runId }: ImportRecord,
  ...days: StoredDay[]
): Promise<void> {
  const path = join(dataDir, keys.importRows(platform, new Date(at), runId));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`create table rows as select * from '${path}'`);
  for (const { creative, date, rest } of days) {
    const where = `where creative_id = '${creative}' and stat_date = '${date}'`;
    await connection.run(
      rest
        ? `update rows set impressions = ${rest.impressions}, clicks = ${rest.clicks}, cost = ${rest.cost} ${where}`
        : `delete from rows ${where}`,
    );
  }
  await connection.run(`copy rows to '${path}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}
