import { readFile } from 'node:fs/promises';

/** The records of an NDJSON file; none when there is no file. */
export async function linesOf<T>(file: string): Promise<T[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
