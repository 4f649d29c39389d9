import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSqlFiles, projectRoot } from '../../cli/runtime.ts';
import type { FactDays } from '../../core/process/merging/fact-days.ts';
import { checks } from '../../core/process/quality/checks.ts';
import { checkParameters } from '../../core/process/quality/run-checks.ts';
import { adsConfig } from '../../core/settings/config.ts';
import { openWarehouseInMemory, type WarehouseInMemory } from '../support/warehouse-in-memory.ts';

const asOf = new Date('2026-03-11T07:00:00Z');
const config = adsConfig.parse({});
const athena = loadSqlFiles(join(projectRoot, 'athena'));

let warehouse: WarehouseInMemory;

beforeEach(async () => {
  warehouse = await openWarehouseInMemory();
  await healthyWorld();
});

afterEach(() => warehouse.close());

describe('the checks', () => {
  it('look at the natural key of every table', () => {
    const text = [...athena]
      .filter(([file]) => file.startsWith('checks/') && /keyed$|versions_follow/.test(file))
      .map(([, sql]) => sql);
    const tables = [...athena.keys()].filter((file) => file.startsWith('tables/')).map((file) => file.slice(7));
    expect(tables.filter((table) => !text.some((sql) => new RegExp(`\\bfrom ${table}\\b`).test(sql)))).toEqual([]);
  });

  it('are the files of athena/checks', () => {
    const files = [...athena.keys()].filter((file) => file.startsWith('checks/'));
    expect(checks.map(({ file }) => file).toSorted()).toEqual(files);
  });

  it('find nothing in a healthy warehouse', async () => {
    expect(await offending()).toEqual({});
  });

  it('find a key that stands twice', async () => {
    await copy('creative_daily', "creative_id = '101' and stat_date = '2026-03-02'");
    const found = await offending();
    expect(found['checks/creative_daily_is_keyed']).toEqual([
      { platform: 'linkedin', account_id: '1', creative_id: '101', stat_date: '2026-03-02', copies: '2' },
    ]);
    // its two rows are each compared with the observations, of which there are now two
    expect(Object.keys(found).toSorted()).toEqual([
      'checks/creative_daily_is_keyed',
      'checks/newest_observation_is_current',
    ]);
  });

  it('find a key with a gap in it', async () => {
    await warehouse.execute(
      "update creative_daily set account_id = null where stat_date = '2026-03-02' and creative_id = '101'",
    );
    expect((await offending())['checks/creative_daily_is_keyed']).toEqual([
      { platform: 'linkedin', account_id: null, creative_id: '101', stat_date: '2026-03-02', copies: '1' },
    ]);
  });

  it('find a former value that was kept twice', async () => {
    await supersede('101', '2026-03-02', '2026-03-03 06:00:00');
    expect(await offending()).toEqual({});
    await copy('superseded_observation', 'true');
    expect((await offending())['checks/superseded_observation_is_keyed']).toEqual([
      {
        platform: 'linkedin',
        account_id: '1',
        creative_id: '101',
        stat_date: '2026-03-02',
        observed_at: '2026-03-03 06:00:00',
        copies: '2',
      },
    ]);
  });

  it('find a value in force that is older than one that was seen', async () => {
    await supersede('101', '2026-03-02', '2026-03-10 09:00:00');
    expect(await offending()).toEqual({
      'checks/newest_observation_is_current': [
        expect.objectContaining({
          creative_id: '101',
          observed_at: '2026-03-10 06:00:00',
          newest_observed_at: '2026-03-10 09:00:00',
          revision: 2,
          observations: '2',
        }),
      ],
    });
  });

  it.each([
    ['account_coverage', 'true', 'linkedin 1'],
    ['account_observation', 'true', 'linkedin 1 2026-03-02 6'],
    ['account_reconciliation', "stat_date = '2026-03-02'", 'linkedin 1 2026-03-02'],
    ['metric_maturity', 'true', 'linkedin 1 cost'],
    ['missing_observation', 'true', 'r1 linkedin 1 102 2026-03-03'],
    ['processed_run', 'true', 'r1'],
    ['reconciliation_gap', 'true', 'linkedin 1 2026-03-02 11'],
  ])('find a row of %s that stands twice', async (table, where, natural_key) => {
    await copy(table, where);
    expect((await offending())['checks/small_tables_are_keyed']).toEqual([
      expect.objectContaining({ table_name: table, natural_key, copies: '2' }),
    ]);
  });

  it('find a creative with two versions in force', async () => {
    await warehouse.execute(
      "insert into creative (platform, account_id, creative_id, campaign_id, valid_from, source) values ('linkedin', '1', '101', '11', timestamp '2026-03-05 00:00:00', 'api')",
    );
    expect(await offending()).toEqual({
      'checks/ad_report_is_whole': [
        expect.objectContaining({
          account_id: '1',
          currency: 'EUR',
          creative_days: '16',
          reported_creative_days: '24',
        }),
      ],
      'checks/one_version_is_in_force': [
        { kind: 'creative', platform: 'linkedin', account_id: '1', entity_id: '101', in_force: '2', versions: '2' },
      ],
      'checks/versions_follow_one_another': [
        {
          kind: 'creative',
          platform: 'linkedin',
          account_id: '1',
          entity_id: '101',
          valid_from: '2026-03-05 00:00:00',
          valid_to: null,
          before_ended_at: null,
        },
      ],
    });
  });

  it('find a campaign without a version in force, and one that ends before it begins', async () => {
    await warehouse.execute("update campaign set valid_to = timestamp '2026-02-01 00:00:00' where campaign_id = '11'");
    expect(await offending()).toEqual({
      'checks/one_version_is_in_force': [
        { kind: 'campaign', platform: 'linkedin', account_id: '1', entity_id: '11', in_force: '0', versions: '1' },
      ],
      'checks/versions_follow_one_another': [expect.objectContaining({ kind: 'campaign', entity_id: '11' })],
    });
  });

  it('let versions follow one another', async () => {
    await warehouse.execute(
      "update creative set valid_to = timestamp '2026-03-05 00:00:00' where creative_id = '101'; insert into creative (platform, account_id, creative_id, campaign_id, valid_from, source) values ('linkedin', '1', '101', '11', timestamp '2026-03-05 00:00:00', 'api')",
    );
    expect(await offending()).toEqual({});
  });

  it('find values below zero', async () => {
    await set('leads = -1', '2026-03-02');
    expect(await offending()).toEqual({
      'checks/no_negative_values': [expect.objectContaining({ creative_id: '101', leads: '-1.000000000' })],
    });
  });

  it('let clicks without impressions be odd, and no impressions known be nothing', async () => {
    await set('impressions = null, clicks = 5', '2026-03-02');
    await set('impressions = 4, clicks = 5', '2026-03-03');
    expect((await offending())['checks/clicks_within_impressions']).toEqual([
      {
        platform: 'linkedin',
        account_id: '1',
        campaign_id: '11',
        creative_id: '101',
        stat_date: '2026-03-03',
        impressions: '4',
        clicks: '5',
      },
    ]);
  });

  it('let conversions exceed clicks, because views convert too, but not impressions', async () => {
    await set('clicks = 1, conversions = 1000', '2026-03-02');
    expect(await offending()).toEqual({});
    await set('clicks = 1, conversions = 1000.5', '2026-03-02');
    expect(await offending()).toEqual({
      'checks/conversions_within_impressions': [
        expect.objectContaining({ stat_date: '2026-03-02', impressions: '1000', conversions: '1000.500000000' }),
      ],
    });
  });

  it('find money without an impression', async () => {
    await set('impressions = 0, clicks = 0, conversions = 0', '2026-03-02');
    expect(await offending()).toEqual({
      'checks/spend_has_impressions': [
        expect.objectContaining({ stat_date: '2026-03-02', currency: 'EUR', cost: '10.000000000' }),
      ],
    });
  });

  it('find days of the future, but not the tomorrow of further east', async () => {
    await warehouse.execute("update creative_daily set stat_date = '2026-03-11' where stat_date = '2026-03-02'");
    expect(await offending()).toEqual({});
    await warehouse.execute("update creative_daily set stat_date = '2026-03-12' where stat_date = '2026-03-11'");
    expect(await offending()).toEqual({
      'checks/no_days_of_the_future': [
        expect.objectContaining({ creative_id: '101', stat_date: '2026-03-12', observed_at: '2026-03-10 06:00:00' }),
        expect.objectContaining({ creative_id: '102', stat_date: '2026-03-12' }),
      ],
    });
  });

  it('find a row without a currency in the totals of its day and of its account', async () => {
    await set('currency = null', '2026-03-02');
    expect(await offending()).toEqual({
      'checks/days_agree_across_grains': [
        {
          platform: 'linkedin',
          account_id: '1',
          stat_date: '2026-03-02',
          currency: null,
          impressions_by_creative: '1000',
          impressions_by_campaign: null,
          cost_by_creative: '10.000000000',
          cost_by_campaign: null,
        },
      ],
      'checks/totals_agree_across_grains': [
        expect.objectContaining({ account_id: '1', currency: null, impressions_of_account: '1000' }),
      ],
    });
  });

  it('find an account of which nothing says when it was last observed', async () => {
    await warehouse.execute('delete from account_coverage');
    expect(await offending()).toEqual({
      'checks/accounts_are_covered': [{ platform: 'linkedin', account_id: '1', last_day: '2026-03-09' }],
    });
  });

  it('call a day open that does not agree with the platform’s own totals', async () => {
    await warehouse.execute("update account_reconciliation set is_reconciled = false where stat_date = '2026-03-03'");
    expect(await offending()).toEqual({
      'checks/totals_agree_with_platform': [expect.objectContaining({ account_id: '1', stat_date: '2026-03-03' })],
    });
  });

  it('name creatives with figures that no list names, with what they cost', async () => {
    await warehouse.execute(
      "delete from creative where creative_id = '102'; delete from campaign where campaign_id = '12'",
    );
    expect(await offending()).toEqual({
      'checks/facts_have_known_entities': [
        {
          platform: 'linkedin',
          account_id: '1',
          campaign_id: '12',
          creative_id: '102',
          campaign_is_known: false,
          creative_is_known: false,
          days: '8',
          last_day: '2026-03-09',
          cost: '80.000000000',
          currency: 'EUR',
        },
      ],
    });
  });

  it('do not ask files for lists', async () => {
    await warehouse.execute("delete from creative; delete from campaign; update creative_daily set source = 'import'");
    expect(await offending()).toEqual({});
  });

  it('name a listed creative whose campaign is on no list', async () => {
    await warehouse.execute("update creative set campaign_id = '99' where creative_id = '102'");
    expect(await offending()).toEqual({
      'checks/creatives_have_known_campaigns': [
        { platform: 'linkedin', account_id: '1', creative_id: '102', campaign_id: '99' },
      ],
    });
  });

  it('call an account stale after thirteen hours, to the second, and never one of files', async () => {
    await warehouse.execute("update account_coverage set observed_at = timestamp '2026-03-10 18:00:00'");
    expect(await offending()).toEqual({});
    await warehouse.execute("update account_coverage set observed_at = timestamp '2026-03-10 17:59:59'");
    expect(await offending()).toEqual({
      'checks/accounts_are_fresh': [{ platform: 'linkedin', account_id: '1', observed_at: '2026-03-10 17:59:59' }],
    });
    await warehouse.execute("update creative_daily set source = 'import'");
    expect(await offending()).toEqual({});
  });

  it('look at the days that they are asked for', async () => {
    await set('leads = -1', '2026-03-02');
    await set('leads = -1', '2026-03-04');
    const found = await offending({ from_day: '2026-03-03', to_day: '2026-03-05' });
    expect(found['checks/no_negative_values']).toEqual([expect.objectContaining({ stat_date: '2026-03-04' })]);
    expect(await offending({ from_day: '2026-03-05', to_day: '2026-03-09' })).toEqual({});
  });

  it('give the first few rows of an account, and say how many there are', async () => {
    await warehouse.execute('update creative_daily set clicks = impressions + 1');
    const rows = await warehouse.rows('checks/clicks_within_impressions', checkParameters({ config, asOf }));
    expect(rows.map(({ stat_date, offending_rows }) => [stat_date, offending_rows])).toEqual([
      ['2026-03-09', '16'],
      ['2026-03-09', '16'],
      ['2026-03-08', '16'],
      ['2026-03-08', '16'],
      ['2026-03-07', '16'],
    ]);
  });
});

