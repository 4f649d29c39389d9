import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { account, accountUrn, analyticsPath, elementsOf, part, startClient, version } from './client.ts';

const accounts = '/rest/adAccounts?q=search';

const paramInvalid = (field: string) => ({
  errorDetailType: 'com.linkedin.common.error.BadRequest',
  message: 'Invalid param. Please see errorDetails for more information.',
  errorDetails: {
    inputErrors: [
      {
        description: 'Invalid value for param; wrong type or other syntax error',
        input: { inputPath: { fieldPath: field } },
        code: 'PARAM_INVALID',
      },
    ],
  },
  status: 400,
});

describe('the gate: versions', () => {
  it('refuses a call without a version and says so in a header', async () => {
    const client = await startClient();
    const answer = await client.send('GET', accounts, { headers: { authorization: 'Bearer twin-access-token' } });
    expect(answer.status).toBe(400);
    expect(answer.headers.has('x-restli-gateway-error')).toBe(true);
    expect(answer.body).toEqual({
      status: 400,
      code: 'VERSION_MISSING',
      message: 'A version must be present. Please specify a version by adding the LinkedIn-Version header.',
    });
  });

  it('answers 426 for a version that is gone, padded with the day', async () => {
    const client = await startClient();
    const answer = await client.get(accounts, { 'linkedin-version': '202411' });
    expect(answer.status).toBe(426);
    expect(answer.body).toEqual({
      status: 426,
      code: 'NONEXISTENT_VERSION',
      message: 'Requested version 20241101 is not active',
    });
  });

  it('lets a version die at its sunset by the virtual clock', async () => {
    const client = await startClient({ startAt: new Date('2027-01-14T23:00:00Z') });
    expect((await client.get(accounts, { 'linkedin-version': '202601' })).status).toBe(200);
    client.twin.advance('1h');
    expect((await client.get(accounts, { 'linkedin-version': '202601' })).status).toBe(426);
  });

  it('knows neither versions to come nor the one that was left out', async () => {
    const client = await startClient();
    expect((await client.get(accounts, { 'linkedin-version': '202609' })).status).toBe(426);
    expect((await client.get(accounts, { 'linkedin-version': '202512' })).status).toBe(426);
  });

  it('goes on releasing monthly after the published table, unless switched off', async () => {
    const startAt = new Date('2026-11-20T00:00:00Z');
    const cadence = await startClient({ startAt });
    expect((await cadence.get(accounts, { 'linkedin-version': '202610' })).status).toBe(200);
    const table = await startClient({ startAt, behaviours: { versionsAfterTable: 'none' } });
    expect((await table.get(accounts, { 'linkedin-version': '202610' })).status).toBe(426);
  });
});

describe('the gate: tokens', () => {
  it('asks for a token', async () => {
    const client = await startClient();
    const answer = await client.send('GET', accounts, { headers: { 'linkedin-version': version } });
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ message: 'Empty oauth2_access_token', serviceErrorCode: 401, status: 401 });
  });

  it('tells unknown, revoked and expired tokens apart', async () => {
    const client = await startClient();
    const codeOf = async (headers = {}) => part((await client.get(accounts, headers)).body, 'code');
    expect(await codeOf({ authorization: 'Bearer nobody' })).toBe('INVALID_ACCESS_TOKEN');
    client.twin.advance('60d');
    expect(await codeOf()).toBe('EXPIRED_ACCESS_TOKEN');
    await client.send('POST', '/_twin/tokens', { body: JSON.stringify({ revoke: 'all' }) });
    const revoked = await client.get(accounts);
    expect(revoked.body).toEqual({
      status: 401,
      serviceErrorCode: 65601,
      code: 'REVOKED_ACCESS_TOKEN',
      message: 'The token used in the request has been revoked by the user',
    });
  });

  it('lets a token do only what its scopes allow', async () => {
    const client = await startClient();
    const narrow = await client.form('/oauth/v2/accessToken', {
      grant_type: 'authorization_code',
      code: 'twin-code:r_ads',
      client_id: 'twin-client',
      client_secret: 'twin-secret',
      redirect_uri: 'http://127.0.0.1/back',
    });
    const headers = { authorization: `Bearer ${part(narrow.body, 'access_token')}` };
    expect((await client.get(accounts, headers)).status).toBe(200);
    const reports = await client.get(analyticsPath({ from: '2026-08-01', to: '2026-08-01' }), headers);
    expect(reports.status).toBe(403);
    expect(reports.body).toEqual({
      serviceErrorCode: 100,
      message: 'Not enough permissions to access: GET /adAnalytics',
      status: 403,
    });
  });
});

