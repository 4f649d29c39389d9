import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../cli/runtime.ts';
import { run } from '../run.ts';
import { newFolder } from '../run-ads.ts';

let folder: string;

beforeAll(async () => {
  folder = await newFolder();
  const file = join(folder, 'export.csv');
  await writeFile(
    file,
    'Date,Campaign,Ad name,Impressions,Clicks,Spend\n2026-03-01,Spring,Blue,1000,5,10.50\n2026-03-02,Spring,Red,2000,6,20\n',
  );
  await run('import', file, '--data-dir', folder, '--currency', 'EUR');
  await run('process', '--data-dir', folder);
});

const sql = (...words: string[]) => run('sql', ...words, '--data-dir', folder);

describe('sql', () => {
  it('prints rows as a table and says how many', async () => {
    const { exitCode, stdout } = await sql('select date_day, creative_name, clicks, spend from ad_report order by 1');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'date_day    creative_name  clicks  spend',
      '----------  -------------  ------  -----',
      '2026-03-01  Blue                5   10.5',
      '2026-03-02  Red                 6   20.0',
      '',
      '2 rows',
      '',
    ]);
  });

  it('gives rows as JSON with every digit, and a second column of one name under another', async () => {
    expect(
      (await sql('select date_day, spend, clicks as n, 1 as n from ad_report order by 1', '--json')).json(),
    ).toEqual({
      simulated: false,
      columns: [
        { name: 'date_day', type: 'DATE' },
        { name: 'spend', type: 'DECIMAL(18,9)' },
        { name: 'n', type: 'BIGINT' },
        { name: 'n_2', type: 'INTEGER' },
      ],
      rows: [
        { date_day: '2026-03-01', spend: '10.500000000', n: '5', n_2: 1 },
        { date_day: '2026-03-02', spend: '20.000000000', n: '6', n_2: 1 },
      ],
      truncated: false,
    });
  });

  it('says when rows were cut, and how to see more', async () => {
    expect((await sql('select * from range(500)')).stdout).toContain(
      'Showing the first 200 rows. --limit 2000 shows more; "npm run ads -- export" writes a whole relation.',
    );
    expect((await sql('select * from range(5)', '--limit', '4', '--json')).json()).toMatchObject({
      rows: [{ range: '0' }, { range: '1' }, { range: '2' }, { range: '3' }],
      truncated: true,
    });
  });

  it('lists what can be asked, with its grain, when there is no statement', async () => {
    const { stdout } = await sql();
    expect(stdout).toMatch(/^ad_report +per day, platform, account, campaign group, campaign and creative/m);
    expect(stdout).not.toMatch(/stg_|raw_|changed_/);
    const { relations } = (await sql('--json')).json();
    for (const { name } of relations) expect((await sql(`from ${name} limit 1`)).exitCode, name).toBe(0);
  });

  it('draws a plan as the engine does', async () => {
    expect((await sql('explain select count(*) from ad_report')).stdout).toMatch(/│ +UNGROUPED_AGGREGATE +│\n/);
  });

  it('fails with the engine’s message and what to do', async () => {
    const { exitCode, stdout, stderr } = await sql('select clikcs from ad_report');
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Error: Binder Error: Referenced column "clikcs" not found in FROM clause!/);
    expect(stderr).toMatch(
      /What to do: The relations are account, .*"describe ad_report" lists the columns of one\.\n$/,
    );
    expect((await sql('drop table account', '--json')).json().error.message).toMatch(/^Only SELECT, /);
    expect((await sql('select', '1')).stderr).toContain('sql takes one statement');
    expect((await sql('select 1', '--timeout', '0')).stderr).toContain('--timeout "0" is not valid');
    expect((await sql('select count(*) from range(100000000000000)', '--timeout', '1')).stderr).toContain(
      'Error: The query was stopped after 1 s',
    );
  });

  it('reads a statement from stdin', async () => {
    const words = ['--import', 'tsx', join(projectRoot, 'bin', 'ads.ts'), 'sql', '-', '--data-dir', folder, '--json'];
    const child = spawn(process.execPath, words, { cwd: projectRoot });
    child.stdin.end("-- a comment first\nselect 'it''s' as a\n");
    expect(JSON.parse(await text(child.stdout)).rows).toEqual([{ a: "it's" }]);
  });

  it('ends at once when it is interrupted, and the next command finds the database free', async () => {
    const words = ['--import', 'tsx', join(projectRoot, 'bin', 'ads.ts'), 'sql'];
    const child = spawn(
      process.execPath,
      [...words, 'select count(*) from range(100000000000000)', '--data-dir', folder],
      {
        cwd: projectRoot,
      },
    );
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
    child.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    expect((await sql('select 1')).exitCode).toBe(0);
  });
});
