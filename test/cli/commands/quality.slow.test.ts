import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { qualityLines } from '../../../cli/commands/quality.ts';
import type { Quality } from '../../../core/process/quality/assess.ts';
import { run } from '../run.ts';
import { newFolder } from '../run-ads.ts';

const header = 'Date,Campaign,Ad name,Impressions,Clicks,Spend\n';
const good = '2026-03-01,Spring,Blue,1000,5,10.50\n2026-03-02,Spring,Blue,1000,5,10.50\n';

const odd = '2026-03-05,Spring,Blue,3,9,0\n2026-03-05,Spring,Red,-1,0,1\n';

/** A data folder that took these exports, one after the other. */
async function folderOf(...exports: string[]): Promise<string> {
  const folder = join(await newFolder(), 'data');
  for (const [number, rows] of exports.entries()) {
    const file = join(folder, '..', `${number}.csv`);
    await writeFile(file, header + rows);
    await run('import', file, '--data-dir', folder);
  }
  await run('process', '--data-dir', folder);
  return folder;
}

let folder: string;

beforeAll(async () => {
  folder = await folderOf(good, odd);
});

describe('quality', () => {
  it('finds nothing in good data', async () => {
    const { exitCode, stdout } = await run('quality', '--data-dir', await folderOf(good));
    expect([exitCode, stdout]).toEqual([
      0,
      [
        'Data quality: 100.0 of 100',
        '  other default: 100.0 (completeness 66.7 of 66.7, consistency 33.3 of 33.3)',
        '',
        'Checks: 20 of 20 passed.',
        '',
      ].join('\n'),
    ]);
  });

  it('fails when a check of severity error finds anything', async () => {
    const broken = await folderOf(good);
    const database = await DuckDBInstance.create(join(broken, 'warehouse', 'ads.duckdb'));
    const connection = await database.connect();
    await connection.run('update creative_daily set clicks = -5');
    connection.closeSync();
    database.closeSync();
    const { exitCode, stdout } = await run('quality', '--data-dir', broken);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('  ERROR   no_negative_values: 2 rows fail “No value is below zero”\n');
    expect(stdout).toContain('    -33.4  2 rows fail “No value is below zero”\n');
  });

  it('names each point that is lost with its reason and remedy, and shows offending rows', async () => {
    const { exitCode, stdout } = await run('quality', '--data-dir', folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      '    -13.4  2 of 5 days between the first and the last are in no file, starting with 2026-03-03\n',
    );
    expect(stdout).toContain('    -6.7  1 row fails “No creative has more clicks than impressions”\n');
    expect(stdout).toContain('    -3.4  1 of 4 rows is in quarantine\n');
    expect(stdout).toContain('Checks: 19 of 20 passed.\n  warning clicks_within_impressions: 1 row fails');
    expect(stdout).toContain(
      'campaign_id Spring, creative_id Spring/Blue, stat_date 2026-03-05, impressions 3, clicks 9\n',
    );
  });

  it('is one JSON document with --json', async () => {
    const found: Quality = (await run('quality', '--data-dir', folder, '--json')).json();
    expect(found).toMatchObject({
      simulated: false,
      score: 76.5,
      accounts: [{ platform: 'other', account_id: 'default', facts: 3, score: 76.5 }],
      drift: [],
    });
    expect(found.checks.find(({ check }) => check === 'clicks_within_impressions')).toMatchObject({
      severity: 'warning',
      offending: 1,
      examples: [{ stat_date: '2026-03-05', impressions: '3', clicks: '9' }],
    });
  });

  it('fails where there is no folder', async () => {
    expect((await run('quality', '--data-dir', join(folder, 'nowhere'))).exitCode).toBe(1);
  });
});

describe('what a person reads', () => {
  const nothing: Quality = {
    simulated: false,
    as_of: '2026-03-11T07:00:00.000Z',
    score: null,
    accounts: [],
    checks: [],
    drift: [],
  };

  it('is that there is no data, where there is none', () => {
    expect(qualityLines(nothing)).toEqual([
      'No data yet. Import a file or run collect, then run "npm run ads -- process".',
    ]);
  });

  it('has the fields that drifted', () => {
    const drift = {
      path: 'analytics.joy',
      change: 'unknown' as const,
      seen: 1200,
      runs: 2,
      accounts: ['7'],
      first_run: 'r1',
      first_at: '2026-03-01T06:00:00.000Z',
      last_run: 'r2',
      last_at: '2026-03-01T12:00:00.000Z',
    };
    expect(qualityLines({ ...nothing, drift: [drift] })).toContain(
      '  unknown analytics.joy: 1,200 times in 2 runs, 2026-03-01 06:00 to 2026-03-01 12:00 UTC (last run r2)',
    );
  });

  it('says how many rows are not shown', () => {
    const check: Quality['checks'][number] = {
      check: 'no_negative_values',
      severity: 'error',
      title: 'No value is below zero',
      offending: 7,
      examples: [{ account_id: 'a', clicks: null }],
      explanation: 'Why.',
      remedy: 'Do.',
    };
    expect(qualityLines({ ...nothing, score: 0, simulated: true, checks: [check] })).toEqual([
      'This is a simulated LinkedIn account: every number is made up.',
      '',
      'Data quality: 0.0 of 100',
      '',
      'Checks: 0 of 1 passed.',
      '  ERROR   no_negative_values: 7 rows fail “No value is below zero”',
      '          Why.',
      '          Do.',
      '          account_id a, clicks unknown',
      '          … and 6 more rows',
    ]);
  });
});