describe('the gate: encoding', () => {
  it('refuses encoded structure with the name of the parameter', async () => {
    const client = await startClient();
    const encoded = encodeURIComponent('(status:(values:List(ACTIVE)))');
    const answer = await client.get(`/rest/adAccounts/${account.usd}/adCampaigns?q=search&search=${encoded}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(paramInvalid('search'));
  });

  it('refuses raw URNs, wrong types and parameters it does not know', async () => {
    const client = await startClient();
    const at = `/rest/adAnalytics?q=analytics&pivot=CAMPAIGN&timeGranularity=DAILY&dateRange=(start:(year:2026,month:7,day:1))`;
    expect((await client.get(`${at}&accounts=List(urn:li:sponsoredAccount:${account.usd})`)).body).toEqual(
      paramInvalid('accounts'),
    );
    expect((await client.get(`${at}&accounts=${accountUrn(account.usd)}`)).body).toEqual(paramInvalid('accounts'));
    const unknown = await client.get(`${accounts}&colour=blue`);
    expect(part(unknown.body, 'errorDetails', 'inputErrors', 0, 'code')).toBe('QUERY_PARAM_NOT_ALLOWED');
  });

  it('wants a URN in the path encoded whole', async () => {
    const client = await startClient();
    const path = `/rest/adAccounts/${account.usd}/creatives/`;
    expect((await client.get(`${path}urn:li:sponsoredCreative:310000001`)).status).toBe(400);
    expect((await client.get(`${path}urn%3Ali%3AsponsoredCreative%3A310000001`)).status).toBe(200);
  });

  it('refuses the dots of protocol 1 under protocol 2', async () => {
    const client = await startClient();
    const answer = await client.get('/rest/adAnalytics?q=analytics&dateRange.start.year=2026');
    expect(part(answer.body, 'errorDetails', 'inputErrors', 0, 'code')).toBe('QUERY_PARAM_NOT_ALLOWED');
  });

  it('reads lists and records only when the protocol header is there', async () => {
    const client = await startClient();
    const search = '/rest/adAccounts?q=search&search=(status:(values:List(ACTIVE)))';
    const headers = { authorization: 'Bearer twin-access-token', 'linkedin-version': version };
    expect((await client.send('GET', search, { headers })).status).toBe(400);
    expect((await client.send('GET', accounts, { headers })).status).toBe(200);
    const dotted = '/rest/adAccounts?q=search&search.status.values[0]=ACTIVE';
    expect(elementsOf(await client.send('GET', dotted, { headers }))).toHaveLength(3);
    expect((await client.get(search, { 'x-restli-protocol-version': '3.0.0' })).status).toBe(400);
    expect((await client.get(search)).status).toBe(200);
  });

  it('serves what a client in use sends: protocol 1, old paging, viral and renamed metrics', async () => {
    const client = await startClient();
    const headers = { authorization: 'Bearer twin-access-token', 'linkedin-version': version };
    const dates =
      'dateRange.start.day=20&dateRange.start.month=7&dateRange.start.year=2026&dateRange.end.day=20&dateRange.end.month=7&dateRange.end.year=2026';
    const fields = 'viralDocumentCompletions,approximateUniqueImpressions,clicks,dateRange,pivotValues';
    const path = `/rest/adAnalytics?start=0&q=analytics&pivot=CAMPAIGN&timeGranularity=DAILY&count=10000&campaigns[0]=urn:li:sponsoredCampaign:230000001&${dates}&fields=${fields}`;
    const [row] = elementsOf(await client.send('GET', path, { headers }));
    expect(Object.keys(row ?? {})).toEqual(['clicks', 'dateRange', 'pivotValues']);
    const users = `/rest/adAccountUsers?q=accounts&count=1&accounts[0]=urn:li:sponsoredAccount:${account.eur}`;
    expect(elementsOf(await client.send('GET', users, { headers }))).toHaveLength(1);
  });

  it('refuses a query over 4 KB and takes it through a tunnel', async () => {
    const client = await startClient();
    const urns = Array.from({ length: 150 }, (_, index) => `urn%3Ali%3AsponsoredCampaign%3A${230000001 + index}`).join(
      ',',
    );
    const query = `q=analytics&pivot=CAMPAIGN&timeGranularity=ALL&dateRange=(start:(year:2026,month:7,day:1))&campaigns=List(${urns})`;
    expect((await client.get(`/rest/adAnalytics?${query}`)).status).toBe(414);
    const headers = {
      authorization: 'Bearer twin-access-token',
      'linkedin-version': version,
      'x-restli-protocol-version': '2.0.0',
      'x-http-method-override': 'GET',
    };
    const form = await client.send('POST', '/rest/adAnalytics', {
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: query,
    });
    expect(form.status).toBe(200);
    const mixed = await client.send('POST', '/rest/adAnalytics', {
      headers: { ...headers, 'content-type': 'multipart/mixed; boundary=xyz' },
      body: `--xyz\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n${query}\r\n--xyz\r\nContent-Type: application/json\r\n\r\n{}\r\n--xyz--`,
    });
    expect(mixed.body).toEqual(form.body);
  });
});

describe('the gate: what every answer carries', () => {
  it('names the request in the headers', async () => {
    const client = await startClient();
    const { headers } = await client.get(accounts);
    expect(headers.get('x-li-uuid')).toMatch(/^.{22}==$/);
    expect(headers.get('x-li-request-id')).toMatch(/^[0-9A-F]{32}$/);
    expect(headers.get('x-li-fabric')).toBe('prod-twin');
    expect(headers.get('date')).toBe('Mon, 03 Aug 2026 00:00:00 GMT');
  });

  it('answers 404 for paths and 405 for methods that do not exist', async () => {
    const client = await startClient();
    expect((await client.get('/rest/adUnicorns')).body).toEqual({
      message: 'No virtual resource found',
      status: 404,
      code: 'RESOURCE_NOT_FOUND',
    });
    const headers = { authorization: 'Bearer twin-access-token', 'linkedin-version': version };
    expect(
      (await client.send('PATCH', `/rest/adAccounts/${account.usd}/adCampaigns/230000001`, { headers })).status,
    ).toBe(405);
  });

  it('wants to know the length of a POST', async () => {
    const client = await startClient();
    const { port } = new URL(client.twin.url);
    const socket = connect(Number(port), '127.0.0.1');
    const head = [
      'Host: twin',
      'Authorization: Bearer twin-access-token',
      `LinkedIn-Version: ${version}`,
      'Connection: close',
    ].join('\r\n');
    socket.write(`POST /rest/adAccounts/${account.usd}/adCampaigns/230000001 HTTP/1.1\r\n${head}\r\n\r\n`);
    const first = await new Promise<string>((resolve) => {
      socket.once('data', (data) => resolve(data.toString()));
    });
    socket.destroy();
    expect(first.split('\r\n')[0]).toBe('HTTP/1.1 411 Length Required');
  });

  it('listens on loopback only', async () => {
    const client = await startClient();
    const { port, hostname } = new URL(client.twin.url);
    expect(hostname).toBe('127.0.0.1');
    const refused = new Promise<string>((resolve) => {
      // 127.0.0.2 is this machine too, but not the address the twin is bound to.
      const call = request({ host: '127.0.0.2', port, timeout: 1000 }, () => resolve('answered'));
      call.on('error', () => resolve('refused')).end();
    });
    expect(await refused).toBe('refused');
  });
});
