/** What flows through a deployment, by size of account: the figures of core/deployment/cost/volumes.ts. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { addDays } from '../core/domain/calendar.ts';
import { athenaCost } from './refresh/athena-cost.ts';
import { backfilled, benchFolder, newestDay, processed, refreshDays } from './refresh/backfill.ts';
import { writePull } from './refresh/history.ts';
import { renewResults } from './results.ts';

const sizes = [
  { creatives: 10, campaigns: 2 },
  { creatives: 1000, campaigns: 50 },
  { creatives: 15_000, campaigns: 300 },
];
const smokeSizes = [{ creatives: 10, campaigns: 2 }];
/** The default look back of a first pull. */
const historyDays = 180;
const hourMs = 3_600_000;

export async function volumes({ smoke }: { smoke: boolean }): Promise<void> {
  const lines = [
    `One refresh of ${refreshDays} days after ${historyDays} days of history: what Athena would read of the tables as Parquet, and what is kept.`,
    '',
    '| creatives | queries | MB read | MB billed | raw kB a pull | tables MB | aggregates kB |',
    '|---|---|---|---|---|---|---|',
  ];
  for (const account of smoke ? smokeSizes : sizes) {
    const data = await backfilled(account, smoke ? 60 : historyDays);
    const at = new Date(Date.parse(newestDay) + 24 * hourMs);
    const raw = await writePull(data, account, { at, from: addDays(newestDay, 1 - refreshDays), to: newestDay });
    await processed(data);
    const athena = await athenaCost(data);
    lines.push(
      `| ${[
        account.creatives,
        athena.queries,
        athena.megabytes.toFixed(1),
        athena.billedMegabytes.toFixed(0),
        (statSync(join(data, raw)).size / 1e3).toFixed(0),
        athena.tableMegabytes.toFixed(1),
        (aggregateBytes(join(data, 'processed', 'aggregates')) / 1e3).toFixed(0),
      ].join(' | ')} |`,
    );
  }
  rmSync(benchFolder, { recursive: true, force: true });
  console.log(lines.join('\n'));
  if (!smoke) renewResults('volumes', 'npm run bench -- volumes', lines);
}

/** One generation: that at the fixed keys. */
function aggregateBytes(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.startsWith('generations'),
  );
  return names
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
}
