import { describe, expect, test } from 'vitest';
import { analyticsReader, type FieldQuestion } from '../../../adapters/linkedin/analytics.ts';
import { rowsOf } from '../../../adapters/linkedin/analytics-elements.ts';
import { linkedInClient } from '../../../adapters/linkedin/client.ts';
import { metricGroups } from '../../../adapters/linkedin/metrics.ts';
import { sender } from '../../../adapters/linkedin/sender.ts';
import { measures } from '../../../core/contracts/measures.ts';
import type { AnalyticsQuestion } from '../../../core/ports/ad-performance.ts';
import { DailyQuotaError } from '../../../core/ports/ad-platform-errors.ts';
import { expectedOf, onPlatformBodies } from '../../support/platform-bodies.ts';
import { type Answering, json, type Sent, scriptedLinkedIn } from './scripted-linkedin.ts';

const day = (isoDate: string) => {
  const [year, month, date] = isoDate.split('-').map(Number);
  return { start: { year, month, day: date }, end: { year, month, day: date } };
};
const creativeUrn = (id: number) => `urn:li:sponsoredCreative:${id}`;
const element = (id: number, isoDate: string, metrics: object) => ({
  dateRange: day(isoDate),
  pivotValues: [creativeUrn(id)],
  ...metrics,
});
const question: AnalyticsQuestion = {
  account: '5',
  pivot: 'CREATIVE',
  from: '2026-11-01',
  to: '2026-11-02',
  measures: ['impressions', 'cost'],
};
const { measures: _, ...days } = question;
const fieldQuestion = (fields: readonly string[]): FieldQuestion => ({ ...days, fields });
const asked = {
  pivot: 'CREATIVE' as const,
  from: '2026-11-01',
  to: '2026-11-30',
  metrics: ['impressions', 'costInLocalCurrency'],
};

function clientOf(answering: Answering) {
  const linkedIn = scriptedLinkedIn(answering);
  return {
    client: linkedInClient(linkedIn.options),
    read: analyticsReader(sender(linkedIn.options)),
    ...linkedIn,
  };
}

/** The query, also of a tunnelled call, with URNs readable. */
const queryOf = ({ target, body }: Sent): string => decodeURIComponent(body ?? target.slice(target.indexOf('?') + 1));

describe('fields', () => {
  test('always begin with dateRange and pivotValues and are at most 20 a call', () => {
    const fields = Array.from({ length: 40 }, (_, index) => `m${index}`);
    const groups = metricGroups(['pivotValues', ...fields, 'm0']);
    expect(groups.map((group) => group.length)).toEqual([20, 20, 6]);
    expect(groups.every((group) => group[0] === 'dateRange' && group[1] === 'pivotValues')).toBe(true);
    expect(groups.flatMap((group) => group.slice(2))).toEqual(fields);
  });

  test('of several calls are merged by key', async () => {
    const fields = Array.from({ length: 19 }, (_, index) => `m${index}`);
    const { read, sent } = clientOf((call) =>
      queryOf(call).includes('m18')
        ? json(200, { elements: [element(2, '2026-11-01', { m18: 8 }), element(1, '2026-11-01', { m18: 9 })] })
        : json(200, { elements: [element(1, '2026-11-01', { m0: 1 }), element(2, '2026-11-01', { m0: 2 })] }),
    );
    const answer = await read(fieldQuestion(fields));
    expect(answer.records.map(({ entity, metrics }) => [entity, metrics])).toEqual([
      [creativeUrn(1), { m0: 1, m18: 9 }],
      [creativeUrn(2), { m0: 2, m18: 8 }],
    ]);
    expect(answer.records[0]!.source).toMatchObject({ m0: 1, m18: 9 });
    expect(answer.calls).toBe(2);
    expect(sent.map((call) => queryOf(call).split('fields=')[1]!.split(',').length)).toEqual([20, 3]);
  });

  test('that LinkedIn did not send stay absent and are reported', async () => {
    const { read } = clientOf(() => json(200, { elements: [element(1, '2026-11-01', { impressions: 3 })] }));
    const answer = await read(fieldQuestion(['impressions', 'costInLocalCurrency']));
    expect(answer.records[0]!.metrics).toEqual({ impressions: 3 });
    expect(answer.drift).toEqual([{ path: 'analytics.costInLocalCurrency', change: 'missing', seen: 1 }]);
  });
});

