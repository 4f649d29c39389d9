import { readdir, readFile } from 'node:fs/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const folder = new URL('../../athena/', import.meta.url);
const defaults = { window_days: 90, active_within_days: 14 };

let connection: DuckDBConnection;

beforeEach(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const file of await readdir(new URL('tables/', folder))) await connection.run(await sql(`tables/${file}`));
  await connection.run(`create view creative_day_age as ${await sql('views/creative_day_age.sql')}`);
});

afterEach(() => connection.closeSync());

describe('creative_evidence', () => {
  it('sums the mature days of a creative', async () => {
    await day({ creative: 'a', date: '2026-03-01', impressions: 1000, clicks: 5, cost: 10.5 });
    await day({ creative: 'a', date: '2026-03-02', impressions: 2000, clicks: 20, cost: 21, conversions: 2.5 });
    await day({ creative: 'a', date: '2026-03-03', impressions: 4000, clicks: 1, cost: 42 });
    // the account was last observed six days after the third: that day is provisional, so its figures wait
    await observedLast('account', '2026-03-09');

    expect(await evidence()).toEqual([
      {
        platform: 'linkedin',
        account_id: 'account',
        campaign_id: 'campaign',
        creative_id: 'a',
        currency: 'USD',
        is_active: 1,
        impressions: '3000',
        clicks: '25',
        conversions: '2.500000000',
        cost: '31.500000000',
      },
    ]);
  });

  it('calls a day mature from exactly the known number of days', async () => {
    await day({ account: 'early', creative: 'a', date: '2026-03-01', impressions: 10 });
    await observedLast('early', '2026-03-07 23:59:00');
    await day({ account: 'late', creative: 'b', date: '2026-03-01', impressions: 10 });
    await observedLast('late', '2026-03-08 00:00:00');
    const rows = await evidence();
    expect(rows.map((row) => [row.creative_id, row.impressions, row.clicks])).toEqual([
      ['a', '0', null],
      ['b', '10', '0'],
    ]);
  });

  it('waits for impressions, clicks and cost, and for no other metric', async () => {
    await day({ creative: 'a', date: '2026-03-01', impressions: 10 });
    await observedLast('account', '2026-03-08');
    await learnedMaturity('conversions', 20);
    await learnedMaturity('clicks', 3);
    expect((await evidence())[0]).toMatchObject({ impressions: '10' });
    await learnedMaturity('cost', 8);
    expect((await evidence())[0]).toMatchObject({ impressions: '0' });
  });

  it('leaves out a day that the platform’s own totals contradict, and an account that nothing is known of', async () => {
    await day({ creative: 'a', date: '2026-03-01', impressions: 10 });
    await day({ creative: 'a', date: '2026-03-02', impressions: 100 });
    await day({ account: 'unknown', creative: 'b', date: '2026-03-02', impressions: 100 });
    await connection.run("delete from metric_maturity where account_id = 'unknown'");
    await connection.run(`insert into account_reconciliation (platform, account_id, stat_date, is_reconciled, observed_at) values
      ('linkedin', 'account', date '2026-03-01', true, timestamp '2026-06-01'),
      ('linkedin', 'account', date '2026-03-02', false, timestamp '2026-06-01')`);
    expect((await evidence()).map((row) => [row.creative_id, row.impressions])).toEqual([
      ['a', '10'],
      ['b', '0'],
    ]);
  });

  it("counts windows back from each account's own newest days", async () => {
    await day({ account: 'old', creative: 'a', date: '2025-01-01', impressions: 1, clicks: 0 });
    await day({ account: 'old', creative: 'a', date: '2025-01-02', impressions: 2, clicks: 0 });
    await day({ account: 'old', creative: 'a', date: '2025-01-04', impressions: 4, clicks: 0 });
    await day({ account: 'new', creative: 'b', date: '2026-03-01', impressions: 8, clicks: 0 });
    const rows = await evidence({ window_days: 3 });
    expect(rows.map((row) => [row.account_id, row.impressions, row.is_active])).toEqual([
      ['new', '8', 1],
      ['old', '6', 1],
    ]);
  });

  it('calls a creative without impressions in the newest days of its account inactive', async () => {
    await day({ creative: 'stopped', date: '2026-03-01', impressions: 10, cost: 1 });
    await day({ creative: 'stopped', date: '2026-03-15', impressions: 0, cost: 0 });
    await day({ creative: 'running', date: '2026-03-15', impressions: 10, cost: 1 });
    const rows = await evidence();
    expect(rows.map((row) => [row.creative_id, row.is_active, row.cost])).toEqual([
      ['running', 1, '1.000000000'],
      ['stopped', 0, '1.000000000'],
    ]);
  });

  it('keeps currencies apart', async () => {
    await day({ creative: 'a', date: '2026-03-01', impressions: 1, cost: 1, currency: 'USD' });
    await day({ creative: 'a', date: '2026-03-02', impressions: 2, cost: 2, currency: 'EUR' });
    expect((await evidence()).map((row) => [row.currency, row.impressions])).toEqual([
      ['EUR', '2'],
      ['USD', '1'],
    ]);
  });

  it('has no rows where there is no data', async () => {
    expect(await evidence()).toEqual([]);
  });
});

async function evidence(parameters: Partial<Record<keyof typeof defaults, string | number>> = {}) {
  let text = await sql('queries/optimize/creative_evidence.sql');
  for (const [name, value] of Object.entries({ ...defaults, ...parameters }))
    text = text.replaceAll(`:${name}`, `${value}`);
  const reader = await connection.runAndReadAll(`${text} order by account_id, creative_id, currency`);
  return reader.getRowObjectsJson();
}

type Figures = { impressions: number; clicks?: number; cost?: number | null; conversions?: number };
type Day = Figures & { account?: string; creative: string; date: string; currency?: string };

async function day({ account = 'account', creative, date, currency = 'USD', ...figures }: Day) {
  const { impressions, clicks = 0, cost = 0, conversions = null } = figures;
  await connection.run(`insert into creative_daily (platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, clicks, cost, conversions,
      source, run_id, first_observed_at, observed_at, revision) values (
    'linkedin', '${account}', 'campaign', '${creative}', date '${date}', '${currency}', ${impressions}, ${clicks}, ${cost},
    ${conversions}, 'import', 'run', timestamp '${first}', timestamp '${first}', 1)`);
  await observedLast(account, '2026-06-01');
}

/** A value keeps the time of its first observation however often it is seen again; the account remembers the newest observation. */
const first = '2026-03-01';

async function observedLast(account: string, at: string) {
  await connection.run(`delete from account_coverage where account_id = '${account}'`);
  await connection.run(`insert into account_coverage values ('linkedin', '${account}', timestamp '${at}')`);
  await connection.run(`delete from metric_maturity where account_id = '${account}'`);
  await connection.run(
    `insert into metric_maturity values ('linkedin', '${account}', 'impressions', 7, false, timestamp '${first}')`,
  );
}

const learnedMaturity = (metric: string, days: number) =>
  connection.run(
    `insert into metric_maturity values ('linkedin', 'account', '${metric}', ${days}, true, timestamp '${first}')`,
  );

const sql = (file: string): Promise<string> => readFile(new URL(file, folder), 'utf8');
