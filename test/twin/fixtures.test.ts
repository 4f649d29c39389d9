/**
 * The twin's answers against bodies of the real platform. Those lie outside this repository (their licences vary); without
 * them these tests are skipped, by name.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { account, accountUrn, analyticsPath, type Client, part, startClient } from './client.ts';

const folder = fileURLToPath(new URL('../../../shared/fixtures/linkedin/', import.meta.url));
const lacking = existsSync(folder) ? '' : ` (SKIPPED: no folder ../shared/fixtures/linkedin beside the repository)`;
const compared = lacking === '' ? describe : describe.skip;

const fixture = (name: string): unknown => JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'));

/** A body with every value replaced by its type; lists by the type of their first element. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, shapeOf(field)]));
}

type Shape = Record<string, unknown>;

/** What another connector's transform did to its samples, undone or set aside. */
const normalised = ['created', 'lastModified'];

const without = (shape: Shape, names: readonly string[]): Shape =>
  Object.fromEntries(Object.entries(shape).filter(([key]) => !names.includes(key)));

/** Every field of every sample, the first seen type winning. */
const union = (samples: unknown): Shape => Object.assign({}, ...[...(samples as unknown[])].reverse().map(shapeOf));

compared(`answers have the fields and types of the platform's${lacking}`, () => {
  it('accounts', async () => {
    const client = await startClient();
    const [entity] = await client.elements('/rest/adAccounts?q=search');
    expect(shapeOf(entity)).toMatchObject(without(union(fixture('ab_accounts')), normalised));
    expect(shapeOf((await client.get(`/rest/adAccounts/${account.usd}`)).body)).toMatchObject(
      shapeOf(fixture('sd_account_get')) as object,
    );
  });

  it('account users', async () => {
    const client = await startClient();
    const [entity] = await client.elements('/rest/adAccountUsers?q=authenticatedUser');
    expect(shapeOf(entity)).toMatchObject(without(union(fixture('ab_account_users')), normalised));
  });

  it('campaign groups', async () => {
    const client = await startClient();
    const [, entity] = await client.elements(`/rest/adAccounts/${account.usd}/adCampaignGroups?q=search`);
    await client.patch(`/rest/adAccounts/${account.usd}/adCampaignGroups/${entity?.id}`, {
      totalBudget: { amount: '90000', currencyCode: 'USD' },
    });
    const { body } = await client.get(`/rest/adAccounts/${account.usd}/adCampaignGroups/${entity?.id}`);
    const expected = without(union(fixture('ab_campaign_groups')), [...normalised, 'runSchedule']);
    expect(shapeOf(body)).toMatchObject(expected);
    expect(shapeOf(part(body, 'runSchedule'))).toEqual({ start: 'number' });
  });

  it('campaigns', async () => {
    const client = await startClient();
    const campaigns = await client.elements(`/rest/adAccounts/${account.eur}/adCampaigns?q=search`);
    const merged = union(campaigns);
    expect(merged).toMatchObject(
      without(union(fixture('ab_campaigns')), [...normalised, 'targetingCriteria', 'runSchedule']),
    );
    expect(shapeOf(campaigns.find(({ totalBudget }) => totalBudget)?.runSchedule)).toEqual({
      start: 'number',
      end: 'number',
    });
    expect(merged).toMatchObject(shapeOf(fixture('sd_campaign_get')) as object);
    expect(shapeOf(campaigns[0]?.changeAuditStamps)).toEqual({
      created: { actor: 'string', time: 'number' },
      lastModified: { actor: 'string', time: 'number' },
    });
  });

  it('creatives, in both states', async () => {
    const client = await startClient();
    const creatives = await client.elements(`/rest/adAccounts/${account.eur}/creatives?q=criteria`);
    const held = creatives.find((creative) => !creative.isServing && (creative.content as Shape).reference);
    const serving = creatives.find((creative) => creative.isServing);
    expect(shapeOf(held)).toMatchObject(union(fixture('ab_creatives')));
    expect(serving).not.toHaveProperty('servingHoldReasons');
    const page = (await client.get(`/rest/adAccounts/${account.eur}/creatives?q=criteria`)).body as object;
    expect(Object.keys(page).sort()).toEqual(Object.keys(fixture('sd_creatives_page') as object).sort());
  });

  it('conversions', async () => {
    const client = await startClient();
    const [entity] = await client.elements(`/rest/conversions?q=account&account=${accountUrn(account.usd)}`);
    expect(shapeOf(entity)).toEqual(union(fixture('ab_conversions')));
  });

  it('the envelope of a cursor page', async () => {
    const client = await startClient();
    const { body } = await client.get(`/rest/adAccounts/${account.usd}/adCampaigns?q=search&pageSize=1`);
    const { metadata } = shapeOf(fixture('doc_pagination_envelope')) as Shape;
    expect(Object.keys(body as object).sort()).toEqual(['elements', 'metadata']);
    expect(shapeOf(part(body, 'metadata'))).toEqual(metadata);
  });

  it('analytics, by day and as one row', async () => {
    const client = await startClient();
    const range = { from: '2026-07-20', to: '2026-07-26' };
    const daily = await client.get(
      analyticsPath({ ...range, pivot: 'CAMPAIGN', fields: 'dateRange,pivotValues,impressions,clicks,costInUsd' }),
    );
    expect(shapeOf(daily.body)).toEqual(shapeOf(fixture('ab_unit_analytics_response_1')));
    const all = await client.get(
      analyticsPath({ ...range, granularity: 'ALL', fields: 'dateRange,pivotValues,impressions,clicks' }),
    );
    expect(shapeOf(all.body)).toEqual(shapeOf(fixture('doc_analytics_creative_all')));
  });

  it('every analytics metric seen in public data is known', async () => {
    const client = await startClient();
    const names = Object.keys(union(fixture('ab_analytics_campaign_daily')));
    const renamed = ['start_date', 'end_date', 'pivotValue', 'approximateUniqueImpressions'];
    const asked = [
      ...names.filter((name) => !renamed.includes(name)),
      ...(part(fixture('mm_fields_analytics'), 'fields_full') as string[]),
    ];
    for (let from = 0; from < asked.length; from += 20) {
      const fields = asked.slice(from, from + 20).join();
      expect([
        (await client.get(analyticsPath({ from: '2026-07-20', to: '2026-07-20', fields }))).status,
        fields,
      ]).toEqual([200, fields]);
    }
  });

  it('the canonical request of another client is understood', async () => {
    const client = await startClient();
    const { params, expected_response_keys: keys } = fixture('mm_canonical_request') as {
      params: Record<string, string>;
      expected_response_keys: string[];
    };
    const filled: Record<string, string> = {
      YEAR: '2026',
      MONTH: '7',
      DAY_END: '31',
      AD_ACCOUNT_ID: String(account.usd),
    };
    const query = Object.entries(params)
      .map(([name, value]) => `${name}=${value.replace(/\{\{(\w+)\}\}/g, (_, key: string) => filled[key] ?? '')}`)
      .join('&');
    const answer = await client.get(`/rest/adAnalytics?${query}`);
    expect([answer.status, Object.keys(answer.body as object).sort()]).toEqual([200, [...keys].sort()]);
  });
});

