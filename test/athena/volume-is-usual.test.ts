import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../core/domain/calendar.ts';
import { checkParameters } from '../../core/process/quality/run-checks.ts';
import { adsConfig } from '../../core/settings/config.ts';
import { openWarehouseInMemory, type WarehouseInMemory } from '../support/warehouse-in-memory.ts';

/** The account was observed on the morning after this Sunday. */
const newest = '2026-03-29';

let warehouse: WarehouseInMemory;

beforeEach(async () => {
  warehouse = await openWarehouseInMemory();
});

afterEach(() => warehouse.close());

describe('volume_is_usual', () => {
  it('says nothing while days are within five times their usual level', async () => {
    await history((daysAgo) => (daysAgo % 2 === 0 ? 3000 : 1000));
    expect(await unusual()).toEqual([]);
  });

  it('finds a day with more than five times as many impressions, exactly', async () => {
    await history((daysAgo) => (daysAgo === 0 ? 5000 : 1000));
    expect(await unusual()).toEqual([]);
    await day(newest, 5001);
    expect(await unusual()).toEqual([
      {
        platform: 'linkedin',
        account_id: '1',
        stat_date: newest,
        impressions: '5001',
        usual_day: 1000,
        usual_weekday: 1000,
      },
    ]);
  });

  it('finds a day with less than a fifth, and one without any row', async () => {
    await history((daysAgo) => (daysAgo === 3 ? 199 : daysAgo === 1 ? 0 : 1000));
    await warehouse.execute("delete from creative_daily where stat_date = '2026-03-28'");
    expect((await unusual()).map(({ stat_date, impressions }) => [stat_date, impressions])).toEqual([
      ['2026-03-26', '199'],
      ['2026-03-28', '0'],
    ]);
  });

  it('lets weekends rest where they always rest, and finds one that does not', async () => {
    await history((daysAgo) => (isWeekend(daysAgo) ? 0 : 1000));
    expect(await unusual()).toEqual([]);
    await day(newest, 6000);
    expect(await unusual()).toEqual([
      expect.objectContaining({ stat_date: newest, impressions: '6000', usual_day: 1000, usual_weekday: 0 }),
    ]);
  });

  it('takes the mean of the two days in the middle as the median', async () => {
    await history((daysAgo) => (daysAgo === 0 ? 20_000 : daysAgo <= 14 ? 1000 : 3000));
    expect(await unusual()).toEqual([expect.objectContaining({ usual_day: 2000, usual_weekday: 2000 })]);
  });

  it('is not moved by single peaks of the days before', async () => {
    await history((daysAgo) => (daysAgo === 0 ? 5001 : daysAgo % 9 === 1 ? 400_000 : 1000));
    const found = await unusual();
    expect(found.find(({ stat_date }) => stat_date === newest)).toMatchObject({ usual_day: 1000 });
  });

  it('keeps silent over small numbers, over a beginning of less than two weeks, and over the running day', async () => {
    await history((daysAgo) => (daysAgo === 0 ? 499 : 10));
    expect(await unusual()).toEqual([]);
    await warehouse.execute(
      "delete from creative_daily where stat_date < '2026-03-16'; update creative_daily set impressions = 1000",
    );
    await day(newest, 9000);
    expect(await unusual()).toEqual([]);
    await history(() => 1000);
    await day('2026-03-30', 3);
    expect(await unusual()).toEqual([]);
  });

  it('says of an account that is pulled and stopped that it stopped, of a file nothing after its end', async () => {
    await history(() => 1000);
    await warehouse.execute("delete from creative_daily where stat_date > '2026-03-27'");
    expect((await unusual()).map(({ stat_date }) => stat_date)).toEqual(['2026-03-28', '2026-03-29']);
    await warehouse.execute("update creative_daily set source = 'import'");
    expect(await unusual()).toEqual([]);
  });
});

const unusual = async () =>
  (
    await warehouse.rows('checks/volume_is_usual', checkParameters({ config: adsConfig.parse({}), asOf: new Date() }))
  ).toSorted((one, other) => (String(one.stat_date) < String(other.stat_date) ? -1 : 1));

const agoOf = (daysAgo: number): string => addDays(newest, -daysAgo);
const isWeekend = (daysAgo: number): boolean => [0, 6].includes(new Date(agoOf(daysAgo)).getUTCDay());

/** Ten weeks of an account, in place of what was there. */
async function history(impressions: (daysAgo: number) => number): Promise<void> {
  await warehouse.execute('delete from creative_daily; delete from account_coverage');
  await warehouse.execute("insert into account_coverage values ('linkedin', '1', timestamp '2026-03-30 06:00:00')");
  const days = Array.from({ length: 70 }, (_, daysAgo) => `('${agoOf(daysAgo)}', ${impressions(daysAgo)})`);
  await warehouse.execute(`${insertion} (values ${days.join(', ')}) as days(day, impressions)`);
}

async function day(date: string, impressions: number): Promise<void> {
  await warehouse.execute(`delete from creative_daily where stat_date = '${date}'`);
  await warehouse.execute(`${insertion} (values ('${date}', ${impressions})) as days(day, impressions)`);
}

const insertion = `
  insert into creative_daily (platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, source)
  select 'linkedin', '1', '11', '101', cast(day as date), 'EUR', impressions, 'api' from`;
