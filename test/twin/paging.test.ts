import { describe, expect, it } from 'vitest';
import { account, accountUrn, elementsOf, part, startClient } from './client.ts';

const campaigns = `/rest/adAccounts/${account.usd}/adCampaigns?q=search`;
const creatives = `/rest/adAccounts/${account.usd}/creatives?q=criteria`;

const fieldCode = (body: unknown) => [
  part(body, 'errorDetails', 'inputErrors', 0, 'code'),
  part(body, 'errorDetails', 'inputErrors', 0, 'input', 'inputPath', 'fieldPath'),
];

describe('cursor paging', () => {
  it('leads through all matches once and ends without a token', async () => {
    const client = await startClient();
    const ids: unknown[] = [];
    let token = '';
    for (let page = 0; page < 4; page += 1) {
      const answer = await client.get(`${campaigns}&pageSize=3${token}`);
      ids.push(...elementsOf(answer).map(({ id }) => id));
      const next = part(answer.body, 'metadata', 'nextPageToken');
      if (!next) break;
      token = `&pageToken=${next}`;
    }
    expect(ids).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((index) => 230000001 + 37 * index));
  });

  it('refuses another page size in the middle', async () => {
    const client = await startClient();
    const token = part((await client.get(`${campaigns}&pageSize=3`)).body, 'metadata', 'nextPageToken');
    const changed = await client.get(`${campaigns}&pageSize=4&pageToken=${token}`);
    expect([changed.status, ...fieldCode(changed.body)]).toEqual([400, 'PARAM_INVALID', 'pageSize']);
  });

  it('refuses a token of another search and one it never gave', async () => {
    const client = await startClient();
    const token = part((await client.get(`${campaigns}&pageSize=3`)).body, 'metadata', 'nextPageToken');
    const other = await client.get(`${campaigns}&pageSize=3&search=(status:(values:List(ACTIVE)))&pageToken=${token}`);
    expect(fieldCode(other.body)).toEqual(['PARAM_INVALID', 'pageToken']);
    expect(fieldCode((await client.get(`${campaigns}&pageToken=invented`)).body)).toEqual([
      'PARAM_INVALID',
      'pageToken',
    ]);
  });

  it('serves at most 1000 a page, and 100 of creatives', async () => {
    const client = await startClient();
    expect((await client.get(`${campaigns}&pageSize=1000`)).status).toBe(200);
    expect((await client.get(`${campaigns}&pageSize=1001`)).status).toBe(400);
    expect((await client.get(`${creatives}&pageSize=100`)).status).toBe(200);
    expect((await client.get(`${creatives}&pageSize=101`)).status).toBe(400);
  });

  it('sorts by id, either way', async () => {
    const client = await startClient();
    const [first] = await client.elements(`${campaigns}&sortOrder=DESCENDING`);
    expect(first?.id).toBe(230000001 + 37 * 7);
  });

  it('may refuse more than 1000 campaigns without a page size', async () => {
    const size = { campaigns: 1001, creativesPerCampaign: 1, accounts: 1 };
    const client = await startClient({ size, behaviours: { largeSearchWithoutPageSize: 'rejected' } });
    const answer = await client.get(campaigns);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ message: 'Request would return too many entities. ', status: 400 });
    expect((await client.get(`${campaigns}&pageSize=1000`)).status).toBe(200);
  });
});

describe('offset paging', () => {
  const users = '/rest/adAccountUsers?q=authenticatedUser';

  it('takes start and count', async () => {
    const client = await startClient();
    const answer = await client.get(`${users}&start=2&count=2`);
    expect(elementsOf(answer).map((user) => user.account)).toEqual([`urn:li:sponsoredAccount:${account.viewer}`]);
    expect(part(answer.body, 'paging')).toEqual({ start: 2, count: 2, links: [], total: 3 });
  });

  it('serves at most 1000', async () => {
    const client = await startClient();
    const answer = await client.get(`${users}&count=1001`);
    expect(answer.status).toBe(400);
    expect(part(answer.body, 'message')).toBe('Specified count is larger than 1000');
  });
});

describe('finders', () => {
  it('gives several entities by their ids, each with its own fate', async () => {
    const client = await startClient();
    const answer = await client.get(`/rest/adAccounts/${account.usd}/adCampaigns?ids=List(230000001,1)&fields=id`);
    expect(answer.body).toEqual({
      results: { '230000001': { id: 230000001 } },
      statuses: { '1': 404 },
      errors: { '1': { message: 'Not Found', status: 404, code: 'NOT_FOUND' } },
    });
  });

  it('shows only accounts the member has a role in', async () => {
    const client = await startClient();
    const ids = (await client.elements('/rest/adAccounts?q=search')).map(({ id }) => id);
    expect(ids).toEqual([account.usd, account.eur, account.viewer]);
    expect((await client.get(`/rest/adAccounts/${account.foreign}`)).status).toBe(403);
    expect((await client.get('/rest/adAccounts/1')).status).toBe(404);
  });

  it('finds the users of one account', async () => {
    const client = await startClient();
    const [user] = await client.elements(`/rest/adAccountUsers?q=accounts&accounts=${accountUrn(account.viewer)}`);
    expect(user?.role).toBe('VIEWER');
  });

  it('filters by status and refuses filters it does not know', async () => {
    const client = await startClient();
    const viewer = `/rest/adAccounts/${account.viewer}/adCampaigns?q=search`;
    const paused = await client.elements(`${viewer}&search=(status:(values:List(PAUSED)))`);
    expect(paused.map(({ name }) => name)).toEqual(['Quiet pilot | On hold']);
    expect((await client.get(`${viewer}&search=(mood:(values:List(GOOD)))`)).status).toBe(400);
  });

  it('filters creatives by campaign and by intended status', async () => {
    const client = await startClient();
    const own = await client.elements(
      `${creatives}&campaigns=List(urn%3Ali%3AsponsoredCampaign%3A230000001)&intendedStatuses=List(ACTIVE)`,
    );
    expect(new Set(own.map(({ campaign }) => campaign))).toEqual(new Set(['urn:li:sponsoredCampaign:230000001']));
    expect(new Set(own.map(({ intendedStatus }) => intendedStatus))).toEqual(new Set(['ACTIVE']));
  });

  it('may demand the finder header of the creatives search', async () => {
    const client = await startClient({ behaviours: { creativesFinderHeader: 'required' } });
    expect((await client.get(creatives)).status).toBe(400);
    expect((await client.get(creatives, { 'x-restli-method': 'FINDER' })).status).toBe(200);
  });

  it('shows a creative only once it has been created', async () => {
    const client = await startClient({ size: { campaigns: 8, creativesPerCampaign: 20, accounts: 1 } });
    const howMany = async (): Promise<number> =>
      (await client.elements(`${creatives}&pageSize=100&campaigns=List(urn%3Ali%3AsponsoredCampaign%3A230000001)`))
        .length;
    const before = await howMany();
    client.twin.advance('59d');
    expect(before).toBeLessThan(20);
    expect(await howMany()).toBeGreaterThan(before);
  });
});
