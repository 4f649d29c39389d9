import { readdir, readFile } from 'node:fs/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountState } from '../../core/domain/account-state.ts';
import { readAccountStates } from '../../core/optimize/state/read-state.ts';
import { type CreativeDay, stateFromDays } from '../../core/optimize/state/state-from-days.ts';
import type { SqlParameters } from '../../core/ports/warehouse.ts';
import { adsConfig } from '../../core/settings/config.ts';
import { renderSql } from '../../core/sql/sql-models.ts';
import { allVisible, daysBefore, unknownCampaign } from '../support/account-builder.ts';
import { memoryObjects } from '../support/memory-objects.ts';

const folder = new URL('../../athena/', import.meta.url);
const asOf = new Date('2026-06-01T08:00:00Z');
const views = ['creative_day_age', 'decision_day'];

let connection: DuckDBConnection;

beforeEach(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const file of await readdir(new URL('tables/', folder))) await connection.run(await sql(`tables/${file}`));
  for (const view of views) await connection.run(`create view ${view} as ${await sql(`views/${view}.sql`)}`);
});

afterEach(() => connection.closeSync());

describe('the states of accounts in the warehouse', () => {
  it('are the same as those made of the single days', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyDay, { minLength: 1, maxLength: 60, selector: keyOf }), async (days) => {
        await connection.run('delete from creative_daily');
        for (const day of days) await insert(day);
        const [state, ...others] = await states();
        expect(others).toEqual([]);
        const { campaigns, ...rest } = stateFromDays(history(days), { windowDays: 90, activeWithinDays: 14 });
        expect(sorted(state!)).toEqual(sorted({ ...rest, campaigns }));
      }),
      { numRuns: 40 },
    );
  });

  it('have no mature day where nothing is known of maturity', async () => {
    await connection.run('delete from metric_maturity');
    await insert({ ...plain, date: '2026-01-05' });
    const [state] = await states();
    expect(state).toMatchObject({ newestDay: '2026-01-05', newestMatureDay: null });
    expect(state!.campaigns[0]!.creatives[0]).toMatchObject({ spans: [], delivering: true });
    expect(state!.campaigns[0]!.days).toMatchObject([{ date: '2026-01-05', mature: false, reconciled: true }]);
  });

  it('say which bid and budget were in force on each day, and know creatives that were never shown', async () => {
    for (const date of ['2026-05-01', '2026-05-02', '2026-05-03']) await insert({ ...plain, date });
    await version({ from: '2026-05-02 09:00:00', to: '2026-05-03 12:00:00', bid: 10 });
    await version({ from: '2026-05-03 12:00:00', to: null, bid: 8 });
    await connection.run(`insert into creative (platform, account_id, creative_id, campaign_id, name, valid_from, status, review_status)
      values ('linkedin', 'account', 'never', 'campaign', 'Never', timestamp '2026-05-01', 'DRAFT', 'APPROVED'),
        ('linkedin', 'account', 'a', 'campaign', 'A', timestamp '2026-05-01', 'ACTIVE', 'REJECTED')`);
    const campaign = (await states())[0]!.campaigns[0]!;
    expect(campaign).toMatchObject({
      name: 'Traffic',
      status: 'ACTIVE',
      objective: 'WEBSITE_VISIT',
      bid: 8,
      dailyBudget: 100,
      endsAt: new Date('2026-12-31T00:00:00Z'),
      audience: '{"include":{}}',
    });
    expect(campaign.days.map(({ date, bid, dailyBudget }) => [date, bid, dailyBudget])).toEqual([
      ['2026-05-01', null, null],
      ['2026-05-02', 10, 100],
      ['2026-05-03', 8, 100],
    ]);
    expect(campaign.creatives).toMatchObject([
      { creativeId: 'a', name: 'A', status: 'ACTIVE', approved: false, firstSeen: '2026-05-01' },
      { creativeId: 'never', status: 'DRAFT', approved: true, firstSeen: null, delivering: false, spans: [] },
    ]);
  });

  it('are one for each currency of an account', async () => {
    await insert({ ...plain, date: '2026-05-11' });
    await insert({ ...plain, creativeId: 'b', date: '2026-05-12' }, 'EUR');
    const found = await states();
    expect(found.map(({ currency, newestMatureDay }) => [currency, newestMatureDay])).toEqual([
      ['EUR', '2026-05-12'],
      ['USD', '2026-05-11'],
    ]);
    expect(await states()).toEqual(found);
  });
});

const plain = {
  creativeId: 'a',
  impressions: 1000,
  clicks: 5,
  cost: 8,
  conversions: null,
  leads: null,
  video_views: null,
};

