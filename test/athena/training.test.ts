import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBidSample } from '../../core/learn/training/bid-samples.ts';
import { readCreativeSample } from '../../core/learn/training/creative-samples.ts';
import { openWarehouseInMemory, type WarehouseInMemory } from '../support/warehouse-in-memory.ts';

let warehouse: WarehouseInMemory;

beforeEach(async () => {
  warehouse = await openWarehouseInMemory();
  await warehouse.execute("insert into account_coverage values ('linkedin', 'acme', timestamp '2026-06-01')");
  for (const [metric, days] of Object.entries({ impressions: 3, clicks: 3, cost: 3, conversions: 40, leads: 10 }))
    await warehouse.execute(
      `insert into metric_maturity values ('linkedin', 'acme', '${metric}', ${days}, true, timestamp '2026-06-01')`,
    );
});

afterEach(() => warehouse.close());

describe('creative_training', () => {
  it('sums four weeks of a creative, its results only over days whose results are mature', async () => {
    await fact({ date: '2026-04-20', impressions: 1000, clicks: 5, conversions: 1 });
    await fact({ date: '2026-04-22', impressions: 2000, clicks: 12, conversions: 2 });
    await fact({ date: '2026-04-24', impressions: 4000, clicks: 24, conversions: 4 });
    await content({ headline: 'See every shipment' });
    await campaign({ bid: 9 });
    const rows = await warehouse.rows('queries/learn/creative_training', { block_days: 28 });
    // 20 April 2026 is a Monday, 82 times four weeks after 6 January 2020; 24 April is 38 days before the newest observation
    expect(rows.map((row) => readCreativeSample(row, 'conversions'))).toEqual([
      expect.objectContaining({
        creative: 'linkedin/acme/c1/a',
        campaign: 'linkedin/acme/c1',
        block: 82,
        fromDay: '2026-04-20',
        toDay: '2026-04-24',
        impressions: 7000,
        clicks: 41,
        resultImpressions: 3000,
        results: 3,
        cost: 30,
        currency: 'USD',
      }),
    ]);
    expect(rows[0]).toMatchObject({
      headline: 'See every shipment',
      format: 'STANDARD_UPDATE',
      objective: 'WEBSITE_VISIT',
    });
  });

  it('tells each block how old the creative was and what it had shown before', async () => {
    await fact({ date: '2026-03-10', impressions: 100, clicks: 1 });
    await fact({ date: '2026-04-01', impressions: 200, clicks: 1 });
    await fact({ date: '2026-05-01', impressions: 400, clicks: 1 });
    const rows = await warehouse.rows('queries/learn/creative_training', { block_days: 28 });
    const facts = rows.map((row) => [row.from_day, row.first_day, row.impressions_before]).toSorted();
    expect(facts).toEqual([
      ['2026-03-10', '2026-03-10', '0'],
      ['2026-04-01', '2026-03-10', '100'],
      ['2026-05-01', '2026-03-10', '300'],
    ]);
  });

  it('leaves out days that are not mature, days in dispute, and accounts whose maturity nobody knows', async () => {
    await fact({ date: '2026-05-28', impressions: 1, clicks: 0 });
    await fact({ date: '2026-05-30', impressions: 10, clicks: 0 });
    await fact({ date: '2026-05-27', impressions: 100, clicks: 0 });
    await fact({ account: 'other', date: '2026-05-20', impressions: 1000, clicks: 0 });
    await warehouse.execute(`insert into account_reconciliation (platform, account_id, stat_date, is_reconciled, observed_at)
      values ('linkedin', 'acme', date '2026-05-27', false, timestamp '2026-06-01')`);
    const rows = await warehouse.rows('queries/learn/creative_training', { block_days: 28 });
    expect(rows.map(({ impressions }) => impressions)).toEqual(['1']);
  });

  it('takes the text that was in force when the block began, and the first known one for the time before', async () => {
    await fact({ date: '2026-03-03', impressions: 1, clicks: 0 });
    await fact({ date: '2026-03-31', impressions: 2, clicks: 0 });
    await fact({ date: '2026-04-28', impressions: 4, clicks: 0 });
    await content({ headline: null, status: null, from: '2026-03-20', to: '2026-03-25' });
    await content({ headline: 'first', from: '2026-03-25', to: '2026-04-10' });
    await content({ headline: 'second', from: '2026-04-10' });
    const rows = await warehouse.rows('queries/learn/creative_training', { block_days: 28 });
    expect(rows.map((row) => [row.from_day, row.headline]).toSorted()).toEqual([
      ['2026-03-03', 'first'],
      ['2026-03-31', 'first'],
      ['2026-04-28', 'second'],
    ]);
  });

  it('keeps a creative whose entities nobody knows, and leaves money of two currencies unknown', async () => {
    await fact({ date: '2026-03-03', impressions: 100, clicks: 1 });
    await fact({ date: '2026-03-04', impressions: 100, clicks: 1, currency: 'EUR' });
    const [row] = await warehouse.rows('queries/learn/creative_training', { block_days: 28 });
    expect(row).toMatchObject({ impressions: '200', headline: null, objective: null, cost: null });
    expect(readCreativeSample(row!, 'clicks')?.features.every(Number.isFinite)).toBe(true);
  });
});

