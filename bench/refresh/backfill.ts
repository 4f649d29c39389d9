import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDays } from '../../core/domain/calendar.ts';
import { type Measured, measure } from '../measure.ts';
import { type Account, writePull } from './history.ts';

const root = resolve(fileURLToPath(import.meta.url), '..', '..', '..');
export const benchFolder = join(root, '.local', 'bench', 'refresh');
export const newestDay = '2026-11-20';
/** Days that a usual pull reads again. */
export const refreshDays = 30;
const chunkDays = 30;
const hourMs = 3_600_000;

/** A new folder with the raw objects of a first pull that looked back so many days. */
export async function backfilled(account: Account, days: number): Promise<string> {
  const data = join(benchFolder, `${account.creatives}-${days}`);
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const at = new Date(Date.parse(newestDay) + 18 * hourMs);
  for (let back = days; back > 0; back -= chunkDays) {
    const from = addDays(newestDay, 1 - back);
    const to = addDays(newestDay, -Math.max(0, back - chunkDays));
    await writePull(data, account, { at, from, to });
  }
  await measure([join(root, 'bench', 'refresh', 'claim-folder.ts'), data]);
  return data;
}

/** As its user runs it: in a process of its own. */
export const processed = (data: string): Promise<Measured> =>
  measure([join(root, 'bench', 'measured-cli.ts'), 'process', '--data-dir', data]);
