import { afterEach, describe, expect, it } from 'vitest';
import { collector } from '../../core/stages/collector.ts';
import { dataProcessor } from '../../core/stages/data-processor.ts';
import { ask } from '../support/asking.ts';
import { type CollectedTwin, collectTwin } from '../support/collected-twin.ts';
import { openWorkshop, type Workshop } from '../support/workshop.ts';

const closing: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of closing.splice(0)) await each.close();
});

async function collected(): Promise<CollectedTwin> {
  const world = await collectTwin();
  closing.push(world);
  return world;
}

async function imported(rows: Parameters<Workshop['storeImport']>[0]): Promise<Workshop> {
  const shop = await openWorkshop();
  closing.push(shop);
  await shop.storeImport(rows);
  await dataProcessor({}, shop.deps);
  return shop;
}

const sums = `cast(sum(impressions) as bigint) as impressions, cast(sum(clicks) as bigint) as clicks, sum(conversions) as conversions,
  sum(leads) as leads, count(*) as days`;

describe('ad_report', () => {
  it('adds up to the facts exactly, per day, account and currency, after restatements', async () => {
    const world = await collected();
    for (let pull = 0; pull < 6; pull += 1) {
      await world.pull();
      world.twin.advance(6 * 3_600_000);
    }
    await world.process();
    const reported = await ask(
      world.shop,
      `select date_day, account_id, currency, sum(spend) as cost, sum(conversions_value) as value, ${sums} from ad_report group by all order by all`,
    );
    const facts = await ask(
      world.shop,
      `select stat_date as date_day, account_id, currency, sum(cost) as cost, sum(conversion_value) as value, ${sums} from creative_daily group by all order by all`,
    );
    expect(reported.length).toBeGreaterThan(20);
    expect(reported).toEqual(facts);
    expect(await world.shop.deps.warehouse.rows('checks/ad_report_is_whole')).toEqual([]);
  });

  it('names account, campaign group, campaign and creative as the API lists them', async () => {
    const world = await collected();
    await world.pull();
    await world.process();
    const rows = await ask(world.shop, 'select * from ad_report');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      expect(row).toMatchObject({
        platform: 'linkedin',
        account_name: expect.stringMatching(/\w/),
        campaign_group_id: expect.stringMatching(/^\d+$/),
        campaign_group_name: expect.stringMatching(/\w/),
        campaign_name: expect.stringMatching(/\w/),
        creative_id: expect.stringMatching(/^urn:li:sponsoredCreative:\d+$/),
        headline: expect.stringMatching(/\w/),
        source: 'api',
      });
    const named = await ask(
      world.shop,
      'select distinct ad_report.account_name, account.name, account.currency = ad_report.currency as same_currency from ad_report join account using (account_id)',
    );
    for (const each of named) expect(each).toEqual({ account_name: each.name, name: each.name, same_currency: true });
  });

  it('holds the views of video ads, and none of other ads', async () => {
    const world = await collected();
    await world.pull();
    await world.process();
    const rows = await ask(
      world.shop,
      `select objective = 'VIDEO_VIEW' as is_video, sum(video_views) > 0 as has_views, count(*) filter (video_views is null) as unknown
      from ad_report where impressions > 0 group by all order by all`,
    );
    expect(rows).toEqual([
      { is_video: false, has_views: false, unknown: '0' },
      { is_video: true, has_views: true, unknown: '0' },
    ]);
  });

  it('keeps figures of entities that no list names, without names of the platform', async () => {
    const shop = await imported([{ campaign_name: 'Spring', creative_name: null, cost: '0.100000001', leads: '2' }]);
    expect(await ask(shop, 'select * exclude (observed_at) from ad_report')).toEqual([
      {
        date_day: '2026-03-02',
        platform: 'linkedin',
        account_id: 'acme',
        account_name: null,
        campaign_group_id: null,
        campaign_group_name: null,
        campaign_id: 'c1',
        campaign_name: 'Spring',
        creative_id: 'c1/a',
        creative_name: 'a',
        currency: 'USD',
        clicks: '5',
        impressions: '1000',
        spend: '0.100000001',
        conversions: '1.000000000',
        conversions_value: null,
        leads: '2.000000000',
        objective: null,
        format: null,
        headline: null,
        landing_page: null,
        source: 'import',
        revision: 1,
        is_provisional: false,
        is_reconciled: null,
        video_views: null,
      },
    ]);
  });

  it('gives all days of a renamed campaign its newest name, once each', async () => {
    const shop = await imported([{ campaign_name: 'Old' }, { stat_date: '2026-03-03', campaign_name: 'Old' }]);
    shop.setTime('2026-06-02T08:00:00.000Z');
    await shop.storeImport([{ stat_date: '2026-03-04', campaign_name: 'New' }]);
    await dataProcessor({}, shop.deps);
    expect(await ask(shop, 'select date_day, campaign_name, spend from ad_report order by 1')).toEqual([
      { date_day: '2026-03-02', campaign_name: 'New', spend: '10.000000000' },
      { date_day: '2026-03-03', campaign_name: 'New', spend: '10.000000000' },
      { date_day: '2026-03-04', campaign_name: 'New', spend: '10.000000000' },
    ]);
  });
});

describe('account', () => {
  it('keeps each name with the time it was in force, and a list of the same adds nothing', async () => {
    const world = await collected();
    const listed = async (name?: string) => {
      const deps = world.depsFor();
      const accounts = async () => {
        const result = await deps.platform.accounts();
        return { ...result, records: result.records.map((each) => ({ ...each, name: name ?? each.name })) };
      };
      await collector({ account: '508100001' }, { ...deps, platform: { ...deps.platform, accounts } });
      await world.process();
      world.twin.advance('25h');
    };
    for (const name of [undefined, undefined, 'Renamed', 'Renamed']) await listed(name);
    expect(
      await ask(
        world.shop,
        'select account_id, name, status, currency, source, valid_from, valid_to from account order by valid_from',
      ),
    ).toEqual([
      {
        account_id: '508100001',
        name: 'Tessera Freight Cloud',
        status: 'ACTIVE',
        currency: 'USD',
        source: 'api',
        valid_from: '2026-08-03 00:00:00',
        valid_to: '2026-08-05 02:00:00',
      },
      {
        account_id: '508100001',
        name: 'Renamed',
        status: 'ACTIVE',
        currency: 'USD',
        source: 'api',
        valid_from: '2026-08-05 02:00:00',
        valid_to: null,
      },
    ]);
    expect(await ask(world.shop, 'select distinct account_name from ad_report')).toEqual([{ account_name: 'Renamed' }]);
  });
});
