import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { measure } from './measure.ts';
import { renewResults } from './results.ts';

const root = resolve(fileURLToPath(import.meta.url), '..', '..');
const folder = join(root, '.local', 'bench', 'intake');

interface Case {
  rows: number;
  decimal: '.' | ',';
  /** At most this many times the floor's wall time. */
  target: number;
}

const cases: Case[] = [
  { rows: 1_000_000, decimal: '.', target: 8 },
  { rows: 10_000_000, decimal: '.', target: 4 },
  { rows: 10_000_000, decimal: ',', target: 5 },
];
const smokeCases: Case[] = [
  { rows: 20_000, decimal: '.', target: Number.POSITIVE_INFINITY },
  { rows: 20_000, decimal: ',', target: Number.POSITIVE_INFINITY },
];
/** The most creatives that a LinkedIn account can have. */
const creatives = 15_000;
const campaigns = 200;

/**
 * CSV to raw, facts and all aggregates (`import` then `process`, as two commands in fresh processes) against DuckDB merely
 * reading the same file and grouping it once by the same key. Wall time includes the start of Node on both sides.
 */
export async function intake({ smoke }: { smoke: boolean }): Promise<void> {
  const lines = [
    '| rows | decimals | MB | floor s | import s | process s | ratio | target | floor peak MB | import peak MB | process peak MB |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
  ];
  for (const each of smoke ? smokeCases : cases) lines.push(await runCase(each));
  console.log(lines.join('\n'));
  if (!smoke) renewResults('intake', 'npm run bench -- intake', lines);
}

async function runCase({ rows, decimal, target }: Case): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'export.csv');
  await writeCsv(file, rows, decimal);
  const data = join(folder, 'data');
  const cli = (...words: string[]) => measure([join(root, 'bench', 'measured-cli.ts'), ...words, '--data-dir', data]);

  const floor = await measure([join(root, 'bench', 'floor.ts'), file, decimal]);
  const read = await cli('import', file, '--currency', 'EUR');
  const merged = await cli('process');
  const ratio = (read.seconds + merged.seconds) / floor.seconds;
  const size = statSync(file).size / 1e6;
  rmSync(folder, { recursive: true, force: true });
  const cells = [
    rows.toLocaleString('en-US'),
    decimal === '.' ? 'point' : 'comma',
    size.toFixed(0),
    floor.seconds.toFixed(2),
    read.seconds.toFixed(2),
    merged.seconds.toFixed(2),
    `${ratio.toFixed(2)} ×`,
    Number.isFinite(target) ? `≤ ${target} ×` : 'none (smoke)',
    ...[floor, read, merged].map(({ peakMegabytes }) => peakMegabytes.toFixed(0)),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** One row per creative and day; numbers vary by a hash, so that neither engine compresses them away. */
async function writeCsv(file: string, rows: number, decimal: '.' | ','): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const money = (expression: string) =>
    decimal === '.' ? expression : `replace(cast(${expression} as varchar), '.', ',')`;
  await connection.run(`copy (
    select
      strftime(date '2023-01-01' + cast(i // ${creatives} as int), '%Y-%m-%d') as "Date",
      'Campaign ' || (i % ${creatives}) % ${campaigns} as "Campaign",
      'Creative ' || i % ${creatives} as "Creative",
      hash(i) % 20000 as "Impressions",
      (hash(i) % 20000) // 200 as "Clicks",
      ${money('cast((hash(i) % 20000) // 200 * 6.37 + (hash(i + 1) % 100) / 100.0 as decimal(18, 2))')} as "Spend",
      hash(i + 2) % 5 as "Conversions",
      ${money('cast((hash(i + 2) % 5) * 12.5 as decimal(18, 2))')} as "Conversion value"
    from range(${rows}) as t(i)
  ) to '${file}' (header, delimiter '${decimal === '.' ? ',' : ';'}')`);
  connection.closeSync();
  instance.closeSync();
}