/** Bodies that the twin does not imitate, with the reason; every other file must be compared above or below. */
const notImitated: Record<string, string> = {
  ab_analytics_demographics: 'MEMBER_* pivots are answered with 501',
  capi_err_403_no_account: 'no Conversions API',
  capi_err_422_unknown_field: 'no Conversions API',
  doc_audience_counts: 'no audience counts',
  err_401_sderosiaux_test: 'invented by a client for its own tests',
  err_401_singer_test: 'invented by a client for its own tests',
  err_403_not_enough_permissions:
    'its endpoint is outside /rest; the same body is tested with the scopes in gate.test.ts',
  err_500_singer_test: 'invented by a client for its own tests',
  oauth_refresh_singer_test: 'invented by a client for its own tests',
  sd_lead_forms: 'no lead forms',
  sd_patch_status_request: 'a request; sent by every test in writes.test.ts',
  webhook_lead_created: 'no webhooks',
};

compared(`every fixture is compared or set aside with a reason${lacking}`, () => {
  it('names each file of the folder', () => {
    const own = readFileSync(fileURLToPath(import.meta.url), 'utf8');
    const files = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length));
    expect(files.filter((name) => !own.includes(name))).toEqual([]);
    expect(Object.keys(notImitated).filter((name) => !files.includes(name))).toEqual([]);
  });
});

