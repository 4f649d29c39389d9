import { describe, expect, it } from 'vitest';
import { account, analyticsPath, dateRange, elementsOf, part, startClient } from './client.ts';

const week = { from: '2026-07-20', to: '2026-07-26' };
const keyed = 'dateRange,pivotValues,impressions,clicks,costInLocalCurrency,costInUsd';

const total = (rows: Record<string, unknown>[], name: string): number =>
  rows.reduce((sum, row) => sum + Number(row[name] ?? 0), 0);

describe('adAnalytics: the shape of an answer', () => {
  it('returns impressions and clicks only when no fields are asked for', async () => {
    const client = await startClient();
    const rows = await client.elements(analyticsPath({ ...week, pivot: 'ACCOUNT', granularity: 'ALL' }));
    expect(rows.map((row) => Object.keys(row).sort())).toEqual([['clicks', 'impressions']]);
  });

  it('writes counts as numbers, money as decimal strings, dates as parts', async () => {
    const client = await startClient();
    const answer = await client.get(analyticsPath({ ...week, pivot: 'CAMPAIGN', fields: keyed }));
    const [row] = elementsOf(answer);
    expect(typeof row?.impressions).toBe('number');
    expect(row?.costInLocalCurrency).toMatch(/^\d+\.\d+$/);
    expect(row?.dateRange).toEqual({
      start: { year: 2026, month: 7, day: 20 },
      end: { year: 2026, month: 7, day: 20 },
    });
    expect(row?.pivotValues).toEqual(['urn:li:sponsoredCampaign:230000001']);
    expect(part(answer.body, 'paging')).toEqual({ start: 0, count: 10, links: [] });
  });

  it('leaves out zeros, and rows in which everything asked for is zero', async () => {
    const client = await startClient();
    const rows = await client.elements(analyticsPath({ ...week, fields: 'dateRange,pivotValues,oneClickLeads,likes' }));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row.oneClickLeads ?? row.likes).toBeGreaterThan(0);
      expect(row.oneClickLeads).not.toBe(0);
    }
    const nothing = await client.elements(analyticsPath({ ...week, fields: 'dateRange,pivotValues,jobApplications' }));
    expect(nothing).toEqual([]);
  });

  it('accepts both forms of a pivot and of a granularity', async () => {
    const client = await startClient();
    const plain = await client.elements(analyticsPath({ ...week, pivot: 'CAMPAIGN', fields: keyed }));
    const wrapped = await client.elements(
      analyticsPath({ ...week, pivot: '(value:CAMPAIGN)', granularity: '(value:DAILY)', fields: keyed }),
    );
    expect(wrapped).toEqual(plain);
  });

  it('adds up to the same sums on every pivot', async () => {
    const client = await startClient();
    const sums = await Promise.all(
      ['CREATIVE', 'CAMPAIGN', 'CAMPAIGN_GROUP', 'ACCOUNT', 'SHARE', 'COMPANY'].map(async (pivot) => {
        const rows = await client.elements(analyticsPath({ ...week, pivot, fields: keyed }));
        return [total(rows, 'impressions'), total(rows, 'clicks'), total(rows, 'costInLocalCurrency').toFixed(6)];
      }),
    );
    expect(new Set(sums.map(String)).size).toBe(1);
  });

  it('sums days into months and into one row', async () => {
    const client = await startClient();
    const range = { from: '2026-06-15', to: '2026-07-20' };
    const monthly = await client.elements(
      analyticsPath({ ...range, pivot: 'ACCOUNT', granularity: 'MONTHLY', fields: keyed }),
    );
    const all = await client.elements(analyticsPath({ ...range, pivot: 'ACCOUNT', granularity: 'ALL', fields: keyed }));
    expect(monthly.map(({ dateRange: dates }) => dates)).toEqual([
      { start: { year: 2026, month: 6, day: 15 }, end: { year: 2026, month: 6, day: 30 } },
      { start: { year: 2026, month: 7, day: 1 }, end: { year: 2026, month: 7, day: 20 } },
    ]);
    expect(total(monthly, 'impressions')).toBe(total(all, 'impressions'));
  });

  it('attributes conversions to their rule, and nothing else', async () => {
    const client = await startClient();
    const fields =
      'pivotValues,impressions,costInLocalCurrency,externalWebsiteConversions,conversionValueInLocalCurrency';
    const [row, ...others] = await client.elements(
      analyticsPath({ from: '2026-06-01', to: '2026-06-30', pivot: 'CONVERSION', granularity: 'ALL', fields }),
    );
    expect(others).toEqual([]);
    expect(Object.keys(row ?? {}).sort()).toEqual([
      'conversionValueInLocalCurrency',
      'externalWebsiteConversions',
      'pivotValues',
    ]);
    expect(Number(row?.conversionValueInLocalCurrency)).toBe(140 * Number(row?.externalWebsiteConversions));
  });

  it('gives several pivots at once to the statistics finder', async () => {
    const client = await startClient();
    const path = `/rest/adAnalytics?q=statistics&pivots=List(CAMPAIGN,CREATIVE)&timeGranularity=ALL&dateRange=${dateRange(week.from, week.to)}&accounts=List(urn%3Ali%3AsponsoredAccount%3A${account.usd})&fields=pivotValues,clicks`;
    const [row] = await client.elements(path);
    expect(row?.pivotValues).toEqual([
      'urn:li:sponsoredCampaign:230000001',
      expect.stringMatching(/^urn:li:sponsoredCreative:\d+$/),
    ]);
  });

  it('converts money to USD by the account’s rate', async () => {
    const client = await startClient();
    const [row] = await client.elements(
      analyticsPath({ ...week, pivot: 'ACCOUNT', granularity: 'ALL', accounts: [account.eur], fields: keyed }),
    );
    expect(Number(row?.costInUsd) / Number(row?.costInLocalCurrency)).toBeCloseTo(1.09, 12);
  });
});

