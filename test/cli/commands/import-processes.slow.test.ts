import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { projectRoot } from '../../../cli/runtime.ts';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';
import { run } from '../run.ts';

const newFolder = temporaryFolders();
const header = 'Date,Campaign,Ad name,Impressions,Clicks,Cost\n';

/** The command line as a process of its own. */
function start(...words: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'bin', 'ads.ts'), ...words], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  return {
    child,
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, json: () => JSON.parse(stdout) })),
  };
}

async function totals(folder: string) {
  await run('process', '--data-dir', folder, '--json');
  return (await run('report', '--data-dir', folder, '--json')).json();
}

describe('imports in processes of their own', () => {
  it('leave the same totals when one is killed half-way and repeated', async () => {
    const folder = await newFolder();
    const file = join(folder, 'big.csv');
    const data = join(folder, 'data');
    const dayOf = (at: number) => new Date(Date.UTC(2024, 0, 1 + Math.floor(at / 500))).toISOString().slice(0, 10);
    const rows = Array.from({ length: 100_000 }, (_, at) => `${dayOf(at)},camp,ad ${at % 500},"1,000",1,0.5`);
    await writeFile(file, `${header}${rows.join('\n')}\n`);
    const { child, ended } = start('import', file, '--data-dir', data, '--json');
    const imports = join(data, 'raw', 'imports');
    const working = join(data, '.tmp');
    while (!existsSync(working) && !existsSync(imports)) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 150));
    child.kill('SIGKILL');
    await ended;
    expect((await run('import', file, '--data-dir', data, '--json')).exitCode).toBe(0);
    expect(await totals(data)).toMatchObject({
      rejected: 0,
      totals: { impressions: 100_000_000, cost: 50_000, creatives: 500 },
    });
  });

  it('both succeed at once', async () => {
    const folder = await newFolder();
    const data = join(folder, 'data');
    await writeFile(join(folder, 'one.csv'), `${header}2024-01-01,camp,a,1,0,1\n`);
    await writeFile(join(folder, 'two.csv'), `${header}2024-01-02,camp,a,2,0,2\n`);
    const both = ['one.csv', 'two.csv'].map((name) =>
      start('import', join(folder, name), '--data-dir', data, '--json'),
    );
    const results = await Promise.all(both.map(({ ended }) => ended));
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    for (const { json } of results) expect(json().imported).toHaveLength(1);
    expect((await totals(data)).totals).toMatchObject({ impressions: 3, cost: 3, days: 2 });
  });
});

describe('a newer file of the same days', () => {
  it('makes a second revision and keeps the first observation', async () => {
    const folder = await newFolder();
    const data = join(folder, 'data');
    for (const [name, clicks] of [
      ['old.csv', 5],
      ['new.csv', 7],
    ] as const) {
      await writeFile(join(folder, name), `${header}2024-01-01,camp,a,100,${clicks},1\n`);
      await run('import', join(folder, name), '--data-dir', data);
      await totals(data);
    }
    const instance = await DuckDBInstance.create(join(data, 'warehouse', 'ads.duckdb'), { access_mode: 'READ_ONLY' });
    const connection = await instance.connect();
    try {
      const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
      expect(await rowsOf('select clicks, revision from creative_daily')).toEqual([['7', 2]]);
      expect(await rowsOf('select clicks from creative_observation order by observed_at')).toEqual([['5'], ['7']]);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
});
