/** Pulls of invented accounts: what the API listed and answered at each, made from one another. */

import { dayAfter } from './days.ts';
import type { FixtureRow } from './fixture-sql.ts';

export interface Pull {
  entities: readonly FixtureRow[];
  analytics: readonly FixtureRow[];
}

/** `eur-1` was imported before: from now on the API's word counts. */
const [fresh, imported] = ['5001', 'eur-1'] as const;

interface Fact {
  account: string;
  campaign: string;
  creative: string;
  day: string;
  impressions: number;
  clicks: number;
  /** In billionths, so that sums are exact. */
  cost: bigint;
}

const creatives = [
  { account: fresh, campaign: '11', creative: '101' },
  { account: fresh, campaign: '11', creative: '102' },
  { account: fresh, campaign: '12', creative: '103' },
  // nobody has said yet whose it is
  { account: fresh, campaign: 'unknown', creative: '109' },
  { account: imported, campaign: 'campaign-0', creative: 'creative-0' },
  { account: imported, campaign: 'campaign-1', creative: 'creative-2' },
] as const;

/** Not every creative has a row on every day; what an account has is spread over whole campaigns. */
function factsOf(from: string, to: string): Fact[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = dayAfter(day, 1)) days.push(day);
  return creatives.flatMap((each, at) =>
    days.flatMap((day, number) => {
      if ((at + number) % 6 === 5) return [];
      const impressions = 1000 * (at + 1) + 37 * number;
      return [{ ...each, day, impressions, clicks: 10 + at + (number % 4), cost: BigInt(impressions) * 7_123_456n }];
    }),
  );
}

/** The answer to one question: a row per creative, campaign and account, the totals before what is `hidden` from the creatives. */
function answer(facts: readonly Fact[], from: string, to: string, hidden = (_: Fact) => false): FixtureRow[] {
  const rowOf = (pivot: string, entity: string, fact: Fact): FixtureRow => ({
    pivot,
    entity: `urn:li:sponsored${pivot}:${entity}`,
    platform: 'linkedin',
    account_id: fact.account,
    campaign_id: pivot === 'ACCOUNT' ? null : fact.campaign,
    creative_id: pivot === 'CREATIVE' ? fact.creative : null,
    stat_date: fact.day,
    currency: 'EUR',
    impressions: String(fact.impressions),
    clicks: String(fact.clicks),
    cost: decimal(fact.cost),
    conversions: String(fact.clicks % 3),
    conversion_value: `${fact.clicks}.25`,
    leads: String(fact.clicks % 2),
    window_from: from,
    window_to: to,
    element: `{"impressions":${fact.impressions},"pivotValues":["it's ${entity}"]}`,
  });
  const withCampaign = facts.map((fact) => (fact.campaign === 'unknown' ? { ...fact, campaign: '12' } : fact));
  return [
    ...facts.filter((fact) => !hidden(fact)).map((fact) => rowOf('CREATIVE', fact.creative, fact)),
    ...summed(withCampaign, (fact) => fact.campaign).map((fact) => rowOf('CAMPAIGN', fact.campaign, fact)),
    ...summed(withCampaign, () => '').map((fact) => rowOf('ACCOUNT', fact.account, fact)),
  ];
}

function summed(facts: readonly Fact[], part: (fact: Fact) => string): Fact[] {
  const sums = new Map<string, Fact>();
  for (const fact of facts) {
    const key = [fact.account, part(fact), fact.day].join(' ');
    const sum = sums.get(key);
    const [impressions, clicks, cost] = [sum?.impressions ?? 0, sum?.clicks ?? 0, sum?.cost ?? 0n];
    sums.set(key, {
      ...fact,
      impressions: impressions + fact.impressions,
      clicks: clicks + fact.clicks,
      cost: cost + fact.cost,
    });
  }
  return [...sums.values()];
}

const decimal = (billionths: bigint): string => {
  const digits = String(billionths).padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
};

const account = (account_id: string): FixtureRow => ({
  kind: 'account',
  platform: 'linkedin',
  account_id,
  name: `Konto “${account_id}”`,
  status: 'ACTIVE',
  currency: 'EUR',
});

const campaign = (account_id: string, campaign_id: string): FixtureRow => ({
  kind: 'campaign',
  platform: 'linkedin',
  account_id,
  campaign_id,
  name: `Kampagne ${campaign_id}`,
  campaign_group_id: '1',
  campaign_group_name: 'Gruppe “eins”',
  status: 'ACTIVE',
  objective: 'LEAD_GENERATION',
  campaign_type: 'SPONSORED_UPDATES',
  format: 'SINGLE_IMAGE',
  cost_type: 'CPM',
  optimization_target: null,
  bid: '12.5',
  daily_budget: '100',
  total_budget: null,
  currency: 'EUR',
  starts_at: '2026-03-01 00:00:00',
  ends_at: null,
  locale: 'de_DE',
  targeting: '{"include":{"locations":["urn:li:geo:1"]},"exclude":{}}',
});

