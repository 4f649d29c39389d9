import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Appends one JSON line per record, all in one write to a file opened for appending: so the lines of several processes
 * stand one below the other and never inside each other. (`appendFile` splits what is long.)
 */
export async function appendLines(file: string, records: readonly object[]): Promise<void> {
  if (records.length === 0) return;
  const lines = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'a');
  try {
    const { bytesWritten } = await handle.write(lines);
    if (bytesWritten < lines.length)
      throw new Error(`Only ${bytesWritten} of ${lines.length} bytes fitted into ${file}`);
  } finally {
    await handle.close();
  }
}
