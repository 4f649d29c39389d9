import { afterEach, describe, expect, it } from 'vitest';
import { periodsOf, readHistory } from '../../../core/process/history.ts';
import { collector } from '../../../core/stages/collector.ts';
import { dataProcessor } from '../../../core/stages/data-processor.ts';
import { collectTwin } from '../../support/collected-twin.ts';
import { openWorkshop, type Row, type Workshop } from '../../support/workshop.ts';

const closing: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of closing.splice(0)) await each.close();
});

/** Imports of some days, each merged before the next. */
async function imported(...files: Row[][]): Promise<Workshop> {
  const shop = await openWorkshop();
  closing.push(shop);
  for (const [day, rows] of files.entries()) {
    shop.setTime(`2026-06-0${day + 1}T08:00:00.000Z`);
    await shop.storeImport(rows);
    await dataProcessor({}, shop.deps);
  }
  return shop;
}

const account = '508100001';

describe('the history of a day', () => {
  it('has every value in the order in which it was seen, with what changed, exactly', async () => {
    const shop = await imported(
      [{ campaign_name: 'Spring', cost: '10.10', clicks: 5, leads: null }],
      [{ campaign_name: 'Spring', cost: '10.400000001', clicks: 5, leads: '2' }],
      [{ campaign_name: 'Spring', cost: '10.400000001', clicks: 5, leads: '2' }],
      [{ campaign_name: 'Summer', cost: '9', clicks: 4, leads: '2', currency: 'EUR' }],
    );
    const [history, ...others] = await readHistory(shop.deps, 'c1/a', '2026-03-02');
    expect(others).toEqual([]);
    expect(history).toMatchObject({
      platform: 'linkedin',
      account_id: 'acme',
      account_name: null,
      campaign_id: 'c1',
      campaign_name: 'Summer',
      creative_id: 'c1/a',
      stat_date: '2026-03-02',
      last_observed_at: null,
    });
    expect(
      history?.values.map(({ observed_at, changes, run_id, source }) => [observed_at, run_id, source, changes]),
    ).toEqual([
      ['2026-06-01 08:00:00', 'ID000001', 'import', []],
      [
        '2026-06-02 08:00:00',
        expect.stringMatching(/^ID/),
        'import',
        [
          { field: 'cost', from: '10.1', to: '10.400000001', by: '0.300000001' },
          { field: 'leads', from: null, to: '2', by: null },
        ],
      ],
      [
        '2026-06-04 08:00:00',
        expect.stringMatching(/^ID/),
        'import',
        [
          { field: 'clicks', from: '5', to: '4', by: '-1' },
          { field: 'cost', from: '10.400000001', to: '9', by: '-1.400000001' },
          { field: 'currency', from: 'USD', to: 'EUR', by: null },
        ],
      ],
    ]);
    expect(history?.values[0]).toMatchObject({
      impressions: '1000',
      clicks: '5',
      cost: '10.1',
      conversion_value: null,
    });
  });

  it('is shown for each account that has the creative', async () => {
    const shop = await imported([{ account_id: 'b' }, { account_id: 'a', clicks: 9 }]);
    const found = await readHistory(shop.deps, 'c1/a', '2026-03-02');
    expect(found.map(({ account_id, values }) => [account_id, values.length, values[0]?.clicks])).toEqual([
      ['a', 1, '9'],
      ['b', 1, '5'],
    ]);
  });

  it('says when zeros stand for a key that vanished, and finds a creative by URN or digits', async () => {
    const world = await collectTwin();
    closing.push(world);
    await world.pull(account);
    await world.process();
    const gone = (await world.facts()).findLast(({ stat_date }) => stat_date === '2026-08-01') ?? {};
    world.twin.advance(1000);
    const deps = world.depsFor();
    // All of the day: the platform's totals must agree that there is nothing.
    const analytics: typeof deps.platform.analytics = async (asked) => {
      const answer = await deps.platform.analytics(asked);
      return { ...answer, records: answer.records.filter(({ stat_date }) => stat_date !== gone.stat_date) };
    };
    await collector({ account }, { ...deps, platform: { ...deps.platform, analytics } });
    await world.process();

    const urn = String(gone.creative_id);
    const [history] = await readHistory(world.shop.deps, urn, '2026-08-01');
    expect(history).toMatchObject({
      account_name: 'Tessera Freight Cloud',
      creative_id: urn,
      last_observed_at: '2026-08-03 00:00:01',
    });
    expect(history?.values.map(({ impressions, cost, is_gone }) => [impressions, Number(cost), is_gone])).toEqual([
      [gone.impressions, Number(gone.cost), false],
      ['0', 0, true],
    ]);
    expect(history?.values[1]?.changes[0]).toEqual({
      field: 'impressions',
      from: gone.impressions,
      to: '0',
      by: `-${gone.impressions}`,
    });
    const digits = urn.slice(urn.lastIndexOf(':') + 1);
    expect(await readHistory(world.shop.deps, digits, '2026-08-01')).toEqual([history]);
  });

  it('says which days there are when it is another', async () => {
    const days = ['2026-03-02', '2026-03-03', '2026-03-07'];
    const shop = await imported(days.map((stat_date) => ({ stat_date })));
    await expect(readHistory(shop.deps, 'c1/a', '2026-03-05')).rejects.toMatchObject({
      name: 'UsageError',
      message: 'c1/a has no figures on 2026-03-05',
      remedy: 'It has figures on 2026-03-02 to 2026-03-03, 2026-03-07.',
    });
  });

  it('names creatives that may have been meant, by id or name', async () => {
    const shop = await imported([{ creative_name: 'Blue Sky' }, { creative_id: 'c1/b', creative_name: 'Red' }]);
    await expect(readHistory(shop.deps, 'blue', '2026-03-02')).rejects.toMatchObject({
      message: 'There is no creative blue',
      remedy: 'Did you mean c1/a “Blue Sky” (linkedin account acme, 2026-03-02)?',
    });
    await expect(readHistory(shop.deps, "it's; drop", '2026-03-02')).rejects.toMatchObject({
      message: "There is no creative it's; drop",
      remedy: expect.stringMatching(/^Give its URN, its digits, or an import’s <campaign>\/<creative>\./),
    });
  });
});

describe('days', () => {
  it('are shown as periods, across months, the newest five of many', () => {
    expect(periodsOf(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-03'])).toBe(
      '2026-02-27 to 2026-03-01, 2026-03-03',
    );
    const sparse = ['01', '03', '05', '07', '09', '11', '13'].map((day) => `2026-03-${day}`);
    expect(periodsOf(sparse)).toBe('2 earlier periods, 2026-03-05, 2026-03-07, 2026-03-09, 2026-03-11, 2026-03-13');
  });
});
