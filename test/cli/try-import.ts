import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { run } from './run.ts';

export const header = 'Date,Campaign,Ad name,Impressions,Clicks,Cost';
export const day = (date: string, rest = 'camp,a,100,5,1.50') => `${date},${rest}`;

export interface Tried {
  exitCode: number;
  /** The import's JSON document. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents whose shape they assert
  json: any;
  folder: string;
  /** What lies in quarantine. */
  quarantine: { line: number; column: string | null; reason: string; remedy: string; text: string }[];
}

/** Imports a file of this content, in a folder of the test's own. */
export async function importAs(
  folder: string,
  name: string,
  content: string | Uint8Array,
  ...options: string[]
): Promise<Tried> {
  const path = join(folder, name);
  await writeFile(path, content);
  const dataDir = join(folder, 'data');
  const ran = await run('import', path, '--data-dir', dataDir, '--json', ...options);
  const json = ran.json();
  const key = json.imported?.[0]?.quarantine;
  const lines = key
    ? gunzipSync(await readFile(join(dataDir, key)))
        .toString('utf8')
        .trimEnd()
        .split('\n')
    : [];
  return { exitCode: ran.exitCode, json, folder, quarantine: lines.map((line) => JSON.parse(line)) };
}

export async function totals(folder: string) {
  await run('process', '--data-dir', join(folder, 'data'), '--json');
  const report = await run('report', '--data-dir', join(folder, 'data'), '--json');
  return report.json();
}

export const table = (...rows: string[]) => `${[header, ...rows].join('\n')}\n`;
