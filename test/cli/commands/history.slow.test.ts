import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../run.ts';
import { newFolder } from '../run-ads.ts';

let folder: string;

beforeAll(async () => {
  folder = await newFolder();
  const file = join(folder, 'export.csv');
  for (const figures of ['1000,5,1210.50', '1200,4,1211']) {
    await writeFile(file, `Date,Campaign,Ad name,Impressions,Clicks,Spend\n2026-03-01,Spring,Blue,${figures}\n`);
    await run('import', file, '--data-dir', folder, '--currency', 'EUR');
    await run('process', '--data-dir', folder);
  }
});

const history = (...words: string[]) => run('history', ...words, '--data-dir', folder);

describe('history', () => {
  it('prints each value with when it was seen and what changed', async () => {
    const { exitCode, stdout } = await history('Spring/Blue', '2026-03-01');
    expect(exitCode).toBe(0);
    const at = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
    const lines = stdout.split('\n');
    expect(lines.slice(0, 4)).toEqual([
      'Spring/Blue on 2026-03-01',
      'other account default, campaign Spring',
      '2 values',
      '',
    ]);
    expect(lines[4]).toMatch(
      /^seen \(UTC\) +impressions {2}clicks {2}cost EUR {2}conversions {2}value EUR {4}leads {2}video_views {2}what changed +source {2}run$/,
    );
    expect(lines[6]).toMatch(
      new RegExp(`^${at} +1,000 +5 +1,210\\.5 +no data +no data {2}no data +no data {2}first seen +import {2}\\w{26}$`),
    );
    expect(lines[7]).toMatch(
      new RegExp(`^${at} +1,200 +4 +1,211 .* {2}impressions \\+200, clicks -1, cost \\+0\\.5 {2}import {2}\\w{26}$`),
    );
  });

  it('gives the same as JSON, exact amounts as text', async () => {
    expect((await history('Spring/Blue', '2026-03-01', '--json')).json()).toMatchObject({
      simulated: false,
      histories: [
        {
          creative_id: 'Spring/Blue',
          values: [
            { cost: '1210.5', leads: null, changes: [] },
            { cost: '1211', changes: [{ field: 'impressions', from: '1000', to: '1200', by: '200' }, {}, {}] },
          ],
        },
      ],
    });
  });

  it('fails with what there is instead', async () => {
    for (const [words, message, remedy] of [
      [['Spring/Blue', '2026-03-02'], 'Spring/Blue has no figures on 2026-03-02', 'It has figures on 2026-03-01.'],
      [
        ['blue', '2026-03-01'],
        'There is no creative blue',
        'Did you mean Spring/Blue “Blue” (other account default, 2026-03-01)?',
      ],
      [['Spring/Blue'], 'history takes a creative and a day as YYYY-MM-DD', 'For example: '],
      [['Spring/Blue', '2026-02-30'], 'history takes a creative and a day as YYYY-MM-DD', 'For example: '],
    ] as const) {
      const { exitCode, stdout, stderr } = await history(...words);
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(stderr).toContain(`Error: ${message}\nWhat to do: ${remedy}`);
    }
  });
});