describe('our measures', () => {
  test('are asked by LinkedIn’s names and told by our own, with the id beside the URN', async () => {
    const campaign = { ...element(1, '2026-11-01', everything), pivotValues: ['urn:li:sponsoredCampaign:12'] };
    const { client, sent } = clientOf(() => json(200, { elements: [campaign] }));
    const { records } = await client.analytics({ ...question, pivot: 'CAMPAIGN', measures });
    expect(queryOf(sent[0]!).split('fields=')[1]).toBe(
      'dateRange,pivotValues,impressions,clicks,costInLocalCurrency,externalWebsiteConversions,conversionValueInLocalCurrency,oneClickLeads,videoViews',
    );
    expect(records).toEqual([
      {
        pivot: 'CAMPAIGN',
        entity: 'urn:li:sponsoredCampaign:12',
        id: '12',
        stat_date: '2026-11-01',
        metrics: {
          impressions: 7,
          clicks: 6,
          cost: '5.5',
          conversions: 4,
          conversion_value: '3.5',
          leads: 2,
          video_views: 1,
        },
        source: campaign,
      },
    ]);
  });

  test('that are left out are zeros and no news, but for impressions that a whole answer lacks', async () => {
    const answering = (metrics: object) => () => json(200, { elements: [element(1, '2026-11-01', metrics)] });
    const usual = await clientOf(answering({ impressions: 3 })).client.analytics(question);
    expect([usual.records[0]!.metrics, usual.drift]).toEqual([{ impressions: 3, cost: 0 }, []]);
    const odd = await clientOf(answering({ costInLocalCurrency: '-2' })).client.analytics(question);
    expect(odd.drift).toEqual([{ path: 'analytics.impressions', change: 'missing', seen: 1 }]);
    expect(odd.negatives).toEqual([{ entity: creativeUrn(1), stat_date: '2026-11-01', metric: 'cost', value: '-2' }]);
  });
});

const everything = {
  impressions: 7,
  clicks: 6,
  costInLocalCurrency: '5.5',
  externalWebsiteConversions: 4,
  conversionValueInLocalCurrency: '3.5',
  oneClickLeads: 2,
  videoViews: 1,
};

describe('the values of a row', () => {
  test('are numbers for counts and exact strings for money, whichever way they came', () => {
    const { records } = rowsOf(
      [
        element(1, '2026-11-01', { impressions: '12', costInLocalCurrency: '19.918330000000000001' }),
        element(2, '2026-11-01', { impressions: 5, costInLocalCurrency: 2.5 }),
      ],
      asked,
    );
    expect(records.map((row) => row.metrics)).toEqual([
      { impressions: 12, costInLocalCurrency: '19.918330000000000001' },
      { impressions: 5, costInLocalCurrency: '2.5' },
    ]);
  });

  test('are zero for tiny negatives; larger negatives stay and are reported', () => {
    const set = rowsOf(
      [
        element(1, '2026-11-01', { impressions: 1, costInLocalCurrency: '-2e-18' }),
        element(2, '2026-11-01', { impressions: 1, costInLocalCurrency: '-0.000001' }),
        element(3, '2026-11-01', { impressions: 1, costInLocalCurrency: '-1.25' }),
      ],
      asked,
    );
    expect(set.records.map((row) => row.metrics.costInLocalCurrency)).toEqual(['0', '-0.000001', '-1.25']);
    expect(set.rounded_to_zero).toBe(1);
    expect(set.negatives.map(({ entity, value }) => [entity, value])).toEqual([
      [creativeUrn(2), '-0.000001'],
      [creativeUrn(3), '-1.25'],
    ]);
  });

  test('that are no numbers reject the row', () => {
    const { records, rejected } = rowsOf(
      [element(1, '2026-11-01', { impressions: 'many', costInLocalCurrency: '1' })],
      asked,
    );
    expect(records).toEqual([]);
    expect(rejected[0]).toMatchObject({ path: 'analytics.impressions', reason: '"many" is not a number' });
  });

  test('come with unknown fields in the source and in the drift', () => {
    const { records, drift } = rowsOf(
      [element(1, '2026-11-01', { impressions: 1, costInLocalCurrency: '1', joy: 7 })],
      asked,
    );
    expect(records[0]!.source.joy).toBe(7);
    expect(drift).toEqual([{ path: 'analytics.joy', change: 'unknown', seen: 1 }]);
  });
});