/** Days before 2026-06-01: delivery is mature after 3, leads after 5, conversions after 20; the first days of May do not reconcile. */
const anyDay = fc.record({
  creativeId: fc.constantFrom('a', 'b', 'c'),
  daysAgo: fc.integer({ min: 1, max: 120 }),
  impressions: fc.integer({ min: 0, max: 100_000 }),
  clicks: fc.option(fc.integer({ min: 0, max: 900 }), { freq: 8 }),
  cost: fc.option(
    fc.integer({ min: 0, max: 500_000 }).map((mils) => mils / 1000),
    { freq: 8 },
  ),
  conversions: fc.option(fc.integer({ min: 0, max: 40 })),
  leads: fc.option(fc.integer({ min: 0, max: 9_000 }).map((mils) => mils / 1000)),
  video_views: fc.option(fc.integer({ min: 0, max: 30_000 })),
});
type AnyDay = Omit<typeof anyDay extends fc.Arbitrary<infer T> ? T : never, 'creativeId'> & { creativeId: string };
type Day = Omit<AnyDay, 'daysAgo'> & { date: string };

const keyOf = ({ creativeId, daysAgo }: AnyDay): string => `${creativeId} ${daysAgo}`;
const dateOf = (daysAgo: number): string => daysBefore('2026-06-01', daysAgo);
const disputedDays = ['2026-05-01', '2026-05-02'];

function history(days: readonly AnyDay[]) {
  const rows: CreativeDay[] = days.map(({ daysAgo, ...day }) => ({
    ...day,
    date: dateOf(daysAgo),
    mature: daysAgo >= 3,
    reconciled: !disputedDays.includes(dateOf(daysAgo)),
    visibleShare: { clicks: 1, conversions: daysAgo >= 20 ? 1 : 0.5, leads: daysAgo >= 5 ? 1 : 0.5 },
  }));
  return {
    platform: 'linkedin' as const,
    accountId: 'account',
    currency: 'USD',
    asOf,
    ownChanges: [],
    campaigns: [{ ...unknownCampaign('campaign'), creatives: [], days: rows, terms: [] }],
  };
}

/** In one order, sums without the error of adding. What shows of a campaign's day is learned, and nothing is here. */
function sorted(state: AccountState): AccountState {
  const rounded = (_: string, value: unknown): unknown =>
    typeof value === 'number' ? Number(value.toPrecision(12)) : value;
  const plainState = JSON.parse(JSON.stringify(state, rounded)) as AccountState;
  for (const campaign of plainState.campaigns) {
    campaign.creatives.sort((one, other) => (one.creativeId < other.creativeId ? -1 : 1));
    for (const day of campaign.days) day.visibleShare = allVisible;
  }
  return plainState;
}

function states(): Promise<AccountState[]> {
  return readAccountStates(
    {
      warehouse: {
        setUp: async () => undefined,
        expose: async () => undefined,
        run: async () => undefined,
        write: async () => undefined,
        maintain: async () => undefined,
        close: async () => undefined,
        rows: async (file: string, parameters?: SqlParameters) => {
          const text = renderSql(file, await sql(`${file}.sql`), parameters);
          return (await connection.runAndReadAll(text)).getRowObjectsJson() as Record<string, unknown>[];
        },
      },
      objects: memoryObjects(),
      config: adsConfig.parse({}),
      now: () => asOf,
    },
    [],
  );
}

const literal = (value: number | null): string => (value === null ? 'null' : String(value));

async function insert(day: Day | AnyDay, currency = 'USD') {
  const { creativeId, impressions, clicks, cost, conversions, leads, video_views: videoViews } = day;
  const date = 'date' in day ? day.date : dateOf(day.daysAgo);
  await connection.run(`insert into creative_daily (
      platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, clicks, cost, conversions, leads, video_views
    ) values (
      'linkedin', 'account', 'campaign', '${creativeId}', date '${date}', '${currency}', ${impressions}, ${literal(clicks)},
      ${literal(cost)}, ${literal(conversions)}, ${literal(leads)}, ${literal(videoViews)})`);
}

beforeEach(async () => {
  const observed = "timestamp '2026-06-01 06:00:00'";
  await connection.run(`insert into account_coverage values ('linkedin', 'account', ${observed})`);
  for (const date of disputedDays) {
    await connection.run(`insert into account_reconciliation (platform, account_id, stat_date, is_reconciled, observed_at)
      values ('linkedin', 'account', date '${date}', false, ${observed})`);
  }
  for (const [metric, days] of Object.entries({ impressions: 2, clicks: 3, cost: 3, conversions: 20, leads: 5 })) {
    await connection.run(
      `insert into metric_maturity values ('linkedin', 'account', '${metric}', ${days}, true, ${observed})`,
    );
  }
});

async function version({ from, to, bid }: { from: string; to: string | null; bid: number }) {
  await connection.run(`insert into campaign (platform, account_id, campaign_id, name, valid_from, valid_to, status, objective, bid,
      daily_budget, ends_at, targeting)
    values ('linkedin', 'account', 'campaign', 'Traffic', timestamp '${from}', ${to === null ? 'null' : `timestamp '${to}'`},
      'ACTIVE', 'WEBSITE_VISIT', ${bid}, 100, timestamp '2026-12-31', '{"include":{}}')`);
}

const sql = (file: string): Promise<string> => readFile(new URL(file, folder), 'utf8');
