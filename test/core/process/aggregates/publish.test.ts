import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import parquet from 'parquetjs-lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys } from '../../../../core/contracts/keys.ts';
import { dataProcessor } from '../../../../core/stages/data-processor.ts';
import { openWorkshop, type Row, type Workshop } from '../../../support/workshop.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await openWorkshop();
});

afterEach(() => shop.close());

async function publish(rows: readonly Row[]) {
  await shop.storeImport(rows);
  await dataProcessor({}, shop.deps);
}

/** The rows of an aggregate as existing front ends read them. */
async function read(file: Parameters<typeof keys.aggregate>[0]): Promise<Record<string, unknown>[]> {
  const reader = await parquet.ParquetReader.openFile(join(shop.folder, keys.aggregate(file)));
  const cursor = reader.getCursor();
  const rows: Record<string, unknown>[] = [];
  for (let row = await cursor.next(); row; row = await cursor.next()) rows.push(row);
  await reader.close();
  return rows;
}

const day = (offset: number): string => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);

describe('the aggregates', () => {
  it('give the daily fields of the contract, with ratios of the day’s sums', async () => {
    await publish([
      { creative_id: 'c1/a', impressions: 1000, clicks: 10, cost: '30', conversions: '2' },
      { creative_id: 'c1/b', impressions: 3000, clicks: 10, cost: '10', conversions: '0' },
    ]);
    expect(await read('daily/all_days.parquet')).toEqual([
      {
        report_date: new Date('2026-03-02'),
        platform: 'linkedin',
        account_id: 'acme',
        campaign_id: 'c1',
        currency: 'USD',
        total_creatives: 2,
        impressions: 4000,
        clicks: 20,
        cost: 40,
        conversions: 2,
        avg_ctr: 0.5,
        avg_cpc: 2,
        avg_cpa: 20,
        is_provisional: false,
      },
    ]);
  });

  it('give null, not zero and not Infinity, for a ratio without a denominator', async () => {
    await publish([{ impressions: 0, clicks: 0, conversions: '0', cost: '3' }]);
    const [row] = await read('daily/all_days.parquet');
    expect([row?.avg_ctr, row?.avg_cpc, row?.avg_cpa]).toEqual([undefined, undefined, undefined]);
    expect(row).toMatchObject({ impressions: 0, cost: 3 });
    expect((await read('creative_metadata.parquet'))[0]?.performance_category).toBeUndefined();
  });

  it('give a weekly CTR of sums beside the mean of the days', async () => {
    await publish([
      { stat_date: '2026-03-02', impressions: 1000, clicks: 10, cost: '10', conversions: '1' },
      { stat_date: '2026-03-08', impressions: 9000, clicks: 10, cost: '30', conversions: '1' },
    ]);
    expect(await read('weekly/all_weeks.parquet')).toEqual([
      {
        week_start: new Date('2026-03-02'),
        platform: 'linkedin',
        account_id: 'acme',
        campaign_id: 'c1',
        currency: 'USD',
        impressions: 10_000,
        clicks: 20,
        cost: 40,
        conversions: 2,
        ctr: 0.2,
        cpc: 2,
        cpa: 20,
        avg_ctr: expect.closeTo((1 + 10 / 90) / 2, 12),
        avg_cpc: 2,
      },
    ]);
  });

  it('hold only whole ISO weeks, counted back from the newest day', async () => {
    await publish([{ stat_date: '2026-03-02' }, { stat_date: '2026-03-09' }, { stat_date: '2026-03-14' }]);
    expect((await read('weekly/all_weeks.parquet')).map((row) => row.week_start)).toEqual([new Date('2026-03-02')]);
  });

  it('hold the newest 90 days and 26 whole weeks, counted from the data and not from the clock', async () => {
    shop.setTime('2030-01-01T00:00:00.000Z');
    await publish(Array.from({ length: 400 }, (_, offset) => ({ stat_date: day(offset) })));
    const days = await read('daily/all_days.parquet');
    expect([days.length, days[0]?.report_date, days.at(-1)?.report_date]).toEqual([
      90,
      new Date(day(310)),
      new Date(day(399)),
    ]);
    const weeks = await read('weekly/all_weeks.parquet');
    expect(weeks.length).toBe(26);
    // 2027-02-04, the newest day, is a Thursday: its week is not whole
    expect(weeks.at(-1)?.week_start).toEqual(new Date('2027-01-25'));
  });

  it('give the creative fields of the contract, with categories by lifetime CTR', async () => {
    const ctr = (id: string, clicks: number): Row => ({ creative_id: id, impressions: 1000, clicks, cost: '10' });
    await publish([
      ctr('c1/a', 30),
      ctr('c1/b', 15),
      ctr('c1/c', 5),
      ctr('c1/d', 4),
      { ...ctr('c1/a', 30), stat_date: '2026-03-05' },
    ]);
    const rows = await read('creative_metadata.parquet');
    expect(rows.map((row) => [row.creative_id, row.performance_category])).toEqual([
      ['c1/a', 'high'],
      ['c1/b', 'medium'],
      ['c1/c', 'low'],
      ['c1/d', 'very_low'],
    ]);
    expect(rows[0]).toEqual({
      creative_id: 'c1/a',
      platform: 'linkedin',
      account_id: 'acme',
      campaign_id: 'c1',
      currency: 'USD',
      lifetime_impressions: 2000,
      lifetime_clicks: 60,
      lifetime_cost: 20,
      lifetime_conversions: 2,
      avg_ctr: 3,
      avg_cpc: expect.closeTo(1 / 3, 12),
      first_seen: new Date('2026-03-02'),
      last_seen: new Date('2026-03-05'),
      days_active: 2,
      performance_category: 'high',
    });
  });

  it('key the JSON by creative, and spell the key out where two accounts share an id', async () => {
    await publish([{}, { creative_id: 'c1/b' }, { account_id: 'other', creative_id: 'c1/b' }]);
    expect(Object.keys(JSON.parse(await shop.text(keys.aggregate('creative_metadata.json'))))).toEqual([
      'c1/a',
      'linkedin/acme/c1/b/USD',
      'linkedin/other/c1/b/USD',
    ]);
  });

  it('widen a count that INT32 cannot hold instead of cutting it', async () => {
    await publish([
      { stat_date: '2026-03-01', impressions: 2_000_000_000 },
      { stat_date: '2026-03-02', impressions: 2_000_000_000 },
    ]);
    expect((await read('creative_metadata.parquet'))[0]?.lifetime_impressions).toBe(4_000_000_000);
  });

  it('have the physical types of the contract', async () => {
    await publish([{ cost: '1', conversions: '1' }]);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const types = async (file: Parameters<typeof keys.aggregate>[0]) => {
      const path = join(shop.folder, keys.aggregate(file));
      const rows = await connection.runAndReadAll(
        `select name, type, converted_type from parquet_schema('${path}') where type is not null`,
      );
      return Object.fromEntries(
        rows.getRowObjectsJson().map((row) => [row.name, row.converted_type === 'DATE' ? 'DATE' : row.type]),
      );
    };
    expect(await types('daily/all_days.parquet')).toMatchObject({
      report_date: 'DATE',
      clicks: 'INT32',
      cost: 'DOUBLE',
      avg_ctr: 'DOUBLE',
    });
    expect(await types('weekly/all_weeks.parquet')).toMatchObject({
      week_start: 'DATE',
      impressions: 'INT32',
      cpa: 'DOUBLE',
    });
    expect(await types('creative_metadata.parquet')).toMatchObject({
      first_seen: 'DATE',
      last_seen: 'DATE',
      days_active: 'INT32',
    });
  });
});
