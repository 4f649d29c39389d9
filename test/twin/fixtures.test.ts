/**
 * The twin's answers against bodies of the platform: our own in its documented shape, and samples of the real one where they lie
 * beside the repository (their licences vary, so they are not in it).
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type BodyName,
  onPlatformBodies,
  ownBodies,
  ownFolders,
  type PlatformBodies,
  realBodies,
  realFileOf,
  realSamples,
} from '../support/platform-bodies.ts';
import { account, accountUrn, analyticsPath, type Client, part, startClient } from './client.ts';

/** A body with every value replaced by its type; lists by the type of their first element. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, shapeOf(field)]));
}

type Shape = Record<string, unknown>;

/** What another client's transform did to the real samples is set aside; our own bodies are as the platform sends them. */
const normalised = ({ isReal }: PlatformBodies, ...more: string[]): string[] =>
  isReal ? ['created', 'lastModified', ...more] : [];

const without = (shape: Shape, names: readonly string[]): Shape =>
  Object.fromEntries(Object.entries(shape).filter(([key]) => !names.includes(key)));

/** Every field of every sample, the first seen type winning. */
const union = (samples: unknown): Shape => Object.assign({}, ...[...(samples as unknown[])].reverse().map(shapeOf));

onPlatformBodies("answers have the fields and types of the platform's", (bodies) => {
  const { body: fixture } = bodies;
  it('accounts', async () => {
    const client = await startClient();
    const [entity] = await client.elements('/rest/adAccounts?q=search');
    expect(shapeOf(entity)).toMatchObject(without(union(fixture('accounts')), normalised(bodies)));
    expect(shapeOf((await client.get(`/rest/adAccounts/${account.usd}`)).body)).toMatchObject(
      shapeOf(fixture('account')) as object,
    );
  });

  it('account users', async () => {
    const client = await startClient();
    const [entity] = await client.elements('/rest/adAccountUsers?q=authenticatedUser');
    expect(shapeOf(entity)).toMatchObject(without(union(fixture('account-users')), normalised(bodies)));
  });

  it('campaign groups', async () => {
    const client = await startClient();
    const [, entity] = await client.elements(`/rest/adAccounts/${account.usd}/adCampaignGroups?q=search`);
    await client.patch(`/rest/adAccounts/${account.usd}/adCampaignGroups/${entity?.id}`, {
      totalBudget: { amount: '90000', currencyCode: 'USD' },
    });
    const { body } = await client.get(`/rest/adAccounts/${account.usd}/adCampaignGroups/${entity?.id}`);
    const expected = without(union(fixture('campaign-groups')), [...normalised(bodies), 'runSchedule']);
    expect(shapeOf(body)).toMatchObject(expected);
    expect(shapeOf(part(body, 'runSchedule'))).toEqual({ start: 'number' });
  });

  it('campaigns', async () => {
    const client = await startClient();
    const campaigns = await client.elements(`/rest/adAccounts/${account.eur}/adCampaigns?q=search`);
    const merged = union(campaigns);
    expect(merged).toMatchObject(
      without(union(fixture('campaigns')), [...normalised(bodies, 'targetingCriteria'), 'runSchedule']),
    );
    expect(shapeOf(campaigns.find(({ totalBudget }) => totalBudget)?.runSchedule)).toEqual({
      start: 'number',
      end: 'number',
    });
    expect(merged).toMatchObject(shapeOf(fixture('campaign')) as object);
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
    expect(shapeOf(held)).toMatchObject(union(fixture('creatives')));
    expect(serving).not.toHaveProperty('servingHoldReasons');
    const page = (await client.get(`/rest/adAccounts/${account.eur}/creatives?q=criteria`)).body as object;
    expect(Object.keys(page).sort()).toEqual(Object.keys(fixture('creatives-page') as object).sort());
  });

  it('conversions', async () => {
    const client = await startClient();
    const [entity] = await client.elements(`/rest/conversions?q=account&account=${accountUrn(account.usd)}`);
    expect(shapeOf(entity)).toEqual(union(fixture('conversions')));
  });

  it('the envelope of a cursor page', async () => {
    const client = await startClient();
    const { body } = await client.get(`/rest/adAccounts/${account.usd}/adCampaigns?q=search&pageSize=1`);
    const { metadata } = shapeOf(fixture('cursor-page')) as Shape;
    expect(Object.keys(body as object).sort()).toEqual(['elements', 'metadata']);
    expect(shapeOf(part(body, 'metadata'))).toEqual(metadata);
  });

  it('analytics, by day and as one row', async () => {
    const client = await startClient();
    const range = { from: '2026-07-20', to: '2026-07-26' };
    const daily = await client.get(
      analyticsPath({ ...range, pivot: 'CAMPAIGN', fields: 'dateRange,pivotValues,impressions,clicks,costInUsd' }),
    );
    expect(shapeOf(daily.body)).toEqual(shapeOf(fixture('analytics-by-day')));
    const all = await client.get(
      analyticsPath({ ...range, granularity: 'ALL', fields: 'dateRange,pivotValues,impressions,clicks' }),
    );
    expect(shapeOf(all.body)).toEqual(shapeOf(fixture('analytics-of-a-period')));
  });

  it('every analytics metric seen in public data is known', async () => {
    const client = await startClient();
    const names = Object.keys(union(fixture('analytics-metrics')));
    const renamed = ['start_date', 'end_date', 'pivotValue', 'approximateUniqueImpressions'];
    const asked = [
      ...names.filter((name) => !renamed.includes(name)),
      ...(part(fixture('analytics-fields'), 'fields_full') as string[]),
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
    const { params, expected_response_keys: keys } = fixture('analytics-request') as {
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

onPlatformBodies("errors are the platform's, word for word", ({ body: fixture }) => {
  // the platform writes a version with its first day behind it
  const versionGone = JSON.stringify(fixture('error-426-version-gone')).match(/version (\d{6})01 /)![1]!;
  const cases: [string, BodyName, (client: Client) => Promise<unknown>][] = [
    [
      'a missing token',
      'error-401-token-missing',
      async (client) => (await client.get('/rest/adAccounts?q=search', { authorization: '' })).body,
    ],
    [
      'encoded structure',
      'error-400-param-invalid',
      async (client) =>
        (await client.get(`/rest/adAccounts/${account.usd}/adCampaigns?q=search&search=%28status%29`)).body,
    ],
    [
      'a missing version',
      'error-400-version-missing',
      async (client) => (await client.send('GET', '/rest/adAccounts?q=search')).body,
    ],
    [
      'a version that is gone',
      'error-426-version-gone',
      async (client) => (await client.get('/rest/adAccounts?q=search', { 'linkedin-version': versionGone })).body,
    ],
    [
      'a used up day',
      'error-429-day-used-up',
      async (client) => {
        client.twin.fault({ kind: 'throttle-day' });
        return (await client.get('/rest/adAccounts?q=search')).body;
      },
    ],
    [
      'a revoked token (reconstructed)',
      'error-401-token-revoked',
      async (client) => {
        await client.send('POST', '/_twin/tokens', { body: '{"revoke":"all"}' });
        return (await client.get('/rest/adAccounts?q=search')).body;
      },
    ],
    [
      'a refused refresh (reconstructed)',
      'token-refused',
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
      'introspection-of-a-foreign-token',
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
    const registry = fixture('error-codes') as { code: string; status: number }[];
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
    expect(shapeOf(granted.body)).toEqual(shapeOf(fixture('token')));
    const seen = await client.form('/oauth/v2/introspectToken', { token: 'twin-access-token', ...app });
    expect(shapeOf(seen.body)).toEqual(shapeOf(fixture('introspection')));
  });
});

/** Real samples that the twin does not imitate, with the reason; every other one must have a name among our bodies. */
const notImitated: Record<string, string> = {
  ab_analytics_demographics: 'MEMBER_* pivots are answered with 501',
  ad_supply_forecast: 'no forecasts',
  capi_err_403_no_account: 'no Conversions API',
  capi_err_422_unknown_field: 'no Conversions API',
  conversion_events_batch_response: 'no Conversions API',
  create_inline_request: 'no creation of creatives',
  dmp_segment: 'no audiences',
  doc_audience_counts: 'no audience counts',
  err_400_conversion_method: 'no Conversions API',
  err_401_invalid: 'the same kind of body as a revoked token, which is compared; its words are tested in gate.test.ts',
  err_401_sderosiaux_test: 'invented by a client for its own tests',
  err_401_singer_test: 'invented by a client for its own tests',
  err_422_conversion_events: 'no Conversions API',
  images_initialize_upload: 'no uploads',
  lead_form_response: 'no lead forms',
  oauth_refresh_singer_test: 'invented by a client for its own tests',
  sd_lead_forms: 'no lead forms',
  webhook_lead_created: 'no webhooks',
};

/** Bodies that are read by the adapter's tests only. */
const notAnswered: Partial<Record<BodyName, string>> = {
  'error-403-not-permitted': 'the twin names the endpoint that was refused, which gate.test.ts tests',
  'error-500-internal': 'a client made it up for its own tests; faults.test.ts tests what the twin says',
  'status-change-request': 'a request; sent by every test in writes.test.ts',
};

describe('every body is compared or set aside with a reason', () => {
  const [comparing = ''] = readFileSync(fileURLToPath(import.meta.url), 'utf8').split('const notImitated');

  it('that is one of our own', () => {
    expect(ownFolders().sort()).toEqual([...ownBodies.names].sort());
    expect(realBodies.names.filter((name) => !comparing.includes(`'${name}'`) && !(name in notAnswered))).toEqual([]);
  });

  it.skipIf(realBodies.isAbsent)(`that is one ${realBodies.title}`, () => {
    const known = ownBodies.names.map(realFileOf);
    expect(realSamples().filter((name) => !known.includes(name) && !(name in notImitated))).toEqual([]);
    expect(Object.keys(notImitated).filter((name) => !realSamples().includes(name))).toEqual([]);
  });
});
