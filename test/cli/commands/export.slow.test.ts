import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../run.ts';
import { newFolder } from '../run-ads.ts';

let folder: string;

beforeAll(async () => {
  const own = await newFolder();
  folder = join(own, 'data');
  const file = join(own, 'export.csv');
  await writeFile(
    file,
    'Date,Campaign,Ad name,Impressions,Clicks,Spend\n2026-03-01,Spring,=cmd(),1000,5,10.50\n2026-03-02,Spring,Red,2000,6,20\n',
  );
  await run('import', file, '--data-dir', folder, '--currency', 'EUR');
  await run('process', '--data-dir', folder);
});

const exporting = (...words: string[]) => run('export', ...words, '--data-dir', folder);

describe('export', () => {
  it('writes ad_report as CSV into the data folder, says so, and warns of texts that a spreadsheet would run', async () => {
    const { exitCode, stdout } = await exporting();
    const file = join(folder, 'exports', 'ad_report.csv');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      `2 rows of ad_report in ${file}`,
      '1 text in it begins with =, +, - or @. A spreadsheet may run such a text as a formula; --spreadsheet prevents that.',
      '',
    ]);
    expect((await readFile(file, 'utf8')).split('\r\n')).toHaveLength(4);
    expect((await exporting()).stderr).toBe(
      `Error: ${file} already exists\nWhat to do: Nothing was written. Add --force to replace it, or name another file with --out.\n`,
    );
    expect((await exporting('--force', '--spreadsheet')).stdout).toBe(`2 rows of ad_report in ${file}\n`);
  });

  it('takes the format from the name of the file, and its days and relation from the options', async () => {
    const out = join(folder, '..', 'daily.jsonl');
    const options = ['--relation', 'creative_daily', '--from', '2026-03-02', '--to', '2026-03-02', '--out', out];
    expect((await exporting(...options, '--json')).json()).toEqual({
      simulated: false,
      relation: 'creative_daily',
      format: 'json',
      file: out,
      rows: 1,
      bytes: Buffer.byteLength(await readFile(out)),
      formulas: 0,
    });
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ creative_id: 'Spring/Red', cost: 20 });
    await exporting('--format', 'parquet');
    expect((await readFile(join(folder, 'exports', 'ad_report.parquet'))).subarray(0, 4).toString()).toBe('PAR1');
  });

  it('writes nothing among the data, not even by force', async () => {
    const database = join(folder, 'warehouse', 'ads.duckdb');
    const before = await readFile(database);
    for (const out of [database, join(folder, 'state', 'x.csv'), join(folder, 'exports', '..', 'x.csv')])
      expect((await exporting('--force', '--out', out)).stderr).toContain('is inside the data folder');
    expect((await exporting('--out', join(folder, '..'))).stderr).toContain('is a folder');
    expect(before.equals(await readFile(database))).toBe(true);
  });

  it('explains options that cannot be', async () => {
    for (const [words, message] of [
      [['ad_report'], 'export takes options only, not "ad_report"'],
      [['--format', 'xlsx'], '--format "xlsx" is not valid'],
      [['--from', '2026-02-30'], '--from "2026-02-30" is not valid'],
      [['--from', '2026-03-02', '--to', '2026-03-01'], '--from 2026-03-02 is after --to 2026-03-01'],
      [['--format', 'json', '--spreadsheet'], '--spreadsheet is for CSV'],
      [['--relation', 'raw_entities'], 'There is no relation "raw_entities" to export'],
    ] as const)
      expect((await exporting(...words)).stderr).toContain(message);
  });
});
