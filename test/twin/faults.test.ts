import { describe, expect, it } from 'vitest';
import { account, analyticsPath, elementsOf, part, startClient } from './client.ts';

const accounts = '/rest/adAccounts?q=search';
const campaigns = `/rest/adAccounts/${account.usd}/adCampaigns?q=search`;
const report = analyticsPath({
  from: '2026-07-20',
  to: '2026-07-26',
  pivot: 'ACCOUNT',
  fields: 'dateRange,pivotValues,impressions',
});

describe('quotas', () => {
  it('closes an endpoint for the rest of the UTC day, and no other', async () => {
    const client = await startClient();
    client.twin.fault({ kind: 'throttle-day', endpoint: 'adAccounts', count: 1 });
    const first = await client.get(accounts);
    expect(first.status).toBe(429);
    expect(first.body).toEqual({
      message: 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.',
      status: 429,
    });
    client.twin.advance('23h');
    expect((await client.get(accounts)).status).toBe(429);
    expect((await client.get(campaigns)).status).toBe(200);
    client.twin.advance('1h');
    expect((await client.get(accounts)).status).toBe(200);
  });

  it('limits the calls of a minute in virtual time', async () => {
    const client = await startClient({ limits: { callsPerMinute: 3 } });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await client.get(accounts)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    client.twin.advance('1m');
    expect((await client.get(accounts)).status).toBe(200);
  });

  it('limits metric values to a rolling five minutes', async () => {
    const client = await startClient({ limits: { metricValuesPerFiveMinutes: 10 } });
    expect((await client.get(report)).status).toBe(200);
    const refused = await client.get(report);
    expect([refused.status, part(refused.body, 'message')]).toEqual([
      429,
      'The data request limit has been exceeded. More than 45 million metric values were requested in a 5-minute window.',
    ]);
    client.twin.advance('5m');
    expect((await client.get(report)).status).toBe(200);
  });
});

