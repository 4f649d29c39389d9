import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWarehouseInMemory, type WarehouseInMemory } from '../support/warehouse-in-memory.ts';

let warehouse: WarehouseInMemory;
beforeEach(async () => {
  warehouse = await openWarehouseInMemory();
});
afterEach(() => warehouse.close());

/** Inserts a row, of which columns that are not named are null. */
const insert = (table: string, row: Record<string, string | number | boolean>) =>
  warehouse.execute(
    `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.values(row)
      .map((value) => (typeof value === 'string' ? `'${value}'` : value))
      .join(', ')})`,
  );

const account = { platform: 'linkedin', account_id: '1' };

const day = (creative_id: string, stat_date: string, impressions: number, clicks: number) =>
  insert('creative_daily', {
    ...account,
    ...{ campaign_id: 'c', creative_id, stat_date, impressions, clicks, currency: 'USD' },
  });

const observedLast = (observed_at: string) => insert('account_coverage', { ...account, observed_at });
const matureAfter = (days: number) =>
  insert('metric_maturity', { ...account, metric: 'clicks', mature_after_days: days });

describe('creative_serving', () => {
  it('has the ads that run, as they are now, for the first day that nothing is known of', async () => {
    await observedLast('2026-03-10 06:00:00');
    await day('a', '2026-03-01', 1000, 5);
    await day('a', '2026-03-09', 2000, 9);
    await day('old', '2026-02-01', 4000, 9);
    await insert('creative', {
      ...account,
      ...{ creative_id: 'a', campaign_id: 'c', content_status: 'read', headline: 'old', valid_from: '2026-03-01' },
      valid_to: '2026-03-05',
    });
    await insert('creative', {
      ...account,
      ...{ creative_id: 'a', campaign_id: 'c', content_status: 'read', headline: 'new', valid_from: '2026-03-05' },
    });
    await insert('campaign', { ...account, campaign_id: 'c', objective: 'LEAD_GENERATION', valid_from: '2026-03-01' });
    expect(await warehouse.rows('queries/learn/creative_serving', { active_within_days: 14 })).toEqual([
      {
        ...account,
        campaign_id: 'c',
        creative_id: 'a',
        first_day: '2026-03-01',
        for_day: '2026-03-10',
        impressions_before: '3000',
        headline: 'new',
        introductory_text: null,
        description: null,
        call_to_action: null,
        format: null,
        objective: 'LEAD_GENERATION',
        targeting: null,
      },
    ]);
  });
});

describe('outcome_days', () => {
  const lately = { since: '2026-01-01', days: 7 };

  it('are the newest mature days of an account, and say which of them the platform contradicts', async () => {
    await matureAfter(7);
    await observedLast('2026-03-15 06:00:00');
    await day('a', '2026-03-01', 5000, 50);
    await day('a', '2026-03-02', 1000, 5);
    await day('a', '2026-03-08', 2000, 20);
    await day('a', '2026-03-09', 5000, 50);
    await insert('account_reconciliation', {
      ...account,
      ...{ stat_date: '2026-03-08', observed_at: '2026-03-15 06:00:00', is_reconciled: false },
    });
    const about = { ...account, campaign_id: 'c', creative_id: 'a', newest_mature_day: '2026-03-08' };
    expect(await warehouse.rows('queries/learn/outcome_days', lately)).toEqual([
      {
        ...about,
        ...{
          stat_date: '2026-03-02',
          impressions: '1000',
          clicks: '5',
          conversions: null,
          leads: null,
          is_disputed: 0,
        },
      },
      {
        ...about,
        ...{
          stat_date: '2026-03-08',
          impressions: '2000',
          clicks: '20',
          conversions: null,
          leads: null,
          is_disputed: 1,
        },
      },
    ]);
    expect(await warehouse.rows('queries/learn/outcome_days', { ...lately, since: '2026-03-09' })).toEqual([]);
  });

  it('have results only once those are mature too', async () => {
    await matureAfter(1);
    await insert('metric_maturity', { ...account, metric: 'leads', mature_after_days: 5 });
    await observedLast('2026-03-10 06:00:00');
    for (const stat_date of ['2026-03-05', '2026-03-06'])
      await insert('creative_daily', {
        ...account,
        ...{ campaign_id: 'c', creative_id: 'a', stat_date, impressions: 1000, clicks: 5, leads: 2, conversions: 3 },
      });
    expect(await warehouse.rows('queries/learn/outcome_days', lately)).toMatchObject([
      { stat_date: '2026-03-05', leads: '2.000000000', conversions: '3.000000000' },
      { stat_date: '2026-03-06', leads: null },
    ]);
  });

  it('are none of an account of which no curve is known', async () => {
    await observedLast('2026-06-15 06:00:00');
    await day('a', '2026-03-02', 1000, 5);
    expect(await warehouse.rows('queries/learn/outcome_days', lately)).toEqual([]);
  });
});
