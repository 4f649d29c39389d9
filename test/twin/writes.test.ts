import { describe, expect, it } from 'vitest';
import type { TwinOptions } from '../../twin/server.ts';
import { account, type Client, part, startClient } from './client.ts';

const campaign = `/rest/adAccounts/${account.usd}/adCampaigns/230000001`;
const creative = `/rest/adAccounts/${account.usd}/creatives/urn%3Ali%3AsponsoredCreative%3A310000001`;
const groups = `/rest/adAccounts/${account.usd}/adCampaignGroups`;

const costOf = (client: Client, day: string, urn: string): number =>
  client.twin
    .ledger(day, day)
    .filter((row) => row.campaign === urn || row.creative === urn)
    .reduce((sum, row) => sum + row.cost, 0);

const impressionsOf = (client: Client, from: string, to: string, urn: string): number =>
  client.twin
    .ledger(from, to)
    .filter((row) => row.campaign === urn || row.creative === urn)
    .reduce((sum, row) => sum + row.impressions, 0);

const errorOf = (body: unknown): unknown[] => [
  part(body, 'code'),
  part(body, 'errorDetails', 'inputErrors', 0, 'code'),
  part(body, 'errorDetails', 'inputErrors', 0, 'input', 'inputPath', 'fieldPath'),
];

describe('writes change the world', () => {
  it('stops the spend of a paused campaign from that moment on', async () => {
    const client = await startClient();
    client.twin.advance('36h');
    const before = costOf(client, '2026-08-04', 'urn:li:sponsoredCampaign:230000001');
    expect((await client.patch(campaign, { status: 'PAUSED' })).status).toBe(204);
    client.twin.advance('60h');
    expect(before).toBeGreaterThan(0);
    expect(costOf(client, '2026-08-04', 'urn:li:sponsoredCampaign:230000001')).toBe(before);
    expect(costOf(client, '2026-08-05', 'urn:li:sponsoredCampaign:230000001')).toBe(0);
  });

  it('gives the impressions of a paused creative to its siblings', async () => {
    const left = await startClient();
    const right = await startClient();
    await right.patch(creative, { intendedStatus: 'PAUSED' });
    left.twin.advance('5d');
    right.twin.advance('5d');
    const days = ['2026-08-03', '2026-08-07'] as const;
    expect(impressionsOf(right, ...days, 'urn:li:sponsoredCreative:310000001')).toBe(0);
    const sibling = 'urn:li:sponsoredCreative:310000027';
    expect(impressionsOf(right, ...days, sibling)).toBeGreaterThan(impressionsOf(left, ...days, sibling));
    expect(right.twin.ledger('2026-08-02', '2026-08-02')).toEqual(left.twin.ledger('2026-08-02', '2026-08-02'));
  });

  it('wins more with a higher bid, spends more with a higher budget, and returns after a pause', async () => {
    const outcome = async (
      set: Record<string, unknown> | null,
      options: TwinOptions = {},
    ): Promise<{ impressions: number; cost: number }> => {
      const client = await startClient(options);
      if (set) expect((await client.patch(campaign, set)).status).toBe(204);
      client.twin.advance('10d');
      const rows = client.twin.ledger('2026-08-03', '2026-08-12').filter((row) => row.campaign.endsWith(':230000001'));
      return {
        impressions: rows.reduce((sum, row) => sum + row.impressions, 0),
        cost: rows.reduce((sum, row) => sum + row.cost, 0),
      };
    };
    const ample = { dailyBudget: { amount: '5000', currencyCode: 'USD' } };
    const low = await outcome({ ...ample, unitCost: { amount: '7', currencyCode: 'USD' } });
    const high = await outcome({ ...ample, unitCost: { amount: '14', currencyCode: 'USD' } });
    expect(high.impressions).toBeGreaterThan(1.5 * low.impressions);
    const tight = await outcome({ dailyBudget: { amount: '40', currencyCode: 'USD' } });
    expect(tight.cost).toBeLessThan(40 * 10 * 1.15);
    expect(high.cost).toBeGreaterThan(4 * tight.cost);
  });

  it('goes on delivering after a write in the middle of the day, whether or not anybody looks', async () => {
    const costs = async (write: boolean, look: boolean): Promise<number> => {
      const client = await startClient();
      client.twin.advance('8h');
      if (write) await client.patch(campaign, { name: 'Renamed' });
      client.twin.advance('4h');
      if (look) client.twin.ledger('2026-08-03', '2026-08-03');
      client.twin.advance('2d');
      return costOf(client, '2026-08-03', 'urn:li:sponsoredCampaign:230000001');
    };
    const [untouched, written, seen] = [await costs(false, false), await costs(true, false), await costs(true, true)];
    expect(seen).toBe(written);
    expect(written / untouched).toBeGreaterThan(0.6);
    expect(written / untouched).toBeLessThan(1.6);
  });

  it('raises the version by one and is read back', async () => {
    const client = await startClient();
    client.twin.advance('1h');
    await client.patch(campaign, {
      unitCost: { amount: '12.5', currencyCode: 'USD' },
      dailyBudget: { amount: '75', currencyCode: 'USD' },
    });
    const { body } = await client.get(campaign);
    expect(part(body, 'version', 'versionTag')).toBe('2');
    expect(part(body, 'unitCost')).toEqual({ amount: '12.5', currencyCode: 'USD' });
    expect(part(body, 'dailyBudget')).toEqual({ amount: '75', currencyCode: 'USD' });
    expect(part(body, 'changeAuditStamps', 'lastModified', 'time')).toBe(Date.parse('2026-08-03T01:00:00Z'));
  });

  it('stops a creative’s serving state', async () => {
    const client = await startClient();
    expect((await client.patch(creative, { intendedStatus: 'PAUSED' })).status).toBe(204);
    const { body } = await client.get(creative);
    expect([part(body, 'intendedStatus'), part(body, 'isServing'), part(body, 'servingHoldReasons')]).toEqual([
      'PAUSED',
      false,
      ['STOPPED'],
    ]);
  });

  it('stops every campaign of a paused group', async () => {
    const client = await startClient();
    const [, group] = await client.elements(`${groups}?q=search`);
    const answer = await batch(client, String(group?.id), { patch: { $set: { status: 'PAUSED' } } });
    expect(answer.body).toEqual({ results: { [String(group?.id)]: { status: 204 } }, errors: {} });
    client.twin.advance('1d');
    expect(costOf(client, '2026-08-03', 'urn:li:sponsoredCampaign:230000001')).toBe(0);
    expect(part((await client.get(campaign)).body, 'servingStatuses')).toEqual(['CAMPAIGN_GROUP_STATUS_HOLD']);
  });
});

