import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDays } from '../core/domain/calendar.ts';
import { type Measured, measure } from './measure.ts';
import { athenaCost } from './refresh/athena-cost.ts';
import { backfilled, benchFolder, newestDay, processed, refreshDays } from './refresh/backfill.ts';
import { type Account, writePull } from './refresh/history.ts';
import { renewResults } from './results.ts';

const root = resolve(fileURLToPath(import.meta.url), '..', '..');
const hourMs = 3_600_000;
/** Of so many refreshes of a history the middle one counts. */
const refreshes = 7;

/** A large account. */
const large: Account = { creatives: 2000, campaigns: 100 };
const histories = [30, 180, 720];
/** Wall time of a refresh after the longest history, against the shortest. */
const growthTarget = 1.2;

interface FloorCase {
  account: Account;
  days: number;
  target: number;
}
const floors: FloorCase[] = [
  { account: { creatives: 2778, campaigns: 140 }, days: 360, target: 5 },
  { account: { creatives: 13_889, campaigns: 200 }, days: 720, target: 2 },
];

/**
 * What one refresh costs after a history of months or years: a pull of the newest 30 days, merged, and all aggregates anew. Then the
 * whole way from raw to aggregates against DuckDB merely reading the same raw objects and grouping them once.
 */
export async function refresh({ smoke }: { smoke: boolean }): Promise<void> {
  const account = smoke ? { creatives: 20, campaigns: 4 } : large;
  const lines = [...(await growth(account, smoke ? [30, 60] : histories)), '', ...(await againstFloor(smoke))];
  rmSync(benchFolder, { recursive: true, force: true });
  console.log(lines.join('\n'));
  if (!smoke) renewResults('refresh', 'npm run bench -- refresh', lines);
}

async function growth(account: Account, days: readonly number[]): Promise<string[]> {
  const lines = [
    `One refresh of ${account.creatives} creatives: ${refreshDays} days pulled again (${account.creatives * refreshDays} rows), merged, all aggregates.`,
    `The middle of ${refreshes} refreshes, taken in turns, so that a slow minute of the machine meets every history alike.`,
    '',
    '| days of history | refresh s | against the shortest | target | MB read | peak MB | full recompute s | MB read | Athena MB a refresh | Athena USD a month |',
    '|---|---|---|---|---|---|---|---|---|---|',
  ];
  const histories = await inTurns(account, days);
  const shortest = histories[0]?.middle.seconds ?? Number.NaN;
  for (const { days, data, middle } of histories) {
    const athena = await athenaCost(data);
    rmSync(join(data, 'warehouse'), { recursive: true, force: true });
    const full = await processed(data);
    lines.push(
      `| ${[
        days,
        middle.seconds.toFixed(2),
        `${(middle.seconds / shortest).toFixed(2)} ×`,
        `≤ ${growthTarget} ×`,
        megabytes(middle.readMegabytes),
        middle.peakMegabytes.toFixed(0),
        full.seconds.toFixed(2),
        megabytes(full.readMegabytes),
        athena.megabytes.toFixed(0),
        athena.dollarsAMonth.toFixed(2),
      ].join(' | ')} |`,
    );
  }
  return lines;
}

/** Each history with the middle one of its refreshes. */
async function inTurns(account: Account, histories: readonly number[]) {
  const prepared: { days: number; data: string; measured: Measured[] }[] = [];
  for (const days of histories) {
    const data = await backfilled(account, days);
    await processed(data);
    prepared.push({ days, data, measured: [] });
  }
  for (let pull = 1; pull <= refreshes; pull += 1) {
    const at = new Date(Date.parse(newestDay) + (18 + 6 * pull) * hourMs);
    for (const { data, measured } of prepared) {
      await writePull(data, account, { at, from: addDays(newestDay, 1 - refreshDays), to: newestDay });
      measured.push(await processed(data));
    }
  }
  return prepared.map(({ days, data, measured }) => ({ days, data, middle: middleOf(measured) }));
}

const middleOf = (measured: readonly Measured[]): Measured =>
  measured.toSorted((one, other) => one.seconds - other.seconds)[Math.floor(measured.length / 2)] as Measured;

async function againstFloor(smoke: boolean): Promise<string[]> {
  const lines = [
    'All of it from raw: facts, checks and all aggregates, against DuckDB reading the same raw objects and grouping them once.',
    '',
    '| observations | floor s | process s | ratio | target | floor peak MB | process peak MB |',
    '|---|---|---|---|---|---|---|',
  ];
  const none = Number.POSITIVE_INFINITY;
  const cases = smoke ? [{ account: { creatives: 50, campaigns: 5 }, days: 60, target: none }] : floors;
  for (const { account, days, target } of cases) {
    const data = await backfilled(account, days);
    const floor = await measure([join(root, 'bench', 'refresh', 'floor.ts'), data]);
    const all = await processed(data);
    lines.push(
      `| ${[
        (account.creatives * days).toLocaleString('en-US'),
        floor.seconds.toFixed(2),
        all.seconds.toFixed(2),
        `${(all.seconds / floor.seconds).toFixed(2)} ×`,
        Number.isFinite(target) ? `≤ ${target} ×` : 'none (smoke)',
        floor.peakMegabytes.toFixed(0),
        all.peakMegabytes.toFixed(0),
      ].join(' | ')} |`,
    );
  }
  return lines;
}

const megabytes = (value: number | null): string => (value === null ? 'not known' : value.toFixed(0));