describe('adAnalytics: what is refused', () => {
  const twenty = [
    'dateRange,pivotValues,impressions,clicks,costInLocalCurrency,costInUsd,landingPageClicks,shares,follows,likes',
    'comments,totalEngagements,videoViews,videoStarts,videoCompletions,reactions,oneClickLeads,oneClickLeadFormOpens',
    'externalWebsiteConversions,otherEngagements',
  ].join();

  it('takes twenty fields and no more, dateRange and pivotValues included', async () => {
    const client = await startClient();
    expect((await client.get(analyticsPath({ ...week, fields: twenty }))).status).toBe(200);
    const answer = await client.get(analyticsPath({ ...week, fields: `${twenty},opens` }));
    expect([
      answer.status,
      part(answer.body, 'errorDetails', 'inputErrors', 0, 'input', 'inputPath', 'fieldPath'),
    ]).toEqual([400, 'fields']);
  });

  it.each([
    ['a field nobody knows', analyticsPath({ ...week, fields: 'impresions' }), 400],
    ['no facet', analyticsPath({ ...week, accounts: [] }), 400],
    [
      'no granularity',
      `/rest/adAnalytics?q=analytics&pivot=CAMPAIGN&dateRange=${dateRange(week.from, week.to)}&accounts=List(a)`,
      400,
    ],
    ['an hourly granularity', analyticsPath({ ...week, granularity: 'HOURLY' }), 400],
    ['a day that does not exist', analyticsPath({ from: '2026-02-30', to: '2026-03-02' }), 400],
    ['an end before the start', analyticsPath({ from: '2026-07-02', to: '2026-07-01' }), 400],
    ['a pivot that does not exist', analyticsPath({ ...week, pivot: 'COLOUR' }), 400],
    ['a pivot the twin does not simulate', analyticsPath({ ...week, pivot: 'MEMBER_INDUSTRY' }), 501],
    [
      'reach over more than 92 days',
      analyticsPath({ from: '2026-04-01', to: '2026-07-20', fields: 'approximateMemberReach' }),
      400,
    ],
  ])('refuses %s', async (_, path, status) => {
    const client = await startClient();
    expect((await client.get(path)).status).toBe(status);
  });

  it('is empty, not forbidden, for an account without access', async () => {
    const client = await startClient();
    const answer = await client.get(analyticsPath({ ...week, accounts: [account.foreign] }));
    expect(answer.body).toEqual({ elements: [], paging: { start: 0, count: 10, links: [] } });
    expect(client.twin.ledger(week.from, week.to).some((row) => row.account_id === account.foreign)).toBe(true);
  });

  it('is empty for days to come', async () => {
    const client = await startClient();
    expect(await client.elements(analyticsPath({ from: '2026-09-01', to: '2026-09-03' }))).toEqual([]);
  });

  it('may forget daily rows after six months', async () => {
    const startAt = new Date('2026-08-03T00:00:00Z');
    const client = await startClient({
      startAt,
      size: { historyDays: 250 },
      behaviours: { dailyBeyondSixMonths: 'empty' },
    });
    const old = { from: '2026-01-20', to: '2026-01-25', pivot: 'ACCOUNT' };
    expect(await client.elements(analyticsPath(old))).toEqual([]);
    expect(await client.elements(analyticsPath({ ...old, granularity: 'ALL' }))).toHaveLength(1);
  });
});

describe('adAnalytics: the cap of 15,000 elements', () => {
  const size = { campaigns: 60, creativesPerCampaign: 15, accounts: 1 };
  const month = analyticsPath({ from: '2026-07-01', to: '2026-07-30', fields: keyed });

  it('cuts the answer without a word', async () => {
    const client = await startClient({ size });
    expect(await client.elements(month)).toHaveLength(15_000);
  });

  it('refuses instead when switched so', async () => {
    const client = await startClient({ size, behaviours: { analyticsOverflow: 'error' } });
    expect((await client.get(month)).status).toBe(400);
  });
});