/** Offending rows by check; checks without any are left out. */
async function offending(days?: FactDays): Promise<Record<string, Record<string, unknown>[]>> {
  const parameters = checkParameters({ config, asOf, ...(days && { days }) });
  const found: Record<string, Record<string, unknown>[]> = {};
  for (const { file } of checks) {
    const rows = await warehouse.rows(file, parameters);
    if (rows.length > 0) found[file] = rows.map(({ offending_rows: _, place: __, ...row }) => row);
  }
  return found;
}

/** One account that the API gives: two creatives, eight days, observed on the tenth. */
async function healthyWorld(): Promise<void> {
  await warehouse.execute(`
    insert into creative_daily (platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, clicks, cost, conversions,
      conversion_value, leads, source, run_id, first_observed_at, observed_at, revision)
    select
      'linkedin', '1', campaign, creative, cast(day as date), 'EUR', 1000, 5, 10, 1, 0, 0, 'api', 'r1',
      timestamp '2026-03-10 06:00:00', timestamp '2026-03-10 06:00:00', 1
    from (values ('101', '11'), ('102', '12')) as creatives(creative, campaign)
    cross join generate_series(date '2026-03-02', date '2026-03-09', interval '1' day) as days(day);
    insert into account_coverage values ('linkedin', '1', timestamp '2026-03-11 06:00:00');
    insert into account_reconciliation
      (platform, account_id, stat_date, currency, impressions, account_impressions, is_reconciled, run_id, observed_at)
    select 'linkedin', '1', cast(day as date), 'EUR', 2000, 2000, true, 'r1', timestamp '2026-03-10 06:00:00'
    from generate_series(date '2026-03-02', date '2026-03-09', interval '1' day) as days(day);
    insert into missing_observation values
      ('linkedin', '1', '12', '102', date '2026-03-03', 'EUR', 'r1', timestamp '2026-03-10 06:00:00');
    insert into processed_run (run_id) values ('r1');
    insert into account_observation (platform, account_id, stat_date, age_hours) values ('linkedin', '1', '2026-03-02', 6);
    insert into metric_maturity (platform, account_id, metric) values ('linkedin', '1', 'cost');
    insert into reconciliation_gap (platform, account_id, stat_date, campaign_id) values ('linkedin', '1', '2026-03-02', '11');
    insert into campaign (platform, account_id, campaign_id, valid_from, source) values
      ('linkedin', '1', '11', timestamp '2026-03-01 00:00:00', 'api'),
      ('linkedin', '1', '12', timestamp '2026-03-01 00:00:00', 'api');
    insert into creative (platform, account_id, creative_id, campaign_id, valid_from, source) values
      ('linkedin', '1', '101', '11', timestamp '2026-03-01 00:00:00', 'api'),
      ('linkedin', '1', '102', '12', timestamp '2026-03-01 00:00:00', 'api')`);
}

const copy = (table: string, where: string) =>
  warehouse.execute(`insert into ${table} select * from ${table} where ${where}`);

/** A change of one fact of creative 101. */
const set = (assignments: string, day: string) =>
  warehouse.execute(`update creative_daily set ${assignments} where creative_id = '101' and stat_date = '${day}'`);

/** Another value of a fact, seen at this time, is kept; the fact counts two. */
const supersede = (creative: string, day: string, observedAt: string) =>
  warehouse.execute(`
    insert into superseded_observation (platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, clicks, cost, conversions,
      conversion_value, leads, source, run_id, observed_at)
    select platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, clicks, cost, conversions,
      conversion_value, leads, source, run_id, timestamp '${observedAt}'
    from creative_daily where creative_id = '${creative}' and stat_date = '${day}';
    update creative_daily set revision = 2 where creative_id = '${creative}' and stat_date = '${day}'`);