describe('an element', () => {
  const metrics = { impressions: 1, costInLocalCurrency: '1' };

  test.each([
    ['without pivotValues', { dateRange: day('2026-11-01'), ...metrics }, 'analytics.pivotValues'],
    ['with empty pivotValues', { dateRange: day('2026-11-01'), pivotValues: [], ...metrics }, 'analytics.pivotValues'],
    ['without dateRange', { pivotValues: ['urn:li:sponsoredCreative:1'], ...metrics }, 'analytics.dateRange'],
    ['of no day of the calendar', element(1, '2026-02-30', metrics), 'analytics.dateRange.start'],
    ['of a day that was not asked for', element(1, '2026-12-01', metrics), 'analytics.dateRange'],
    [
      'of several days',
      {
        dateRange: { start: { year: 2026, month: 11, day: 1 }, end: { year: 2026, month: 11, day: 2 } },
        pivotValues: ['u'],
      },
      'analytics.dateRange',
    ],
  ])('%s is rejected alone', (_name, wrong, path) => {
    const { records, rejected } = rowsOf([wrong, element(2, '2026-11-01', metrics)], asked);
    expect(records).toHaveLength(1);
    expect(rejected.map((one) => one.path)).toEqual([path]);
  });

  test('that comes twice alike is kept once and counted', () => {
    const { records, duplicates } = rowsOf(
      [element(1, '2026-11-01', metrics), element(1, '2026-11-01', metrics)],
      asked,
    );
    expect(records).toHaveLength(1);
    expect(duplicates).toBe(1);
  });

  test('that comes twice with different values is rejected both times, as nobody knows which is right', () => {
    const other = element(1, '2026-11-01', { impressions: 2, costInLocalCurrency: '1' });
    const { records, rejected } = rowsOf([element(1, '2026-11-01', metrics), other], asked);
    expect(records).toEqual([]);
    expect(rejected.map((one) => one.reason)).toEqual([
      'two elements for urn:li:sponsoredCreative:1 on 2026-11-01 with different values',
      'two elements for urn:li:sponsoredCreative:1 on 2026-11-01 with different values',
    ]);
  });

  test('of which one group of fields was rejected is rejected whole', async () => {
    const fields = Array.from({ length: 19 }, (_, index) => `m${index}`);
    const { read } = clientOf((call) =>
      json(200, { elements: [element(1, '2026-11-01', queryOf(call).includes('m18') ? { m18: 'x' } : { m0: 1 })] }),
    );
    const { records, rejected } = await read(fieldQuestion(fields));
    expect(records).toEqual([]);
    expect(rejected.map((one) => one.reason)).toEqual([
      '"x" is not a number',
      'another part of urn:li:sponsoredCreative:1 on 2026-11-01 was rejected',
    ]);
  });
});

test('a question that fails midway gives nothing', async () => {
  const fields = Array.from({ length: 19 }, (_, index) => `m${index}`);
  const { read } = clientOf((call) =>
    queryOf(call).includes('m18')
      ? json(429, { message: 'APPLICATION DAY limit' })
      : json(200, { elements: [element(1, '2026-11-01', { m0: 1 })] }),
  );
  await expect(read(fieldQuestion(fields))).rejects.toThrow(DailyQuotaError);
});

onPlatformBodies('analytics of the platform', ({ isReal, body }) => {
  test('days are read to the last digit, without drift', () => {
    const { elements } = body('analytics-by-day') as { elements: object[] };
    const window = { pivot: 'CAMPAIGN' as const, from: '2023-01-01', to: '2026-12-31' };
    const set = rowsOf(elements, { ...window, metrics: ['clicks', 'impressions', 'costInUsd'] });
    expect(set).toMatchObject({ rejected: [], drift: [] });
    expect(set.records).toHaveLength(2);
    if (!isReal) expect(set.records).toMatchObject(expectedOf<object[]>('analytics-by-day'));
  });

  test('the fields that another client asks for fit into one call', () => {
    const { fields_full } = body('analytics-fields') as { fields_full: string[] };
    expect(metricGroups(fields_full)).toEqual([fields_full]);
  });
});
