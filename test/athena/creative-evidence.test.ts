import { readdir, readFile } from 'node:fs/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const folder = new URL('../../athena/', import.meta.url);
const defaults = { kpi: "'clicks'", window_days: 90, active_within_days: 14 };

let connection: DuckDBConnection;

beforeEach(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const file of await readdir(new URL('setup/', folder))) await connection.run(await sql(`setup/${file}`));
  await connection.run(`create view creative_day_age as ${await sql('intermediate/creative_day_age.sql')}`);
});

afterEach(() => connection.closeSync());

describe('creative_evidence', () => {
  it('sums the mature days of a creative and prepares the scatter of its days', async () => {
    await day({ creative: 'a', date: '2026-03-01', impressions: 1000, clicks: 5, cost: 10.5 });
    await day({ creative: 'a', date: '2026-03-02', impressions: 2000, clicks: 20, cost: 21 });
    await day({ creative: 'a', date: '2026-03-03', impressions: 4000, clicks: 1, cost: 42 });
    // the account was last looked at six days after the third: that day is provisional, so its figures wait
    await lookedAt('account', '2026-03-09');

    expect(await evidence()).toEqual([
      {
        platform: 'linkedin',
        account_id: 'account',
        campaign_id: 'campaign',
        creative_id: 'a',
        currency: 'USD',
        newest_day: '2026-03-03',
        newest_mature_day: '2026-03-02',
        mature_after_days: '7',
        first_counted_day: '2026-03-01',
        last_counted_day: '2026-03-02',
        last_active_day: '2026-03-03',
        is_active: 1,
        days: '2',
        impressions: '3000',
        clicks: '25',
        conversions: null,
        leads: null,
        cost: '31.500000000',
        trial_cost: '31.500000000',
        recent_cost: '31.500000000',
        recent_days: '2',
        rate_days: '2',
        trials: 3000,
        successes: 25,
        trials_squared: 5_000_000,
        successes_squared: 425,
        trials_times_successes: 45_000,
      },
    ]);
  });

  it('calls a day mature from exactly the known number of days', async () => {
    await day({ account: 'early', creative: 'a', date: '2026-03-01', impressions: 10 });
    await lookedAt('early', '2026-03-07 23:59:00');
    await day({ account: 'late', creative: 'b', date: '2026-03-01', impressions: 10 });
    await lookedAt('late', '2026-03-08 00:00:00');
    const rows = await evidence();
    expect(rows.map((row) => [row.creative_id, row.trials, row.first_counted_day])).toEqual([
      ['a', 0, null],
      ['b', 10, '2026-03-01'],
    ]);
  });

  it('waits for the metrics that the decision rests on, and for no other', async () => {
    await day({ creative: 'a', date: '2026-03-01', impressions: 10 });
    await lookedAt('account', '2026-03-08');
    await connection.run(`insert into metric_maturity values
      ('linkedin', 'account', 'conversions', 20, true, timestamp '${first}'), ('linkedin', 'account', 'clicks', 3, true, timestamp '${first}')`);
    expect((await evidence())[0]).toMatchObject({ mature_after_days: '7', trials: 10 });
    expect((await evidence({ kpi: "'conversions'" }))[0]).toMatchObject({ mature_after_days: '20', trials: 0 });
  });

  it('does not decide on a day that the platform’s own totals contradict, nor on an account that nothing is known of', async () => {
    await day({ creative: 'a', date: '2026-03-01', impressions: 10 });
    await day({ creative: 'a', date: '2026-03-02', impressions: 100 });
    await day({ account: 'unknown', creative: 'b', date: '2026-03-02', impressions: 100 });
    await connection.run("delete from metric_maturity where account_id = 'unknown'");
    await connection.run(`insert into account_reconciliation (platform, account_id, stat_date, is_reconciled, observed_at) values
      ('linkedin', 'account', date '2026-03-01', true, timestamp '2026-06-01'),
      ('linkedin', 'account', date '2026-03-02', false, timestamp '2026-06-01')`);
    expect((await evidence()).map((row) => [row.creative_id, row.trials])).toEqual([
      ['a', 10],
      ['b', 0],
    ]);
  });

  it("counts windows back from each account's own newest days", async () => {
    await day({ account: 'old', creative: 'a', date: '2025-01-01', impressions: 1, clicks: 0 });
    await day({ account: 'old', creative: 'a', date: '2025-01-02', impressions: 2, clicks: 0 });
    await day({ account: 'old', creative: 'a', date: '2025-01-04', impressions: 4, clicks: 0 });
    await day({ account: 'new', creative: 'b', date: '2026-03-01', impressions: 8, clicks: 0 });
    const rows = await evidence({ window_days: 3 });
    expect(rows.map((row) => [row.account_id, row.trials, row.is_active])).toEqual([
      ['new', 8, 1],
      ['old', 6, 1],
    ]);
  });

  it('calls a creative without impressions in the newest days of its account inactive', async () => {
    await day({ creative: 'stopped', date: '2026-03-01', impressions: 10, cost: 1 });
    await day({ creative: 'stopped', date: '2026-03-15', impressions: 0, cost: 0 });
    await day({ creative: 'running', date: '2026-03-15', impressions: 10, cost: 1 });
    const rows = await evidence();
    expect(rows.map((row) => [row.creative_id, row.is_active, row.recent_cost])).toEqual([
      ['running', 1, '1.000000000'],
      ['stopped', 0, '0.000000000'],
    ]);
  });

  it('takes the KPI that is asked for, and only days on which it is known', async () => {
    await day({ creative: 'a', date: '2026-03-01', impressions: 1000, clicks: 50, cost: 10 });
    await day({
      creative: 'a',
      date: '2026-03-02',
      impressions: 3000,
      clicks: 50,
      cost: 30,
      leads: 2.5,
      conversions: 4,
    });
    const [leads] = await evidence({ kpi: "'leads'" });
    expect([leads?.trials, leads?.successes, leads?.rate_days, leads?.trial_cost, leads?.impressions]).toEqual([
      3000,
      2.5,
      '1',
      '30.000000000',
      '4000',
    ]);
    expect((await evidence({ kpi: "'conversions'" }))[0]?.successes).toBe(4);
  });

  it('leaves a sum unknown when the cost of a day is', async () => {
    await day({ creative: 'a', date: '2026-03-01', impressions: 1000, cost: 10 });
    await day({ creative: 'a', date: '2026-03-02', impressions: 1000, cost: null });
    expect((await evidence())[0]?.trial_cost).toBeNull();
  });

  it('keeps currencies apart', async () => {
    await day({ creative: 'a', date: '2026-03-01', impressions: 1, cost: 1, currency: 'USD' });
    await day({ creative: 'a', date: '2026-03-02', impressions: 2, cost: 2, currency: 'EUR' });
    expect((await evidence()).map((row) => [row.currency, row.trials])).toEqual([
      ['EUR', 2],
      ['USD', 1],
    ]);
  });

  it('has no rows where there is no data', async () => {
    expect(await evidence()).toEqual([]);
  });
});

