import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askSandbox } from '../../adapters/local/sandbox.ts';
import { projectRoot } from '../../cli/runtime.ts';
import { placeOf } from '../support/asking.ts';
import { type CollectedTwin, collectTwin } from '../support/collected-twin.ts';

/** What each query of `docs/queries.md` answers with. */
const columns: Record<string, string> = {
  'Spend by day and campaign': 'date_day account_name campaign_name currency spend impressions clicks',
  'CTR and CPC by week': 'week_start currency spend ctr_percent cpc',
  'Cost per lead and per conversion':
    'campaign_name objective currency spend leads cost_per_lead conversions cost_per_conversion',
  'Return on ad spend, one currency at a time': 'currency spend conversions_value roas',
  'Creatives with the highest CTR': 'creative_id headline status impressions clicks ctr_percent days_active',
  'CTR by headline': 'headline creatives impressions ctr_percent',
  'Daily budget and how much of it was spent':
    'campaign_name status currency daily_budget mean_daily_spend percent_of_budget',
  'Days that were restated most': 'account_id creative_id stat_date currency values_seen first_cost cost_now change',
  'How much of a day is visible at which age': 'age_hours days impressions_percent clicks_percent conversions_percent',
  'Provisional days': 'account_name date_day currency spend conversions leads',
  "The platform's own totals next to the creatives'":
    'account_id stat_date currency creatives_cost account_cost creatives_clicks account_clicks is_reconciled observed_at',
  'In the names of dbt ad_reporting':
    'date_day platform account_id account_name campaign_id campaign_name ad_group_id ad_group_name ad_id ad_name clicks impressions spend conversions conversions_value',
};

const text = readFileSync(join(projectRoot, 'docs', 'queries.md'), 'utf8');
const queries = text
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    title: section.slice(0, section.indexOf('\n')),
    sql: /```sql\n([\s\S]*?)```/.exec(section)?.[1] ?? '',
  }));

let world: CollectedTwin;

beforeAll(async () => {
  world = await collectTwin({ size: { campaigns: 8, creativesPerCampaign: 2, historyDays: 20 } });
  for (let pull = 0; pull < 12; pull += 1) {
    await world.pull();
    world.twin.advance('12h');
  }
  await world.process();
  await world.shop.deps.warehouse.close();
});

afterAll(() => world.close());

const ask = (sql: string) => askSandbox(placeOf(world.shop), sql, { limit: 10_000, timeoutSeconds: 60 });

describe('the queries of docs/queries.md', () => {
  it('are those that are tested here', () => {
    expect(queries.map(({ title }) => title)).toEqual(Object.keys(columns));
  });

  it.each(queries)('answer: $title', async ({ title, sql }) => {
    const answer = await ask(sql);
    expect(answer.columns.map(({ name }) => name)).toEqual(columns[title]?.split(' '));
    expect(answer.rows.length).toBeGreaterThan(0);
    for (const [at, { name }] of answer.columns.entries())
      expect(
        answer.rows.some((row) => row[at] !== null),
        `${name} is always null`,
      ).toBe(true);
  });

  it('never add currencies', async () => {
    const known = await ask('select distinct currency from ad_report order by 1');
    expect(known.rows).toEqual([['EUR'], ['GBP'], ['USD']]);
    const roas = queries.find(({ title }) => title.startsWith('Return on ad spend'));
    expect((await ask(roas?.sql ?? '')).rows.map(([currency]) => currency)).toEqual(['EUR', 'GBP', 'USD']);
  });

  it('see less of a young day than of an old one', async () => {
    const { rows } = await ask(queries.find(({ title }) => title.startsWith('How much of a day'))?.sql ?? '');
    const shares = rows.map(([age, , impressions]) => [Number(age), Number(impressions)] as const);
    expect(shares[0]?.[0]).toBe(0);
    expect(shares[0]?.[1]).toBeLessThan(100);
    expect(shares.at(-1)?.[1]).toBeGreaterThan(shares[0]?.[1] ?? 100);
  });
});