compared(`errors are the platform's, word for word${lacking}`, () => {
  const cases: [string, string, (client: Client) => Promise<unknown>][] = [
    [
      'a missing token',
      'err_401_empty_token',
      async (client) => (await client.get('/rest/adAccounts?q=search', { authorization: '' })).body,
    ],
    [
      'encoded structure',
      'err_400_param_invalid',
      async (client) =>
        (await client.get(`/rest/adAccounts/${account.usd}/adCampaigns?q=search&search=%28status%29`)).body,
    ],
    [
      'a missing version',
      'err_version_missing',
      async (client) => (await client.send('GET', '/rest/adAccounts?q=search')).body,
    ],
    [
      'a version that is gone',
      'err_426_nonexistent_version',
      async (client) => (await client.get('/rest/adAccounts?q=search', { 'linkedin-version': '202411' })).body,
    ],
    [
      'a used up day',
      'err_429_app_day',
      async (client) => {
        client.twin.fault({ kind: 'throttle-day' });
        return (await client.get('/rest/adAccounts?q=search')).body;
      },
    ],
    [
      'a revoked token (reconstructed)',
      'err_401_revoked',
      async (client) => {
        await client.send('POST', '/_twin/tokens', { body: '{"revoke":"all"}' });
        return (await client.get('/rest/adAccounts?q=search')).body;
      },
    ],
    [
      'a refused refresh (reconstructed)',
      'oauth_error_invalid_grant',
      async (client) =>
        (
          await client.form('/oauth/v2/accessToken', {
            grant_type: 'refresh_token',
            refresh_token: 'x',
            client_id: 'twin-client',
            client_secret: 'twin-secret',
          })
        ).body,
    ],
    [
      'a foreign token under introspection',
      'introspect_mismatch',
      async (client) =>
        (
          await client.form('/oauth/v2/introspectToken', {
            token: 'x',
            client_id: 'twin-client',
            client_secret: 'twin-secret',
          })
        ).body,
    ],
  ];

  it.each(cases)('%s', async (_, name, ask) => {
    expect(await ask(await startClient())).toEqual(fixture(name));
  });

  it('the errors of written fields have codes of the registry, with its status', async () => {
    const registry = fixture('error_code_registry') as { code: string; status: number }[];
    const client = await startClient();
    const path = `/rest/adAccounts/${account.usd}/adCampaigns/230000001`;
    const sets = [
      { status: 'DRAFT' },
      { status: 'x' },
      { objectiveType: 'x' },
      { dailyBudget: { amount: '1', currencyCode: 'USD' } },
      { name: '' },
      { account: 'x' },
      { costType: 'x' },
    ];
    for (const set of sets) {
      const answer = await client.patch(path, set);
      expect(registry).toContainEqual(
        expect.objectContaining({ code: part(answer.body, 'code'), status: answer.status }),
      );
    }
  });

  it('token answers have the documented fields and types', async () => {
    const client = await startClient();
    const app = { client_id: 'twin-client', client_secret: 'twin-secret' };
    const granted = await client.form('/oauth/v2/accessToken', {
      grant_type: 'authorization_code',
      code: 'twin-code',
      redirect_uri: 'http://127.0.0.1/',
      ...app,
    });
    expect(shapeOf(granted.body)).toEqual(shapeOf(fixture('oauth_token_auth_code')));
    const seen = await client.form('/oauth/v2/introspectToken', { token: 'twin-access-token', ...app });
    expect(shapeOf(seen.body)).toEqual(shapeOf(fixture('introspect_active')));
  });
});
