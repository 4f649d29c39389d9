import { describe, expect, test } from 'vitest';
import { linkedInClient } from '../../../adapters/linkedin/client.ts';
import { listResult } from '../../../adapters/linkedin/drift.ts';
import {
  accountRecord,
  campaignRecord,
  conversionRecord,
  creativeRecord,
  groupRecord,
} from '../../../adapters/linkedin/entity-records.ts';
import { creativeAnswer } from '../../../adapters/linkedin/schemas/creatives.ts';
import {
  accountAnswer,
  campaignAnswer,
  conversionAnswer,
  groupAnswer,
} from '../../../adapters/linkedin/schemas/entities.ts';
import type { ListResult } from '../../../core/ports/ad-platform.ts';
import { type BodyName, expectedOf, onPlatformBodies } from '../../support/platform-bodies.ts';
import { inTurn, json, scriptedLinkedIn } from './scripted-linkedin.ts';

const account = (id: number, more: object = {}) => ({
  id,
  name: `Account ${id}`,
  currency: 'EUR',
  status: 'ACTIVE',
  ...more,
});
const clientFor = (...answers: object[]) => {
  const linkedIn = scriptedLinkedIn(inTurn(...answers.map((answer) => () => json(200, answer))));
  return { client: linkedInClient(linkedIn.options), linkedIn };
};

describe('lists of entities', () => {
  test('are read page by page with a constant page size', async () => {
    const { client, linkedIn } = clientFor(
      { elements: [account(1)], metadata: { nextPageToken: 'next' } },
      { elements: [account(2)], metadata: {} },
    );
    const { records } = await client.accounts();
    expect(records.map((record) => record.account_id)).toEqual(['1', '2']);
    expect(linkedIn.sent.map((sent) => sent.target)).toEqual([
      '/adAccounts?q=search&pageSize=1000',
      '/adAccounts?q=search&pageSize=1000&pageToken=next',
    ]);
  });

  test('hold an entity once that moved between two pages, as it was last', async () => {
    const { client } = clientFor(
      { elements: [account(1), account(2)], metadata: { nextPageToken: 'next' } },
      { elements: [account(2, { status: 'CANCELED' })] },
    );
    const { records } = await client.accounts();
    expect(records.map(({ account_id, status }) => [account_id, status])).toEqual([
      ['1', 'ACTIVE'],
      ['2', 'CANCELED'],
    ]);
  });

  test('take numbers for strings and strings for numbers', async () => {
    const { client } = clientFor({
      elements: [
        {
          id: '168387646',
          account: 'urn:li:sponsoredAccount:5',
          campaignGroup: 'urn:li:sponsoredCampaignGroup:6',
          name: 2026,
          status: 'ACTIVE',
          dailyBudget: { amount: 10.5, currencyCode: 'EUR' },
          runSchedule: { start: '1628230144426' },
          version: { versionTag: 7 },
        },
      ],
    });
    const [campaign] = (await client.campaigns('5')).records;
    expect(campaign).toMatchObject({
      campaign_id: '168387646',
      campaign_group_id: '6',
      account_id: '5',
      name: '2026',
      daily_budget: { amount: '10.5', currency: 'EUR' },
      bid: null,
      starts_at: '2021-08-06T06:09:04.426Z',
      ends_at: null,
      version: '7',
    });
  });

  test('lose only the element that lacks something required, and it is kept whole without persons', async () => {
    const { client } = clientFor({
      elements: [account(1), { ...account(2, { createdBy: 'urn:li:person:x' }), currency: undefined }],
    });
    const { records, rejected } = await client.accounts();
    expect(records).toHaveLength(1);
    expect(rejected).toEqual([
      {
        path: 'account.currency',
        reason: 'Invalid input: expected string, received undefined',
        remedy: 'Compare it with the documentation of the API version in use. The whole element is kept here.',
        text: '{"id":2,"name":"Account 2","status":"ACTIVE"}',
      },
    ]);
  });

  test('keep unknown fields and report their paths with how often they were seen', async () => {
    const { client } = clientFor({
      elements: [
        account(1, { mood: 'good', version: { versionTag: '1', etag: 'e' } }),
        account(2, { mood: 'bad', test: null }),
      ],
    });
    const { records, drift } = await client.accounts();
    expect(drift).toEqual([
      { path: 'account.mood', change: 'unknown', seen: 2 },
      { path: 'account.version.etag', change: 'unknown', seen: 1 },
    ]);
    expect(records[0]!.source).toMatchObject({ mood: 'good', version: { versionTag: '1', etag: 'e' } });
  });

  test('take an optional field of another kind as absent, and report it', async () => {
    const { client } = clientFor({ elements: [account(1, { servingStatuses: 'RUNNABLE' })] });
    const { records, drift } = await client.accounts();
    expect(records[0]!.serving_statuses).toEqual([]);
    expect(drift).toEqual([{ path: 'account.servingStatuses', change: 'unknown', seen: 1 }]);
  });

  test('are not empty when the answer has no list', async () => {
    const { client } = clientFor({ results: {} });
    await expect(client.campaigns('5')).rejects.toThrow(
      'The response cannot be used: GET /adAccounts/{account}/adCampaigns: there is no list of elements in it',
    );
  });

  test('of conversions are paged by offset', async () => {
    const rule = (id: number) => ({ id, name: `Rule ${id}`, account: 'urn:li:sponsoredAccount:5' });
    const { client, linkedIn } = clientFor(
      { elements: Array.from({ length: 1000 }, (_, index) => rule(index)) },
      { elements: [rule(1000)] },
    );
    expect((await client.conversions('5')).records).toHaveLength(1001);
    expect(linkedIn.sent[1]!.target).toContain('start=1000&count=1000');
  });
});