const creative = (account_id: string, campaign_id: string, creative_id: string): FixtureRow => ({
  kind: 'creative',
  platform: 'linkedin',
  account_id,
  campaign_id,
  creative_id,
  name: null,
  status: 'ACTIVE',
  review_status: 'APPROVED',
  format: 'SINGLE_IMAGE',
  content_reference: `urn:li:share:${creative_id}`,
  content_status: 'read',
  headline: "L'été, :jetzt",
  introductory_text: 'Zwei\nZeilen -- und mehr',
  call_to_action: 'LEARN_MORE',
  landing_page: 'https://shop.example/?a=1&b=:b',
  image_urn: 'urn:li:image:1',
  image_url: 'https://media.example/1?t=1',
  image_url_expires_at: '2026-04-01 12:00:00.123',
});

const group: FixtureRow = {
  kind: 'campaign_group',
  platform: 'linkedin',
  account_id: fresh,
  campaign_group_id: '1',
  name: 'Gruppe “eins”',
  status: 'ACTIVE',
};

const listed: readonly FixtureRow[] = [
  account(fresh),
  account(imported),
  group,
  campaign(fresh, '11'),
  campaign(fresh, '12'),
  campaign(imported, 'campaign-0'),
  creative(fresh, '11', '101'),
  creative(fresh, '11', '102'),
  { ...creative(fresh, '12', '103'), content_status: null, headline: null, introductory_text: null },
  creative(imported, 'campaign-0', 'creative-0'),
];

/** What changes between two lists: settings, content, content that is read at last; of '102' only the image's address. */
const listedLater: readonly FixtureRow[] = [
  { ...account(fresh), name: 'umbenannt' },
  account(imported),
  group,
  {
    ...campaign(fresh, '11'),
    daily_budget: '99.999999999',
    targeting: '{"include":{},"exclude":{}}',
    status: 'PAUSED',
  },
  campaign(fresh, '12'),
  { ...campaign(imported, 'campaign-0'), ends_at: '2026-05-01 00:00:00' },
  { ...creative(fresh, '11', '101'), headline: 'Neu', status: 'PAUSED' },
  { ...creative(fresh, '11', '102'), image_url: 'https://media.example/1?t=2', image_url_expires_at: null },
  creative(fresh, '12', '103'),
  creative(fresh, '12', '109'),
  creative(imported, 'campaign-0', 'creative-0'),
];

const whole = { from: '2026-03-02', to: '2026-04-01' };
const recent = { from: '2026-03-20', to: '2026-04-01' };

/** Days of which the API changes its mind, by a value and by one that was not there. */
const restated = factsOf(whole.from, whole.to)
  .filter(({ day }) => day >= recent.from)
  .map((fact) => (fact.day >= '2026-03-29' ? { ...fact, clicks: fact.clicks + 5, cost: fact.cost + 1n } : fact));

/** '102' is gone on two days: what it had was taken back. The other account is not answered for: nothing of it is gone. */
const withoutKnown = restated.filter(
  ({ account, creative: id, day }) =>
    account === fresh && !(id === '102' && ['2026-03-25', '2026-03-26'].includes(day)),
);
/** On this day a creative is missing although the totals have it: nothing is taken back, and its last value explains the gap. */
const keptDay = '2026-03-24';
/** On this day it is not explained: the totals have more of it than was ever seen. */
const openDay = '2026-03-27';
const isHidden = ({ creative, day }: Fact) => creative === '101' && [keptDay, openDay].includes(day);
const withOpenDay = withoutKnown.map((fact) =>
  isHidden(fact) && fact.day === openDay ? { ...fact, clicks: fact.clicks + 50 } : fact,
);

export const pulls: Readonly<Record<string, Pull>> = {
  'pull-1': { entities: listed, analytics: answer(factsOf(whole.from, whole.to), whole.from, whole.to) },
  'pull-2': { entities: [], analytics: answer(restated, recent.from, recent.to) },
  'pull-3': { entities: listed, analytics: answer(restated, recent.from, recent.to) },
  'pull-4': {
    entities: [],
    analytics: answer(withOpenDay, recent.from, recent.to, isHidden),
  },
  'pull-5': { entities: listedLater, analytics: [] },
  // all is there again, and the open day adds up
  'pull-6': { entities: [], analytics: answer(restated, recent.from, recent.to) },
};
