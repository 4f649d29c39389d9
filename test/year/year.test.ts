/** A year of a simulated account, pulled every six hours and merged once a day, held against the platform's own truth. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectingFromTwin } from '../../cli/collecting.ts';
import { keys } from '../../core/contracts/keys.ts';
import { addDays, dayOf } from '../../core/domain/calendar.ts';
import { dataProcessor } from '../../core/stages/data-processor.ts';
import { pullAccounts } from '../../core/stages/pull-accounts.ts';
import type { LedgerRow } from '../../twin/market/ledger.ts';
import { type RunningTwin, startTwin } from '../../twin/server.ts';
import { openWorkshop, type Workshop } from '../support/workshop.ts';

const days = 365;
const pullsADay = 4;
const account = '508100001';
/** The longest of the twin's restatements, twin/world/default-world.json. */
const settledAfterDays = 37;

let twin: RunningTwin;
let shop: Workshop;
let first: string;
let settled: string;
const unfinished: string[] = [];

const queries = new Map([
  ['facts', 'select * from creative_daily order by creative_id, stat_date'],
  ['restated', 'select count(*) as n from creative_daily where revision > 1'],
  ['observations', 'select count(*) as n from creative_observation'],
  [
    'unreconciled',
    'select * from account_reconciliation where not is_reconciled and stat_date < cast(observed_at as date)',
  ],
]);

beforeAll(async () => {
  // version 202607 of the interface is served until 15 July 2027
  const startAt = new Date('2026-07-13T00:00:00Z');
  twin = await startTwin({ startAt, size: { campaigns: 2, creativesPerCampaign: 2, accounts: 1, historyDays: 10 } });
  shop = await openWorkshop({ collection: { backfillDays: 10 } }, queries);
  shop.deps.now = twin.now;
  first = addDays(dayOf(twin.now()), -9);
  const depsFor = collectingFromTwin(shop.deps, twin);
  for (let day = 0; day < days; day += 1) {
    for (let pull = 0; pull < pullsADay; pull += 1) {
      twin.advance((24 / pullsADay) * 3_600_000);
      const { failures } = await pullAccounts({ run_id: shop.deps.newId(), accounts: [account] }, depsFor);
      unfinished.push(...failures.map(({ error }) => error.message));
    }
    await dataProcessor({ publish: day === days - 1 }, shop.deps);
  }
  settled = addDays(dayOf(twin.now()), -settledAfterDays - 8);
});

afterAll(async () => {
  await twin.close();
  await shop.close();
});

/** All but the cost, which the facts hold to nine places and the truth in binary. */
const fromTruth = ({ creative, date, impressions, clicks, conversions, conversion_value, leads }: LedgerRow) =>
  JSON.stringify([creative, date, impressions, clicks, conversions, conversion_value.toFixed(2), leads]);

const fromFact = (row: Record<string, unknown>) =>
  JSON.stringify([
    row.creative_id,
    row.stat_date,
    Number(row.impressions),
    Number(row.clicks),
    Number(row.conversions),
    Number(row.conversion_value).toFixed(2),
    Number(row.leads),
  ]);

const smallestMoney = 1e-9;
const everyDay = { from_day: '0001-01-01', to_day: '9999-12-31', most_rows: 5 };

describe('a year of pulls every six hours', () => {
  it('ends without a failed pull', () => {
    expect(unfinished).toEqual([]);
  });

  it('holds the platform’s own truth exactly, for every day whose restatement is over', async () => {
    const facts = (await shop.deps.warehouse.rows('facts')).filter(
      (row) => String(row.stat_date) >= first && String(row.stat_date) <= settled && Number(row.impressions) > 0,
    );
    const truth = twin.ledger(first, settled).filter(({ account_id }) => String(account_id) === account);
    expect(truth.length).toBeGreaterThan(300);
    expect(truth.reduce((sum, { conversions }) => sum + conversions, 0)).toBeGreaterThan(0);
    expect(facts.map(fromFact).toSorted()).toEqual(truth.map(fromTruth).toSorted());
    const costs = new Map(truth.map(({ creative, date, cost }) => [`${creative} ${date}`, cost]));
    const off = facts.filter(
      (row) => Math.abs(Number(row.cost) - (costs.get(`${row.creative_id} ${row.stat_date}`) ?? 0)) > smallestMoney,
    );
    expect(off).toEqual([]);
  });

  it('saw most days restated, and keeps what it saw before', async () => {
    const [restated, observations] = [await count('restated'), await count('observations')];
    const facts = (await shop.deps.warehouse.rows('facts')).length;
    expect(restated).toBeGreaterThan(facts / 2);
    expect(observations).toBeGreaterThan(facts + restated);
    expect(await shop.deps.warehouse.rows('checks/newest_observation_is_current')).toEqual([]);
    expect(await shop.deps.warehouse.rows('checks/creative_daily_is_keyed', everyDay)).toEqual([]);
  });

  it('adds up to the platform’s totals on every finished day', async () => {
    expect(await shop.deps.warehouse.rows('unreconciled')).toEqual([]);
    expect(JSON.parse(await shop.text(keys.manifest)).reconciled).toBe(true);
  });
});

const count = async (query: string): Promise<number> => Number((await shop.deps.warehouse.rows(query))[0]?.n);
