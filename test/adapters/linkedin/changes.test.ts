import { describe, expect, test } from 'vitest';
import { linkedInClient } from '../../../adapters/linkedin/client.ts';
import type { JsonObject } from '../../../core/ports/ad-platform.ts';
import { json, type Sent, scriptedLinkedIn } from './scripted-linkedin.ts';

const creative = 'urn:li:sponsoredCreative:1';
const campaignPath = '/adAccounts/5/adCampaigns/10';
const pausing = { account: '5', entity: creative, expected: 'ACTIVE', to: 'PAUSED' };

const happens = (status: number, requestId: string) => (apply: () => void) => {
  apply();
  return json(status, {}, { 'x-li-request-id': requestId });
};

/** Keeps one entity. `onWrite` may refuse, and decides whether the write takes effect. */
function accountWith(entity: JsonObject, onWrite: (apply: () => void) => Response = happens(204, 'W-1')) {
  const linkedIn = scriptedLinkedIn((sent: Sent) => {
    if (sent.body === undefined) return json(200, entity);
    return onWrite(() => Object.assign(entity, (JSON.parse(sent.body!) as { patch: { $set: JsonObject } }).patch.$set));
  });
  const writes = () => linkedIn.sent.filter((sent) => sent.body !== undefined);
  return { client: linkedInClient(linkedIn.options), entity, writes, ...linkedIn };
}

const aCreative = (intendedStatus = 'ACTIVE') => ({
  id: creative,
  campaign: 'urn:li:sponsoredCampaign:10',
  intendedStatus,
});
const aCampaign = (more: object = {}) => ({
  id: 10,
  account: 'urn:li:sponsoredAccount:5',
  name: 'C',
  status: 'ACTIVE',
  unitCost: { amount: '12.50', currencyCode: 'EUR' },
  dailyBudget: { amount: '75', currencyCode: 'EUR' },
  ...more,
});

describe('a change', () => {
  test('reads, writes and reads back', async () => {
    const { client, sent, writes } = accountWith(aCreative());
    expect(await client.setCreativeStatus(pausing)).toEqual({
      outcome: 'applied',
      before: 'ACTIVE',
      after: 'PAUSED',
      request_id: 'W-1',
    });
    expect(sent.map((one) => one.body)).toEqual([
      undefined,
      '{"patch":{"$set":{"intendedStatus":"PAUSED"}}}',
      undefined,
    ]);
    expect(writes()[0]).toMatchObject({
      method: 'POST',
      target: '/adAccounts/5/creatives/urn%3Ali%3AsponsoredCreative%3A1',
      headers: { 'X-RestLi-Method': 'PARTIAL_UPDATE' },
    });
  });

  test('of something that is not as the decision saw it writes nothing', async () => {
    const { client, writes } = accountWith(aCreative('ARCHIVED'));
    expect(await client.setCreativeStatus(pausing)).toEqual({
      outcome: 'conflict',
      expected: 'ACTIVE',
      found: 'ARCHIVED',
    });
    expect(writes()).toEqual([]);
  });

  test('that LinkedIn refuses as a write conflict is one', async () => {
    const { client, entity } = accountWith(aCreative(), () => {
      entity.intendedStatus = 'DRAFT';
      return json(409, { code: 'CONFLICT', message: 'Write Conflict' });
    });
    expect(await client.setCreativeStatus(pausing)).toEqual({
      outcome: 'conflict',
      expected: 'ACTIVE',
      found: 'DRAFT',
    });
  });

  test('without an answer that happened all the same is applied, and not written twice', async () => {
    const { client, writes } = accountWith(aCreative(), happens(504, 'W-2'));
    expect(await client.setCreativeStatus(pausing)).toEqual({
      outcome: 'applied',
      before: 'ACTIVE',
      after: 'PAUSED',
      request_id: 'W-2',
    });
    expect(writes()).toHaveLength(1);
  });

  test('without an answer and without a trace is an error, and not written twice', async () => {
    const { client, writes } = accountWith(aCreative(), () => json(504, {}));
    await expect(client.setCreativeStatus(pausing)).rejects.toThrow(
      'The platform is not responding: POST /adAccounts/{account}/creatives/{creative}',
    );
    expect(writes()).toHaveLength(1);
  });

  test('that is accepted and then not there is unconfirmed, after looking three times', async () => {
    const { client, slept } = accountWith(aCreative(), () => json(204, null));
    expect(await client.setCreativeStatus(pausing)).toEqual({
      outcome: 'unconfirmed',
      before: 'ACTIVE',
      after: 'ACTIVE',
      request_id: null,
    });
    expect(slept).toEqual([1, 1]);
  });

  test('that another one overtook is unconfirmed with what is there', async () => {
    const { client, entity } = accountWith(aCreative(), () => {
      entity.intendedStatus = 'ARCHIVED';
      return json(204, null);
    });
    expect(await client.setCreativeStatus(pausing)).toMatchObject({ outcome: 'unconfirmed', after: 'ARCHIVED' });
  });

  test('that is refused is an error', async () => {
    const { client } = accountWith(aCreative(), () =>
      json(400, { code: 'INVALID_STATUS_TRANSITION', message: 'no', status: 400 }),
    );
    await expect(client.setCreativeStatus(pausing)).rejects.toThrow('400 INVALID_STATUS_TRANSITION no');
  });
});

describe('campaigns', () => {
  const change = { account: '5', entity: '10' };

  test('are paused by their status', async () => {
    const { client, writes } = accountWith(aCampaign());
    expect(await client.setCampaignStatus({ ...change, expected: 'ACTIVE', to: 'PAUSED' })).toMatchObject({
      outcome: 'applied',
    });
    expect(writes()).toMatchObject([{ target: campaignPath, body: '{"patch":{"$set":{"status":"PAUSED"}}}' }]);
  });

  test('get a bid; 12.5 and 12.50 are the same money', async () => {
    const { client, writes } = accountWith(aCampaign());
    const expected = { amount: '12.5', currency: 'EUR' };
    expect(await client.setBid({ ...change, expected, to: { amount: '13', currency: 'EUR' } })).toEqual({
      outcome: 'applied',
      before: { amount: '12.50', currency: 'EUR' },
      after: { amount: '13', currency: 'EUR' },
      request_id: 'W-1',
    });
    expect(writes()[0]!.body).toBe('{"patch":{"$set":{"unitCost":{"amount":"13","currencyCode":"EUR"}}}}');
  });

  test('get a daily budget', async () => {
    const { client, writes } = accountWith(aCampaign());
    const expected = { amount: '75', currency: 'EUR' };
    await client.setDailyBudget({ ...change, expected, to: { amount: '80.00', currency: 'EUR' } });
    expect(writes()[0]!.body).toBe('{"patch":{"$set":{"dailyBudget":{"amount":"80.00","currencyCode":"EUR"}}}}');
  });

  test('that got a budget since the decision are a conflict', async () => {
    const { client, writes } = accountWith(aCampaign());
    expect(await client.setDailyBudget({ ...change, expected: null, to: { amount: '80', currency: 'EUR' } })).toEqual({
      outcome: 'conflict',
      expected: null,
      found: { amount: '75', currency: 'EUR' },
    });
    expect(writes()).toEqual([]);
  });

  test('never get money of another currency', async () => {
    const { client, sent } = accountWith(aCampaign());
    const setting = client.setBid({
      ...change,
      expected: { amount: '12.5', currency: 'EUR' },
      to: { amount: '13', currency: 'USD' },
    });
    await expect(setting).rejects.toThrow('Campaign 10 is in EUR, but the change is in USD');
    expect(sent).toEqual([]);
  });
});
