/** "Why was nothing done today?": what was left alone, by reason, with the data that is still missing. */
import type { Decision } from '../../contracts/decisions.ts';
import { groupBy } from '../../domain/grouping.ts';
import { counted, plural } from '../../domain/language.ts';
import { proposesChange } from '../../domain/proposals.ts';
import { reasonLabel } from './reason-codes.ts';
import { moreImpressions, roughMoney } from './wording.ts';

export interface LeftAlone {
  /** As stored; null where none was. */
  reasonCode: string | null;
  /** Whether time alone brings what is missing. */
  waits: boolean;
  entity: 'ad' | 'campaign';
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
  /** Of it, that wait for data. */
  ads: number;
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
          reasonCode: some[0]!.reason_code,
          waits: some[0]!.action === 'gather_evidence',
          entity: some[0]!.creative_id === null ? 'campaign' : 'ad',
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
    ads: waiting.length,
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
  if (decisions.length === 0) return ['There is nothing to judge: no active ad has figures.'];
  return [
    proposed === 0
      ? 'No changes are proposed.'
      : `${counted(proposed, 'change')} ${plural(proposed, 'is', 'are')} proposed. Everything else stays as it is.`,
    ...stopped.map(
      ({ rule, detail, decisions: some }) => `  ${counted(some.length, 'change')} blocked by ${rule}: ${detail}`,
    ),
    ...left.flatMap(({ reasonCode, entity, decisions: some }) => [
      `  ${counted(some.length, entity)}: ${reasonLabel(reasonCode)}`,
      `    for example ${some[0]!.creative_id ?? some[0]!.campaign_id}: ${some[0]!.reason}`,
    ]),
    ...missing.slice(0, namedCampaigns).map(missingLine),
    ...moreMissing(missing.length - namedCampaigns),
  ];
}

function missingLine({ campaignId, currency, ads, impressions, cost }: Missing): string {
  const waits = `  ${campaignId} needs more data for ${counted(ads, 'ad')}`;
  if (impressions === null) return `${waits}: its days have to mature first.`;
  const price = cost === null ? '' : ` (${roughMoney(cost, currency)})`;
  return `${waits}: the first decision is possible after about ${moreImpressions(impressions)}${price}.`;
}

const moreMissing = (campaigns: number): string[] =>
  campaigns > 0
    ? [`  … and ${counted(campaigns, 'more campaign')} that ${plural(campaigns, 'needs', 'need')} more data`]
    : [];