async function evidence(parameters: Partial<Record<keyof typeof defaults, string | number>> = {}) {
  let text = await sql('marts/creative_evidence.sql');
  for (const [name, value] of Object.entries({ ...defaults, ...parameters }))
    text = text.replaceAll(`:${name}`, `${value}`);
  const reader = await connection.runAndReadAll(`${text} order by account_id, creative_id, currency`);
  return reader.getRowObjectsJson();
}

type Figures = { impressions: number; clicks?: number; cost?: number | null; conversions?: number; leads?: number };
type Day = Figures & { account?: string; creative: string; date: string; currency?: string };

async function day({ account = 'account', creative, date, currency = 'USD', ...figures }: Day) {
  const { impressions, clicks = 0, cost = 0, conversions = null, leads = null } = figures;
  await connection.run(`insert into creative_daily values (
    'linkedin', '${account}', 'campaign', '${creative}', date '${date}', '${currency}', ${impressions}, ${clicks}, ${cost},
    ${conversions}, null, ${leads}, null, 'import', 'run', timestamp '${first}', timestamp '${first}', 1)`);
  await lookedAt(account, '2026-06-01');
}

/** A value keeps the time of its first observation however often it is seen again; the account remembers the last look. */
const first = '2026-03-01';

async function lookedAt(account: string, at: string) {
  await connection.run(`delete from account_coverage where account_id = '${account}'`);
  await connection.run(`insert into account_coverage values ('linkedin', '${account}', timestamp '${at}')`);
  await connection.run(`delete from metric_maturity where account_id = '${account}'`);
  await connection.run(
    `insert into metric_maturity values ('linkedin', '${account}', 'impressions', 7, false, timestamp '${first}')`,
  );
}

const sql = (file: string): Promise<string> => readFile(new URL(file, folder), 'utf8');
