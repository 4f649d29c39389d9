import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cutAfter,
  daysOf,
  mostElements,
  type Window,
  type WindowSource,
  wholeAnswers,
  widthFor,
} from '../../../adapters/linkedin/analytics-windows.ts';
import { linkedInClient } from '../../../adapters/linkedin/client.ts';
import { json, type Sent, scriptedLinkedIn } from './scripted-linkedin.ts';

/** An account whose every campaign has `perCampaign` creatives with figures on every day; answers are cut at 15,000 as LinkedIn may. */
function accountOf(campaigns: number, perCampaign: number): WindowSource & { asked: Window[] } {
  const ids = Array.from({ length: campaigns }, (_, index) => `${index + 1}`);
  const asked: Window[] = [];
  return {
    asked,
    campaignsOn: async () => ids,
    async fetch(window) {
      asked.push(window);
      const elements = daysOf(window) * (window.campaigns ?? ids).length * perCampaign;
      return Array.from({ length: Math.min(elements, mostElements) });
    },
  };
}

describe('an answer of 15,000 elements', () => {
  test('is never used: the days are halved until the answers are whole', async () => {
    const account = accountOf(10, 100);
    const answers = await wholeAnswers({ from: '2026-11-01', to: '2026-11-20' }, account);
    expect(answers.map(({ window, elements }) => [window.from, window.to, elements.length])).toEqual([
      ['2026-11-01', '2026-11-10', 10_000],
      ['2026-11-11', '2026-11-20', 10_000],
    ]);
    expect(account.asked).toHaveLength(3);
  });

  test('of a single day is split by campaigns', async () => {
    const account = accountOf(4, 5000);
    const answers = await wholeAnswers({ from: '2026-11-01', to: '2026-11-01' }, account);
    expect(answers.map(({ window, elements }) => [window.campaigns, elements.length])).toEqual([
      [['1', '2'], 10_000],
      [['3', '4'], 10_000],
    ]);
  });

  test('of a single day and campaign is an error, not a part', async () => {
    await expect(wholeAnswers({ from: '2026-11-01', to: '2026-11-01' }, accountOf(2, 15_000))).rejects.toThrow(
      'The response cannot be used: GET /adAnalytics: there are 15000 or more elements for 2026-11-01 and campaign 1, and the request cannot be split further',
    );
  });

  test('may be split among the campaigns of the question only', async () => {
    const account = accountOf(100, 5000);
    const answers = await wholeAnswers({ from: '2026-11-01', to: '2026-11-01', campaigns: ['7', '8', '9'] }, account);
    expect(answers.map(({ window }) => window.campaigns)).toEqual([['7', '8'], ['9']]);
  });
});

describe('windows', () => {
  test('cover every day once, whole, whatever the density', async () => {
    const sizes = fc.record({
      days: fc.integer({ min: 1, max: 60 }),
      campaigns: fc.integer({ min: 1, max: 12 }),
      perCampaign: fc.integer({ min: 0, max: 4000 }),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ days, campaigns, perCampaign }) => {
        const [whole] = cutAfter({ from: '2026-01-01', to: '2026-12-31' }, days);
        const answers = await wholeAnswers(whole, accountOf(campaigns, perCampaign));
        expect(answers.every(({ elements }) => elements.length < mostElements)).toBe(true);
        const total = answers.reduce((sum, { elements }) => sum + elements.length, 0);
        expect(total).toBe(days * campaigns * perCampaign);
      }),
      { numRuns: 50 },
    );
  });

  test('are one call where everything fits, and few where it does not', async () => {
    const small = accountOf(10, 10);
    await wholeAnswers({ from: '2026-10-22', to: '2026-11-20' }, small);
    expect(small.asked).toHaveLength(1);
    const large = accountOf(20, 100);
    await wholeAnswers({ from: '2026-09-01', to: '2026-11-29' }, large);
    // 180,000 elements need at least 13 answers; the rest is finding that out.
    expect(large.asked.length).toBeLessThanOrEqual(20);
  });

  test('grow to what fits, but at most to twice', () => {
    expect(widthFor(1000, 1, 30)).toBe(2);
    expect(widthFor(6000, 10, 30)).toBe(20);
    expect(widthFor(12_000, 10, 30)).toBe(10);
    expect(widthFor(14_999, 10, 30)).toBe(8);
    expect(widthFor(0, 10, 30)).toBe(20);
    expect(widthFor(14_000, 1, 30)).toBe(1);
  });
});

test('campaigns to split by are those with figures, deleted ones too, and a long list is tunnelled', async () => {
  const campaigns = Array.from({ length: 300 }, (_, index) => index + 1);
  const date = { year: 2026, month: 11, day: 1 };
  const elementsOf = (urns: string[]) =>
    urns.map((urn) => ({ dateRange: { start: date, end: date }, pivotValues: [urn], clicks: 1 }));
  const answer = ({ target, body }: Sent) => {
    if (target.includes('pivot=CAMPAIGN')) return elementsOf(campaigns.map((id) => `urn:li:sponsoredCampaign:${id}`));
    const some = decodeURIComponent(body ?? target).match(/sponsoredCampaign:\d+/g);
    if (!some) return Array.from({ length: mostElements }, () => ({}));
    return elementsOf(some.map((campaign) => `urn:li:sponsoredCreative:${campaign.split(':')[1]}`));
  };
  const linkedIn = scriptedLinkedIn((sent) => json(200, { elements: answer(sent) }));
  const { records, calls } = await linkedInClient(linkedIn.options).analytics({
    account: '5',
    pivot: 'CREATIVE',
    from: '2026-11-01',
    to: '2026-11-01',
    measures: ['clicks'],
  });
  expect(records).toHaveLength(300);
  expect(calls).toBe(4);
  expect(linkedIn.sent.map((sent) => sent.method)).toEqual(['GET', 'GET', 'POST', 'POST']);
});

test('a list of campaigns that may not be whole is not split by', async () => {
  const linkedIn = scriptedLinkedIn(() => json(200, { elements: Array.from({ length: mostElements }, () => ({})) }));
  const question = {
    account: '5',
    pivot: 'CREATIVE',
    from: '2026-11-01',
    to: '2026-11-01',
    measures: ['clicks'],
  } as const;
  await expect(linkedInClient(linkedIn.options).analytics(question)).rejects.toThrow(
    'the list of campaigns with figures on 2026-11-01 is incomplete',
  );
});
