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

const lookedAt = (observed_at: string) => insert('account_coverage', { ...account, observed_at });
const matureAfter = (days: number) =>
  insert('metric_maturity', { ...account, metric: 'clicks', mature_after_days: days });

describe('creative_serving', () => {
  it('has the ads that run, as they are now, for the first day that nothing is known of', async () => {
    await lookedAt('2026-03-10 06:00:00');
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
    expect(await warehouse.rows('marts/creative_serving', { active_within_days: 14 })).toEqual([
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

describe('creative_outcomes', () => {
  const week = { from_day: '2026-03-02', to_day: '2026-03-08' };

  it('sums what an ad did in the days that were predicted, and says whether they are mature', async () => {
    await matureAfter(7);
    await lookedAt('2026-03-15 06:00:00');
    await day('a', '2026-03-01', 5000, 50);
    await day('a', '2026-03-02', 1000, 5);
    await day('a', '2026-03-08', 2000, 20);
    await day('a', '2026-03-09', 5000, 50);
    const found = { ...account, campaign_id: 'c', creative_id: 'a', impressions: '3000', clicks: '25' };
    expect(await warehouse.rows('marts/creative_outcomes', week)).toEqual([{ ...found, is_mature: 1 }]);
    const later = { from_day: '2026-03-02', to_day: '2026-03-09' };
    expect(await warehouse.rows('marts/creative_outcomes', later)).toMatchObject([{ is_mature: 0, clicks: '75' }]);
  });

  it('is never mature for an account of which no curve is known', async () => {
    await lookedAt('2026-06-15 06:00:00');
    await day('a', '2026-03-02', 1000, 5);
    expect(await warehouse.rows('marts/creative_outcomes', week)).toMatchObject([{ is_mature: 0 }]);
  });
});
