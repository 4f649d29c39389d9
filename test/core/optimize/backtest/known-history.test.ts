import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KnownHistory, readKnownHistory } from '../../../../core/optimize/backtest/known-history.ts';
import { openWarehouseInMemory, type WarehouseInMemory } from '../../../support/warehouse-in-memory.ts';

/** One creative's day, seen three times; the running value is in `creative_daily`. */
const observations: [seen: string, clicks: number][] = [
  ['2026-03-02 06:00:00', 1],
  ['2026-03-02 07:59:59.999', 2],
  ['2026-03-02 08:00:00', 3],
  ['2026-03-04 12:00:00', 4],
];
const columns =
  'platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, clicks, cost, conversions, conversion_value, leads, source, run_id';
const valuesOf = (clicks: number) =>
  `'linkedin', '1', 'c1', 'a', date '2026-03-01', 'USD', 1000, ${clicks}, 12.5, null, null, 0, 'api', 'run-${clicks}'`;

let warehouse: WarehouseInMemory;

beforeAll(async () => {
  warehouse = await openWarehouseInMemory();
  const newest = observations.at(-1)!;
  for (const [seen, clicks] of observations.slice(0, -1))
    await warehouse.execute(
      `insert into superseded_observation (${columns}, observed_at) values (${valuesOf(clicks)}, timestamp '${seen}')`,
    );
  await warehouse.execute(
    `insert into creative_daily (${columns}, first_observed_at, observed_at, revision)
     values (${valuesOf(newest[1])}, timestamp '${observations[0]![0]}', timestamp '${newest[0]}', 4)`,
  );
  for (const seen of ['2026-03-02 06:00:00', '2026-03-02 12:00:00'])
    await warehouse.execute(
      `insert into account_observation (platform, account_id, stat_date, age_hours, impressions, clicks, cost, run_id, observed_at)
       values ('linkedin', '1', date '2026-03-01', ${seen.slice(11, 13)}, 1000, 2, 12.5, 'run', timestamp '${seen}')`,
    );
  for (const [bid, seen] of [
    [10, '2026-02-01 06:00:00'],
    [12, '2026-03-02 08:00:00'],
  ])
    await warehouse.execute(
      `insert into campaign (platform, account_id, campaign_id, name, valid_from, status, bid, currency, starts_at, targeting)
       values ('linkedin', '1', 'c1', 'Demo', timestamp '${seen}', 'ACTIVE', ${bid}, 'USD', timestamp '2026-01-05 00:00:00', '{}')`,
    );
  await warehouse.execute(
    `insert into creative (platform, account_id, creative_id, campaign_id, valid_from, status, review_status)
     values ('linkedin', '1', 'a', 'c1', timestamp '2026-02-01 06:00:00', 'ACTIVE', 'REJECTED')`,
  );
});

afterAll(() => warehouse.close());

const read = (from: string, to: string): Promise<KnownHistory> =>
  readKnownHistory(warehouse, { from, to, figureDays: 90, snapshotDays: 90 });
const clicksBy = ({ days }: KnownHistory) => days.map(({ knownOn, clicks }) => [knownOn, clicks]);

describe('the known history', () => {
  it('has the last value before each morning’s 08:00, and no value of a later one', async () => {
    expect(clicksBy(await read('2026-03-02', '2026-03-05'))).toEqual([
      ['2026-03-02', 2],
      ['2026-03-03', 3],
      ['2026-03-05', 4],
    ]);
    expect(clicksBy(await read('2026-03-02', '2026-03-04'))).toEqual([
      ['2026-03-02', 2],
      ['2026-03-03', 3],
    ]);
    expect(clicksBy(await read('2026-03-01', '2026-03-01'))).toEqual([]);
  });

  it('has only the newest value of what was known before the first morning', async () => {
    expect(clicksBy(await read('2026-03-04', '2026-03-04'))).toEqual([['2026-03-04', 3]]);
  });

  it('has money and counts as numbers, and null where nothing was measured', async () => {
    const { days } = await read('2026-03-02', '2026-03-02');
    expect(days[0]).toEqual({
      platform: 'linkedin',
      accountId: '1',
      campaignId: 'c1',
      creativeId: 'a',
      currency: 'USD',
      date: '2026-03-01',
      knownOn: '2026-03-02',
      observedAt: new Date('2026-03-02T07:59:59.999Z'),
      impressions: 1000,
      clicks: 2,
      cost: 12.5,
      conversions: null,
      leads: 0,
      video_views: null,
    });
  });

  it('has snapshots and settings of before the last morning only', async () => {
    const { snapshots, campaigns, creatives } = await read('2026-03-02', '2026-03-02');
    expect(snapshots.map(({ observedAt }) => observedAt.toISOString())).toEqual(['2026-03-02T06:00:00.000Z']);
    expect(campaigns).toMatchObject([{ campaignId: 'c1', bid: 10, startsAt: new Date('2026-01-05T00:00:00Z') }]);
    expect(creatives).toMatchObject([{ creativeId: 'a', status: 'ACTIVE', approved: false }]);
    expect((await read('2026-03-02', '2026-03-03')).campaigns.map(({ bid }) => bid)).toEqual([10, 12]);
  });
});
