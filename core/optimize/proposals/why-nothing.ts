/** "Why was nothing done today?": what was left alone, by reason, with the data that is still missing. */
import type { Decision } from '../../contracts/decisions.ts';
import { groupBy } from '../../domain/grouping.ts';
import { proposesChange } from '../../domain/proposals.ts';
import { count, money, roundedUp } from './wording.ts';

export interface LeftAlone {
  reasonCode: string;
  /** Whether time alone brings what is missing. */
  waits: boolean;
  entities: 'creatives' | 'campaigns';
  decisions: Decision[];
}

export interface Nothing {
  /** Changes that were proposed and that a guardrail stopped, by the rule that bound. */
  stopped: { rule: string; detail: string; decisions: Decision[] }[];
  /** The most frequent first. */
  left: LeftAlone[];
  /** Of what waits: data that is still missing, by campaign. */
  missing: Missing[];
}

export interface Missing {
  campaignId: string;
  currency: string;
  /** Creatives of it that wait. */
  creatives: number;
  /** Until the first of them can be decided; null where only time helps. */
  impressions: number | null;
  cost: number | null;
}

const leftAlone = ({ action }: Decision): boolean => !proposesChange(action);

export function whyNothing(decisions: readonly Decision[]): Nothing {
  const left = decisions.filter(leftAlone);
  const bound = decisions.flatMap((decision) => {
    const verdict = leftAlone(decision) ? undefined : decision.guardrails.find(({ passed }) => !passed);
    return verdict ? [{ ...verdict, decision }] : [];
  });
  return {
    stopped: groupBy(bound, ({ rule }) => rule)
      .map((some) => ({
        rule: some[0]!.rule,
        detail: some[0]!.detail,
        decisions: some.map(({ decision }) => decision),
      }))
      .sort(mostFirst),
    left: groupBy(left, ({ reason_code, creative_id }) => `${reason_code} ${creative_id === null}`)
      .map(
        (some): LeftAlone => ({
          reasonCode: some[0]!.reason_code ?? 'unknown',
          waits: some[0]!.action === 'gather_evidence',
          entities: some[0]!.creative_id === null ? 'campaigns' : 'creatives',
          decisions: some,
        }),
      )
      .sort(mostFirst),
    missing: groupBy(
      left.filter(({ action, creative_id }) => action === 'gather_evidence' && creative_id !== null),
      ({ campaign_id, currency }) => `${campaign_id} ${currency}`,
    ).map(missingOf),
  };
}

/** Arrays sort stably: of two as frequent the one that came first stays first. */
const mostFirst = (one: { decisions: Decision[] }, other: { decisions: Decision[] }): number =>
  other.decisions.length - one.decisions.length;

function missingOf(waiting: readonly Decision[]): Missing {
  const { campaign_id: campaignId, currency } = waiting[0]!;
  const nearest = waiting
    .map(({ evidence }) => evidence)
    .filter((evidence) => evidence.more_impressions_needed !== null)
    .sort((one, other) => one.more_impressions_needed! - other.more_impressions_needed!)[0];
  return {
    campaignId,
    currency,
    creatives: waiting.length,
    impressions: nearest?.more_impressions_needed ?? null,
    cost: nearest?.more_cost_needed ?? null,
  };
}

/** At most so many campaigns are named; the file has them all. */
const namedCampaigns = 5;

/** For a person to read: the groups with their counts, one example each, and what is missing where. */
export function nothingReport(decisions: readonly Decision[]): string[] {
  const { stopped, left, missing } = whyNothing(decisions);
  const proposed = decisions.filter((each) => !leftAlone(each)).length;
  if (decisions.length === 0) return ['There is nothing that could be judged: no running ads with figures.'];
  return [
    proposed === 0 ? 'Nothing is to be changed.' : `${plural(proposed, 'change')} proposed; the rest is left alone.`,
    ...stopped.map(
      ({ rule, detail, decisions: some }) => `  ${plural(some.length, 'change')} stopped by ${rule}: ${detail}`,
    ),
    ...left.flatMap(({ reasonCode, entities, decisions: some }) => [
      `  ${plural(some.length, entities.slice(0, -1))}: ${labels[reasonCode] ?? reasonCode}`,
      `    such as ${some[0]!.creative_id ?? some[0]!.campaign_id}: ${some[0]!.reason}`,
    ]),
    ...missing.slice(0, namedCampaigns).map(missingLine),
    ...(missing.length > namedCampaigns
      ? [`  … and ${plural(missing.length - namedCampaigns, 'more campaign')} that wait`]
      : []),
  ];
}

function missingLine({ campaignId, currency, creatives, impressions, cost }: Missing): string {
  const waits = `  ${campaignId} waits for ${plural(creatives, 'creative')}`;
  if (impressions === null) return `${waits}: only time brings the mature days.`;
  const price = cost === null ? '' : ` (${money(cost, currency)})`;
  return `${waits}: the first can be decided after about ${roundedUp(impressions)} more impressions${price}.`;
}

const plural = (number: number, word: string): string => `${count(number)} ${word}${number === 1 ? '' : 's'}`;

const labels: Readonly<Record<string, string>> = {
  'whole-campaign': 'whole campaigns, whose single creatives are not in the data',
  alone: 'nothing to compare it with',
  'siblings-without-figures': 'siblings without mature figures',
  immature: 'no mature days yet',
  'kpi-unknown': 'no figures of the KPI',
  'impossible-counts': 'figures that cannot be',
  'price-only': 'the KPI is a matter of price, not of creatives',
  'dispersion-unknown': 'a single mature day',
  'cost-unknown': 'unknown cost',
  'small-waste': 'too little at stake',
  'not-more-expensive': 'fewer but cheaper results',
  'needs-more': 'not enough data to be sure',
  'out-of-reach': 'so close to its siblings that no data would settle it',
  'not-worse': 'surely not worse than its siblings',
  'last-active': 'the best active creative of its campaign',
  'settings-unknown': 'bid and budget not in the data',
  'no-budget': 'no budget of its own',
  'budget-stays': 'the platform bids, and no budget to trade',
  'bid-too-new': 'too few days on the present bid and budget',
  'bid-no-figures': 'results or cost not known yet',
  'bid-neither': 'the budget neither binds nor is much of it left',
  'bid-settled': 'the bid is where it belongs, as far as is known',
  'bid-capped': 'the cost cap does not decide the price',
  'bid-small': 'a step of the bid is worth too little',
  'bid-unsure': 'prices do not seem to follow the bid',
  'bid-prices-unknown': 'what the bid is for is not counted',
  'bid-spend-kept': 'lower bids leave as much unspent as may be',
  'bid-nothing-to-compare': 'no other campaign to compare results with',
};
