import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';
import { hasSharedData, lacking, run, sharedData } from '../run.ts';

const newFolder = temporaryFolders();
const onData = it.skipIf(!hasSharedData);
const ads = (name: string) => join(sharedData, 'ads', name);

async function imported(folder: string, file: string, ...options: string[]) {
  const { json, exitCode } = await run('import', file, '--data-dir', folder, '--json', ...options);
  return { exitCode, ...json() };
}

async function totals(folder: string) {
  expect((await run('process', '--data-dir', folder, '--json')).exitCode).toBe(0);
  return (await run('report', '--data-dir', folder, '--json')).json();
}

const onlineMap =
  'date=month+day,campaign=campaign_number,creative=user_engagement+banner+placement,impressions=displays,cost=cost,clicks=clicks,conversions=post_click_conversions,conversion_value=post_click_sales_amount';

describe(`imports of published data${lacking}`, () => {
  onData('reads two months of banner ads to the last digit', async () => {
    const folder = await newFolder();
    const options = ['--platform', 'other', '--year', '2020', '--currency', 'USD', '--map', onlineMap];
    const {
      imported: [record],
    } = await imported(folder, ads('online_advertising_apr_may.csv'), ...options);
    expect(record.counts).toMatchObject({ rows: 10974, accepted: 10974, rejected: 0, totals_rows: 0 });
    expect((await totals(folder)).totals).toMatchObject({
      impressions: 194923238,
      clicks: 2201029,
      cost: 144397.6103,
      conversions: 486500,
      conversion_value: 24913863.5587,
      leads: null,
      days: 61,
      currency: 'USD',
    });
    const again = await imported(folder, ads('online_advertising_apr_may.csv'), ...options);
    expect(again.imported[0]).toMatchObject({ repeated: true, run_id: record.run_id });
    expect((await totals(folder)).totals.impressions).toBe(194923238);
  });

  onData('reads 759 ads of one day', async () => {
    const folder = await newFolder();
    const map =
      'campaign=xyz_campaign_id,creative=ad_id,impressions=Impressions,clicks=Clicks,cost=Spent,conversions=Total_Conversion';
    await imported(folder, ads('kag_conversion_open.csv'), '--date', '2017-08-30', '--map', map);
    const found = await totals(folder);
    expect(found.totals).toMatchObject({
      creatives: 759,
      impressions: 144679151,
      clicks: 26228,
      conversions: 2147,
      days: 1,
    });
    expect(found.totals.cost.toFixed(6)).toBe('40253.679953');
  });

  onData('reads a year of LinkedIn campaigns', async () => {
    const folder = await newFolder();
    await imported(folder, ads('synthetic_linkedin_ads_2025.csv'));
    expect(await totals(folder)).toMatchObject({
      totals: { impressions: 19500497, clicks: 125499, cost: 600000.12, leads: 771 },
      data_from: '2025-01-01',
      data_through: '2025-12-31',
    });
  });

  onData('reads two date formats in one column, and both halves of a wide table', async () => {
    const folder = await newFolder();
    const half = (name: string, platform: string) =>
      imported(
        folder,
        ads('fb_adwords_daily_2019.csv'),
        '--platform',
        platform,
        '--currency',
        'USD',
        '--map',
        `date=Date,campaign=${name} Ad Campaign,impressions=${name} Ad Views,clicks=${name} Ad Clicks,conversions=${name} Ad Conversions,cost=Cost per ${name} Ad`,
      );
    const expected = sumsOf('fb_adwords_daily_2019.csv', { facebook: [2, 3, 4, 5], adwords: [10, 11, 12, 13] });
    const meta = (await half('Facebook', 'meta')).imported[0];
    expect(meta).toMatchObject({ dates: { style: 'mdy' }, counts: { accepted: 365, rejected: 0 } });
    const facebook = await totals(folder);
    expect([facebook.totals.days, facebook.data_from, facebook.data_through]).toEqual([
      365,
      '2019-01-01',
      '2019-12-31',
    ]);
    expect(metricsOf(facebook)).toEqual(expected.facebook);
    await half('AdWords', 'google');
    expect(metricsOf(await totals(folder))).toEqual(
      expected.facebook?.map((sum, at) => sum + (expected.adwords?.[at] ?? 0)),
    );
  });

  onData('keeps blanks apart from zero', async () => {
    const folder = await newFolder();
    const {
      imported: [record],
    } = await imported(folder, ads('ab_control_campaign_aug2019.csv'));
    expect(record).toMatchObject({ dates: { style: 'dmy' }, currency: { code: 'USD', source: 'header' } });
    const lines = cellsOf('ab_control_campaign_aug2019.csv');
    const sum = (column: number) => lines.reduce((total, cells) => total + Number(cells[column] || 0), 0);
    const blanks = lines.filter((cells) => cells[3] === '').length;
    expect(blanks).toBe(1);
    const found = await totals(folder);
    expect(found).toMatchObject({
      totals: { cost: sum(2), impressions: sum(3), clicks: sum(5), conversions: sum(9), leads: null, days: 30 },
      data_from: '2019-08-01',
      data_through: '2019-08-30',
    });
  });

  onData('reads what warehouse connectors give of LinkedIn, by creative and by campaign', async () => {
    for (const [name, grain, rows, from, through] of [
      ['creative', 'creative', 100, '2017-06-11', '2020-11-05'],
      ['campaign', 'campaign', 20, '2020-03-23', '2021-05-25'],
    ] as const) {
      const folder = await newFolder();
      const file = join(sharedData, 'schemas', `linkedin_ad_analytics_by_${name}_data.csv`);
      const {
        imported: [record],
      } = await imported(folder, file);
      expect(record).toMatchObject({ platform: 'linkedin', grain, counts: { accepted: rows, rejected: 0 } });
      expect(await totals(folder)).toMatchObject({ data_from: from, data_through: through });
    }
  });
});

/** Cells of a file without quotation marks, below its header. */
const cellsOf = (name: string): string[][] =>
  readFileSync(ads(name), 'utf8')
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split(','));

const sumsOf = (name: string, columns: Record<string, number[]>): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(columns).map(([half, places]) => [
      half,
      places.map((at) => cellsOf(name).reduce((sum, cells) => sum + Number((cells[at] ?? '').replace('$', '')), 0)),
    ]),
  );

const metricsOf = ({ totals: { impressions, clicks, conversions, cost } }: { totals: Record<string, number> }) => [
  impressions,
  clicks,
  conversions,
  cost,
];