describe('faults', () => {
  it.each([
    [
      'throttle',
      429,
      {
        serviceErrorCode: 101,
        message: 'Resource level throttle limit for calls to this resource is reached.',
        status: 429,
      },
    ],
    ['server-error', 500, { status: 500, code: 'INTERNAL_ERROR', message: 'Internal Error' }],
  ] as const)('answers %s as often as told', async (kind, status, body) => {
    const client = await startClient();
    client.twin.fault({ kind, endpoint: 'adAccounts', count: 2 });
    for (let call = 0; call < 2; call += 1) {
      const answer = await client.get(accounts);
      expect([answer.status, answer.body]).toEqual([status, body]);
    }
    expect((await client.get(accounts)).status).toBe(200);
  });

  it('strikes by chance, the same way every time', async () => {
    const run = async (): Promise<number[]> => {
      const client = await startClient({ seed: 5 });
      client.twin.fault({ kind: 'server-error', status: 503, probability: 0.5 });
      const statuses = [];
      for (let call = 0; call < 20; call += 1) statuses.push((await client.get(accounts)).status);
      return statuses;
    };
    const statuses = await run();
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(await run()).toEqual(statuses);
  });

  it('strikes an endpoint by its name, or whatever has a pattern in its address', async () => {
    const client = await startClient();
    client.twin.fault(
      { kind: 'throttle', endpoint: 'adCampaign' },
      { kind: 'server-error', endpoint: '/rest/*pivot=ACCOUNT' },
    );
    expect((await client.get(campaigns)).status).toBe(200);
    expect((await client.get(report)).status).toBe(500);
    expect((await client.get(report.replace('pivot=ACCOUNT', 'pivot=CAMPAIGN'))).status).toBe(200);
  });

  it('holds only in its window of virtual time', async () => {
    const client = await startClient();
    client.twin.fault({ kind: 'server-error', from: '2026-08-03T06:00:00Z', to: '2026-08-03T12:00:00Z' });
    const statuses = [];
    for (let step = 0; step < 3; step += 1) {
      statuses.push((await client.get(accounts)).status);
      client.twin.advance('6h');
    }
    expect(statuses).toEqual([200, 500, 200]);
  });

  it('cuts an answer off and breaks JSON', async () => {
    const client = await startClient();
    client.twin.fault({ kind: 'cut-off', count: 1 });
    await expect(client.get(accounts)).rejects.toThrow();
    client.twin.fault({ kind: 'malformed-json', count: 1 });
    const broken = await client.get(accounts);
    expect([broken.status, broken.body]).toEqual([200, null]);
    expect((await client.get(accounts)).status).toBe(200);
  });

  it('is slow when told', async () => {
    const client = await startClient();
    client.twin.fault({ kind: 'slow', delayMs: 150, count: 1 });
    const started = Date.now();
    await client.get(accounts);
    expect(Date.now() - started).toBeGreaterThanOrEqual(145);
  });

  it.each([
    ['duplicate-page', [0, 1, 2, 0, 1, 2, 3, 4, 5, 6, 7]],
    ['missing-page', [0, 1, 2, 6, 7]],
  ] as const)('sends a client to a %s once', async (kind, expected) => {
    const client = await startClient();
    client.twin.fault({ kind, endpoint: 'adCampaigns', count: 1 });
    const seen: number[] = [];
    for (let token: unknown = ''; token !== undefined; ) {
      const answer = await client.get(`${campaigns}&pageSize=3${token && `&pageToken=${token}`}`);
      seen.push(...elementsOf(answer).map(({ id }) => (Number(id) - 230000001) / 37));
      token = part(answer.body, 'metadata', 'nextPageToken');
    }
    expect(seen).toEqual(expected);
  });

  it('empties an answer and adds fields nobody knows', async () => {
    const client = await startClient();
    client.twin.fault({ kind: 'empty-answer', endpoint: 'adAnalytics', count: 1 });
    expect(await client.elements(report)).toEqual([]);
    client.twin.fault({ kind: 'unknown-fields', endpoint: 'adAnalytics', count: 1 });
    const [strange] = await client.elements(report);
    expect(Object.keys(strange ?? {})).toEqual([
      'impressions',
      'dateRange',
      'pivotValues',
      'engagementQualityIndex',
      'deliveryInsights',
    ]);
  });

  it('shakes the last days while a restatement storm stands', async () => {
    const client = await startClient();
    const calm = await client.elements(report);
    client.twin.fault({ kind: 'restatement-storm', magnitude: 0.3, withinDays: 20 });
    expect(await client.elements(report)).not.toEqual(calm);
    client.twin.clearFaults();
    expect(await client.elements(report)).toEqual(calm);
  });

  it('deletes entities and keeps their spend', async () => {
    const client = await startClient();
    const path = analyticsPath({
      from: '2026-07-26',
      to: '2026-07-26',
      pivot: 'CAMPAIGN',
      fields: 'pivotValues,costInLocalCurrency',
    });
    const before = await client.elements(path);
    client.twin.fault({ kind: 'deleted-entities', entities: ['urn:li:sponsoredCampaign:230000001'] });
    expect((await client.get(`/rest/adAccounts/${account.usd}/adCampaigns/230000001`)).status).toBe(404);
    expect((await client.elements(campaigns)).map(({ id }) => id)).not.toContain(230000001);
    const creatives = await client.elements(
      `/rest/adAccounts/${account.usd}/creatives?q=criteria&campaigns=List(urn%3Ali%3AsponsoredCampaign%3A230000001)`,
    );
    expect(creatives).toEqual([]);
    expect(await client.elements(path)).toEqual(before);
    client.twin.advance('2d');
    expect(client.twin.ledger('2026-08-04', '2026-08-04').some((row) => row.campaign.endsWith(':230000001'))).toBe(
      false,
    );
  });

  it('sets the platform’s clock ahead', async () => {
    const client = await startClient();
    client.twin.fault({ kind: 'clock-skew', skewMs: 61 * 86_400_000 });
    const answer = await client.get(accounts);
    expect(answer.headers.get('date')).toBe('Sat, 03 Oct 2026 00:00:00 GMT');
    expect(part(answer.body, 'code')).toBe('EXPIRED_ACCESS_TOKEN');
  });
});
