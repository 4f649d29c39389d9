import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface DatabaseHolder {
  pid: number | undefined;
  /** Kills the process that holds the file, and waits for its end. */
  release(): Promise<void>;
}

/** A process of its own that holds a DuckDB file to write. Fails when it cannot have the file. */
export async function holdDatabase(file: string): Promise<DatabaseHolder> {
  const script = new URL('hold-database-process.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', script, file]);
  const ended = once(child, 'close');
  const complaint = text(child.stderr);
  const isHeld = await Promise.race([once(child.stdout, 'data').then(() => true), ended.then(() => false)]);
  if (!isHeld) throw new Error(`The file cannot be held: ${await complaint}`);
  return {
    pid: child.pid,
    async release() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
