import { DuckDBInstance } from '@duckdb/node-api';
import { WarehouseBusyError, WarehouseError } from '../../core/errors.ts';
import type { SqlFiles } from '../../core/sql/sql-models.ts';

/** The engine spills to disk beyond this; the process needs some 200 MB more. */
export const memoryLimit = '512MB';

const defaultBusyWaitSeconds = 10;
const busyRetryMilliseconds = 200;

/** Where the local warehouse lies, and what it was made from. */
export interface DatabasePlace {
  /** The DuckDB file. */
  file: string;
  sqlFiles: SqlFiles;
  spillFolder: string;
  /** How long a busy file is waited for before its holder is named; 10 when absent. */
  busyWaitSeconds?: number;
}

/** Opens a DuckDB file. Another process may hold it: that is waited for, then its holder is named (WarehouseBusyError). */
export async function openWhenFree(
  file: string,
  settings: Record<string, string>,
  busyWaitSeconds = defaultBusyWaitSeconds,
): Promise<DuckDBInstance> {
  const until = Date.now() + busyWaitSeconds * 1000;
  for (;;) {
    try {
      return await DuckDBInstance.create(file, settings);
    } catch (error) {
      const holder = lockHolder(error);
      if (holder === undefined) throw openingFailed(file, error);
      if (Date.now() > until) throw new WarehouseBusyError(file, holder, busyWaitSeconds, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, busyRetryMilliseconds));
    }
  }
}

/** DuckDB's message names the process that holds the file. */
function lockHolder(error: unknown): string | undefined {
  const message = (error as Error).message;
  if (!/could not set lock|being used by another process/i.test(message)) return undefined;
  const [, program, pid] = /held in (.+?) \(PID (\d+)\)/.exec(message) ?? [];
  return pid ? `process ${pid} (${program})` : 'another process';
}

function openingFailed(file: string, error: unknown): WarehouseError {
  return new WarehouseError(
    `The database ${file} cannot be opened: ${(error as Error).message.split('\n')[0]}`,
    'If the file is damaged, delete it and run "process" again: it is rebuilt from the raw data.',
    { cause: error },
  );
}