describe('bid_training', () => {
  it('has days on which one bid held from beginning to end', async () => {
    for (const day of ['01', '02', '03', '04', '05', '06'])
      await fact({ date: `2026-05-${day}`, impressions: 100, clicks: 2 });
    await fact({ creative: 'b', date: '2026-05-05', impressions: 50, clicks: 1 });
    await campaign({ bid: 9, from: '2026-05-01 06:00:00', to: '2026-05-03 12:00:00' });
    await campaign({ bid: 11, from: '2026-05-03 12:00:00' });
    const samples = (await warehouse.rows('queries/learn/bid_training')).map((row) => readBidSample(row, 'clicks'));
    expect(samples.map((sample) => [sample?.day, sample?.bid, sample?.clicks]).toSorted()).toEqual([
      ['2026-05-02', 9, 2],
      ['2026-05-04', 11, 2],
      ['2026-05-05', 11, 3],
      ['2026-05-06', 11, 2],
    ]);
    expect(samples.find((sample) => sample?.day === '2026-05-05')).toEqual({
      campaign: 'linkedin/acme/c1',
      day: '2026-05-05',
      weekday: 2,
      bid: 11,
      dailyBudget: 200,
      strategy: 'manual',
      currency: 'USD',
      impressions: 150,
      clicks: 3,
      cost: 20,
      results: null,
    });
  });
});

interface Fact {
  account?: string;
  creative?: string;
  date: string;
  currency?: string;
  impressions: number;
  clicks: number;
  conversions?: number;
}

const fact = ({ account = 'acme', creative = 'a', date, currency = 'USD', impressions, clicks, conversions }: Fact) =>
  warehouse.execute(`insert into creative_daily (platform, account_id, campaign_id, creative_id, stat_date, currency, impressions,
    clicks, cost, conversions, source, run_id, first_observed_at, observed_at, revision) values ('linkedin', '${account}', 'c1',
    '${creative}', date '${date}', '${currency}', ${impressions}, ${clicks}, 10, ${conversions ?? null}, 'api', 'run',
    timestamp '2026-06-01', timestamp '2026-06-01', 1)`);

interface Content {
  headline: string | null;
  status?: string | null;
  from?: string;
  to?: string;
}

const content = ({ headline, status = 'read', from = '2026-05-30', to }: Content) =>
  warehouse.execute(`insert into creative (platform, account_id, creative_id, campaign_id, valid_from, valid_to, content_status, headline)
    values ('linkedin', 'acme', 'a', 'c1', timestamp '${from}', ${instant(to)}, ${quoted(status)}, ${quoted(headline)})`);

const campaign = ({ bid, from = '2026-05-30', to }: { bid: number; from?: string; to?: string }) =>
  warehouse.execute(`insert into campaign (platform, account_id, campaign_id, valid_from, valid_to, objective, format,
    optimization_target, bid, daily_budget, currency) values ('linkedin', 'acme', 'c1', timestamp '${from}', ${instant(to)},
    'WEBSITE_VISIT', 'STANDARD_UPDATE', 'NONE', ${bid}, 200, 'USD')`);

const instant = (to: string | undefined): string => (to === undefined ? 'null' : `timestamp '${to}'`);
const quoted = (text: string | null): string => (text === null ? 'null' : `'${text}'`);