test('targeting is named by facet, and clauses on one facet are joined', async () => {
  const { client } = clientFor({
    elements: [
      {
        id: 1,
        account: 'urn:li:sponsoredAccount:5',
        name: 'C',
        status: 'ACTIVE',
        targetingCriteria: {
          include: {
            and: [
              { or: { 'urn:li:adTargetingFacet:locations': ['urn:li:geo:1', 'urn:li:geo:2'] } },
              { or: { 'urn:li:adTargetingFacet:seniorities': ['urn:li:seniority:8'] } },
              { or: { 'urn:li:adTargetingFacet:locations': ['urn:li:geo:2', 'urn:li:geo:3'] } },
            ],
          },
          exclude: { or: { 'urn:li:adTargetingFacet:employers': ['urn:li:organization:9'] } },
        },
      },
    ],
  });
  expect((await client.campaigns('5')).records[0]!.targeting).toEqual({
    include: { locations: ['urn:li:geo:1', 'urn:li:geo:2', 'urn:li:geo:3'], seniorities: ['urn:li:seniority:8'] },
    exclude: { employers: ['urn:li:organization:9'] },
  });
});

/** Each kind of entity, as the reader readers it. */
const readers: Partial<Record<BodyName, (elements: object[]) => ListResult<object>>> = {
  accounts: (elements) => listResult('account', elements, accountAnswer, accountRecord),
  'campaign-groups': (elements) => listResult('group', elements, groupAnswer, groupRecord),
  campaigns: (elements) => listResult('campaign', elements, campaignAnswer, campaignRecord),
  creatives: (elements) => listResult('creative', elements, creativeAnswer, creativeRecord('500400100')),
  conversions: (elements) => listResult('conversion', elements, conversionAnswer, conversionRecord),
};

onPlatformBodies('entities of the platform', ({ isReal, body }) => {
  test.each(Object.entries(readers))('%s are read without loss, and without persons', (name, read) => {
    const elements = body(name as BodyName) as object[];
    const { records, rejected, drift } = read(elements);
    expect(rejected).toEqual([]);
    expect(records).toHaveLength(elements.length);
    expect(JSON.stringify(records)).not.toMatch(/urn:li:person|createdBy|lastModifiedBy|"actor"/);
    // the real samples went through a client that reshapes how targeting is written
    const isReshaped = isReal && name === 'campaigns';
    const reshaped = { path: 'campaign.targetingCriteria', change: 'unknown', seen: 2 };
    expect(drift).toEqual(isReshaped ? [reshaped] : []);
    if (!isReal) expect(records.map(withoutSource)).toEqual(expectedOf(name as BodyName));
  });

  test('a status that the documentation does not know is drift', () => {
    const { elements } = body('creatives-page') as { elements: object[] };
    const creatives = listResult('creative', elements, creativeAnswer, creativeRecord('12345'));
    expect(creatives.records.map((record) => record.account_id)).toEqual(['12345', '12345']);
    expect(creatives.drift).toEqual([{ path: 'creative.status', change: 'unknown', seen: 2 }]);
  });
});

/** The element as it came is tested where it is stored. */
const withoutSource = (record: object): object =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'source'));
