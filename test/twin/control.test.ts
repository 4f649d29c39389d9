import { describe, expect, it } from 'vitest';
import { type Client, part, startClient } from './client.ts';

const post = (client: Client, path: string, body: unknown) => client.send('POST', path, { body: JSON.stringify(body) });

describe('control of the twin', () => {
  it('moves the clock on, never back', async () => {
    const client = await startClient();
    expect((await client.send('GET', '/_twin/clock')).body).toEqual({ now: '2026-08-03T00:00:00.000Z' });
    expect((await post(client, '/_twin/clock', { advance: '6h' })).body).toEqual({ now: '2026-08-03T06:00:00.000Z' });
    expect((await post(client, '/_twin/clock', { set: '2026-08-05T00:00:00Z' })).body).toEqual({
      now: '2026-08-05T00:00:00.000Z',
    });
    const back = await post(client, '/_twin/clock', { set: '2026-08-04T00:00:00Z' });
    expect(back.body).toEqual({
      status: 400,
      message: 'The clock stands at 2026-08-05T00:00:00.000Z and cannot go back to 2026-08-04T00:00:00.000Z.',
    });
    expect(part((await post(client, '/_twin/clock', { advance: 'soon' })).body, 'message')).toBe(
      '"soon" is not a duration. Write 90s, 15m, 6h or 1d.',
    );
  });

  it('takes faults, lists how often they struck and lifts them', async () => {
    const client = await startClient();
    await post(client, '/_twin/faults', [{ kind: 'server-error', endpoint: 'adAccounts' }]);
    await client.get('/rest/adAccounts?q=search');
    const { body } = await client.send('GET', '/_twin/faults');
    expect([part(body, 'rules', 0, 'kind'), part(body, 'rules', 0, 'struck')]).toEqual(['server-error', 1]);
    await client.send('DELETE', '/_twin/faults');
    expect((await client.get('/rest/adAccounts?q=search')).status).toBe(200);
  });

  it('refuses a fault it does not know, by name', async () => {
    const client = await startClient();
    const answer = await post(client, '/_twin/faults', { kind: 'earthquake' });
    expect(answer.status).toBe(400);
    expect(part(answer.body, 'message')).toContain('a fault rule or a list of them');
  });

  it('counts calls by endpoint, status and fault, and not its own', async () => {
    const client = await startClient();
    client.twin.fault({ kind: 'throttle', endpoint: 'adAccounts', count: 1 });
    await client.get('/rest/adAccounts?q=search');
    await client.get('/rest/adAccounts?q=search');
    const { body } = await client.send('GET', '/_twin/calls?recent=1');
    expect(body).toEqual({
      total: 2,
      by_endpoint: { 'GET adAccounts': 2 },
      by_status: { '200': 1, '429': 1 },
      by_fault: { throttle: 1 },
      recent: [
        {
          at: '2026-08-03T00:00:00.000Z',
          method: 'GET',
          endpoint: 'adAccounts',
          target: '/rest/adAccounts?q=search',
          status: 200,
          faults: [],
        },
      ],
    });
  });

  it('opens the ledger in full precision', async () => {
    const client = await startClient();
    const { body } = await client.send('GET', '/_twin/ledger?from=2026-08-01&to=2026-08-02');
    expect(part(body, 'rows')).toEqual(client.twin.ledger('2026-08-01', '2026-08-02'));
    expect(Object.keys(part(body, 'rows', 0) as object)).toEqual([
      'date',
      'account_id',
      'campaign_group',
      'campaign',
      'creative',
      'currency',
      'impressions',
      'clicks',
      'cost',
      'cost_usd',
      'landing_page_clicks',
      'conversions',
      'conversion_value',
      'leads',
    ]);
    expect((await client.send('GET', '/_twin/ledger?from=yesterday')).status).toBe(400);
  });

  it('says what it simulates', async () => {
    const client = await startClient({ seed: 3 });
    const { body } = await client.send('GET', '/_twin/world');
    expect([part(body, 'seed'), part(body, 'campaigns'), part(body, 'creatives')]).toEqual([3, 16, 80]);
  });
});