const writeHeaders = {
  authorization: 'Bearer twin-access-token',
  'linkedin-version': '202607',
  'x-restli-protocol-version': '2.0.0',
  'content-type': 'application/json',
};

const batch = (client: Client, id: string, entity: unknown) =>
  client.send('POST', `${groups}?ids=List(${id})`, {
    headers: { ...writeHeaders, 'x-restli-method': 'BATCH_PARTIAL_UPDATE' },
    body: JSON.stringify({ entities: { [id]: entity } }),
  });

describe('writes that are refused', () => {
  it('needs the method header, the content type and a patch', async () => {
    const client = await startClient();
    const body = JSON.stringify({ patch: { $set: { status: 'PAUSED' } } });
    expect((await client.send('POST', campaign, { headers: writeHeaders, body })).status).toBe(400);
    const method = { 'x-restli-method': 'PARTIAL_UPDATE' };
    const text = { ...writeHeaders, ...method, 'content-type': 'text/plain' };
    expect((await client.send('POST', campaign, { headers: text, body })).status).toBe(415);
    const bare = await client.send('POST', campaign, {
      headers: { ...writeHeaders, ...method },
      body: '{"status":"PAUSED"}',
    });
    expect(bare.status).toBe(400);
    expect(part((await client.get(campaign)).body, 'status')).toBe('ACTIVE');
  });

  it.each([
    ['an illegal change of status', { status: 'DRAFT' }, 'STATUS_CHANGE_NOT_ALLOWED', '/Campaign/status'],
    ['a status nobody knows', { status: 'SLEEPING' }, 'INVALID_VALUE_FOR_FIELD', '/Campaign/status'],
    [
      'too low a daily budget',
      { dailyBudget: { amount: '9.99', currencyCode: 'USD' } },
      'FIELD_VALUE_TOO_LOW',
      '/Campaign/dailyBudget/amount',
    ],
    [
      'too low a bid',
      { unitCost: { amount: '1', currencyCode: 'USD' } },
      'FIELD_VALUE_TOO_LOW',
      '/Campaign/unitCost/amount',
    ],
    [
      'another currency',
      { dailyBudget: { amount: '50', currencyCode: 'EUR' } },
      'CURRENCY_MISMATCH',
      '/Campaign/dailyBudget/currencyCode',
    ],
    [
      'money as a number',
      { dailyBudget: { amount: 50, currencyCode: 'USD' } },
      'INVALID_VALUE_FOR_FIELD',
      '/Campaign/dailyBudget',
    ],
    [
      'another objective',
      { objectiveType: 'VIDEO_VIEW' },
      'IMMUTABLE_CAMPAIGN_OBJECTIVE_TYPE',
      '/Campaign/objectiveType',
    ],
    [
      'a target without its unit cost',
      { optimizationTargetType: 'TARGET_COST_PER_CLICK' },
      'INVALID_CAMPAIGN_CONFIGURATION',
      '/Campaign/optimizationTargetType',
    ],
    [
      'a field that cannot be written',
      { account: 'urn:li:sponsoredAccount:1' },
      'FIELD_NOT_ALLOWED',
      '/Campaign/account',
    ],
  ])('refuses %s', async (_, set, code, path) => {
    const client = await startClient();
    const answer = await client.patch(campaign, set);
    expect([answer.status, ...errorOf(answer.body)]).toEqual([400, code, code, path]);
    expect(part((await client.get(campaign)).body, 'version', 'versionTag')).toBe('1');
  });

  it('does nothing of a patch of which one part is wrong', async () => {
    const client = await startClient();
    await client.patch(campaign, { status: 'PAUSED', dailyBudget: { amount: '1', currencyCode: 'USD' } });
    expect(part((await client.get(campaign)).body, 'status')).toBe('ACTIVE');
  });

  it('refuses the content and campaign of a creative', async () => {
    const client = await startClient();
    const answer = await client.patch(creative, { campaign: 'urn:li:sponsoredCampaign:1' });
    expect(errorOf(answer.body)[0]).toBe('FIELD_NOT_ALLOWED');
  });

  it('refuses a viewer even with rw_ads', async () => {
    const client = await startClient();
    const [own] = await client.elements(`/rest/adAccounts/${account.viewer}/adCampaigns?q=search`);
    const answer = await client.patch(`/rest/adAccounts/${account.viewer}/adCampaigns/${own?.id}`, {
      status: 'PAUSED',
    });
    expect([answer.status, part(answer.body, 'code')]).toEqual([403, 'NO_PERMISSION_ON_ENTITY']);
  });

  it('keeps the default group as it is', async () => {
    const client = await startClient();
    const [group] = await client.elements(`${groups}?q=search`);
    const answer = await batch(client, String(group?.id), { patch: { $set: { status: 'PAUSED' } } });
    expect(answer.status).toBe(200);
    expect(part(answer.body, 'errors', String(group?.id), 'code')).toBe('CANNOT_UPDATE_BACKFILLED_CAMPAIGN_GROUPS');
  });

  it('refuses a group budget under the minimum', async () => {
    const client = await startClient();
    const [, group] = await client.elements(`${groups}?q=search`);
    const answer = await client.patch(`${groups}/${group?.id}`, { totalBudget: { amount: '50', currencyCode: 'USD' } });
    expect(part(answer.body, 'message')).toBe("/CampaignGroup/totalBudget/amount value 50 can't be lower than 100.00");
  });

  it('may know groups in the batch form only', async () => {
    const client = await startClient({ behaviours: { groupSingleUpdate: 'rejected' } });
    const [, group] = await client.elements(`${groups}?q=search`);
    expect((await client.patch(`${groups}/${group?.id}`, { status: 'PAUSED' })).status).toBe(400);
  });

  it('may refuse to pause what is still under review', async () => {
    const client = await startClient({ behaviours: { pauseUnderReview: 'rejected' } });
    const path = `/rest/adAccounts/${account.usd}/creatives`;
    const later = async () =>
      (await client.elements(`${path}?q=criteria`)).find((entity) => part(entity, 'review', 'status') === 'PENDING');
    for (let days = 0; days < 50 && !(await later()); days += 1) {
      client.twin.advance(days === 0 ? '17h' : '24h');
    }
    const found = await later();
    expect(found?.servingHoldReasons).toEqual(['UNDER_REVIEW']);
    const answer = await client.patch(`${path}/${encodeURIComponent(String(found?.id))}`, { intendedStatus: 'PAUSED' });
    expect(errorOf(answer.body)[0]).toBe('STATUS_CHANGE_NOT_ALLOWED');
  });

  it('ignores or refuses a bid on maximum delivery', async () => {
    const automatic = `/rest/adAccounts/${account.usd}/adCampaigns/230000038`;
    const bid = { unitCost: { amount: '20', currencyCode: 'USD' } };
    const ignoring = await startClient();
    expect((await ignoring.patch(automatic, bid)).status).toBe(204);
    expect(part((await ignoring.get(automatic)).body, 'unitCost', 'amount')).toBe('0');
    const refusing = await startClient({ behaviours: { unitCostOnMaximumDelivery: 'rejected' } });
    expect(errorOf((await refusing.patch(automatic, bid)).body)[0]).toBe('INVALID_CAMPAIGN_CONFIGURATION');
  });
});
