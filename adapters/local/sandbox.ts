import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, type DuckDBResult, JsonDuckDBValueConverter } from '@duckdb/node-api';
import { WarehouseError } from '../../core/errors.ts';
import { askableRelations } from '../../core/sql/relations.ts';
import { type DatabasePlace, memoryLimit, openWhenFree } from './database-file.ts';
import { assertHarmless } from './sandbox-gate.ts';

/** What sorting and joining may put on the disk beyond the memory limit. */
const spillLimit = '2GB';
/** What the process may grow by: the engine's limit, and as much again for what it does not count. */
const uncountedMemory = 2 * 512 * 2 ** 20;
const watchMilliseconds = 50;
/** Text of the rows that are handed back; beyond it the answer is cut as by `limit`. */
const answerBytes = 64 * 2 ** 20;

export interface SandboxOptions {
  /** Rows that are handed back at most. */
  limit: number;
  timeoutSeconds: number;
}

export interface SandboxAnswer {
  /** Names are as the statement gave them; two may be the same. `type` is the engine's word. */
  columns: { name: string; type: string }[];
  /** Exact decimals and bigints as text, dates as `YYYY-MM-DD`. */
  rows: unknown[][];
  /** There are more rows than `limit`. */
  truncated: boolean;
}

/**
 * One statement of a person's own on the local warehouse: it reads tables and views and nothing else. No file, no network, no
 * setting, no change; memory and time are bounded. Throws WarehouseError with the engine's message, WarehouseBusyError.
 */
export async function askSandbox(place: DatabasePlace, sql: string, options: SandboxOptions): Promise<SandboxAnswer> {
  await mkdir(place.spillFolder, { recursive: true });
  const spilling = join(place.spillFolder, `sandbox-${process.pid}`);
  const instance = await openWhenFree(
    place.file,
    {
      access_mode: 'READ_ONLY',
      memory_limit: memoryLimit,
      temp_directory: spilling,
      max_temp_directory_size: spillLimit,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      // In this order: what follows cannot be set once files are out of reach, and nothing once settings are locked.
      enable_external_access: 'false',
      lock_configuration: 'true',
    },
    place.busyWaitSeconds,
  );
  const connection = await instance.connect();
  try {
    return await asking(connection, place, sql, options);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(spilling, { recursive: true, force: true });
  }
}

async function asking(
  connection: DuckDBConnection,
  { sqlFiles }: DatabasePlace,
  sql: string,
  { limit, timeoutSeconds }: SandboxOptions,
): Promise<SandboxAnswer> {
  const watch = watchOver(connection, timeoutSeconds);
  try {
    await assertHarmless(connection, sql, sqlFiles);
    const result = await connection.stream(sql);
    const types = result.columnTypes();
    const columns = result.columnNames().map((name, at) => ({ name, type: String(types[at]) }));
    try {
      return { columns, ...(await firstRows(result, limit, watch)) };
    } finally {
      await endStream(connection, result);
    }
  } catch (error) {
    if (error instanceof WarehouseError) throw error;
    const names = askableRelations(sqlFiles).map(({ name }) => name);
    throw watch.stopped() ?? refused(error, names);
  } finally {
    watch.end();
  }
}

/** Row by row, because one batch of the engine may hold more than fits into this process. */
async function firstRows(
  result: DuckDBResult,
  limit: number,
  watch: Watch,
): Promise<Pick<SandboxAnswer, 'rows' | 'truncated'>> {
  const rows: unknown[][] = [];
  let bytes = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    const stopped = watch.stopped();
    if (stopped) throw stopped;
    if (!chunk || chunk.rowCount === 0) return { rows, truncated: false };
    for (let at = 0; at < chunk.rowCount; at += 1) {
      if (rows.length === limit || bytes > answerBytes) return { rows, truncated: true };
      const row = chunk.convertRowValues(at, JsonDuckDBValueConverter);
      bytes += JSON.stringify(row).length;
      rows.push(row);
    }
  }
}

/** A stream that is not read to its end holds the file until it is garbage collected, and no other process can write; failing ends it. */
async function endStream(connection: DuckDBConnection, result: DuckDBResult): Promise<void> {
  connection.interrupt();
  while ((await result.fetchChunk().catch(() => null))?.rowCount) connection.interrupt();
}

interface Watch {
  /** Why the query was stopped; undefined while it was not. */
  stopped(): WarehouseError | undefined;
  end(): void;
}

/** Interrupts a query that takes too long, or memory that the engine does not count, such as single values of gigabytes. */
function watchOver(connection: DuckDBConnection, timeoutSeconds: number): Watch {
  const until = Date.now() + timeoutSeconds * 1000;
  const ceiling = process.memoryUsage.rss() + uncountedMemory;
  let stopped: WarehouseError | undefined;
  const timer = setInterval(() => {
    if (Date.now() >= until) stopped ??= overdue(timeoutSeconds);
    if (process.memoryUsage.rss() > ceiling) stopped ??= tooLarge('The query needs more memory than it may use');
    // Again and again: an interrupt that comes between two steps of the engine is forgotten.
    if (stopped) connection.interrupt();
  }, watchMilliseconds);
  return { stopped: () => stopped, end: () => clearInterval(timer) };
}

const overdue = (seconds: number): WarehouseError =>
  new WarehouseError(
    `The query was stopped after ${seconds} s`,
    'Select fewer days or columns, or allow more time with --timeout SECONDS.',
  );

const tooLarge = (message: string, cause?: unknown): WarehouseError =>
  new WarehouseError(
    message,
    `A query has ${memoryLimit} of memory and ${spillLimit} of disk. Select fewer days or columns, or aggregate before joining.`,
    { cause },
  );

function refused(error: unknown, names: readonly string[]): WarehouseError {
  const message = (error as Error).message.split('\n\nPossible solutions')[0]?.trim() ?? '';
  if (/out of memory|longer than 0x/i.test(message)) return tooLarge(message, error);
  const remedy = `The relations are ${names.join(', ')}. "describe ad_report" lists the columns of one.`;
  return new WarehouseError(message, remedy, { cause: error });
}
