/** Everything that decisions about one campaign start from. */
import type { AccountState, CampaignState } from '../../domain/account-state.ts';
import { msPerDay } from '../../domain/calendar.ts';
import { groupBy } from '../../domain/grouping.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import type { LogNormal } from '../../statistics/normal.ts';
import { type Economics, economicsOf, nextResult } from '../market/economics.ts';
import { type Pacing, pacingOf } from '../market/pacing.ts';
import { pooledPrices } from '../market/pooled-prices.ts';
import { nothingUnspent, type Unspent, unspentOf } from '../market/unspent.ts';
import { type CampaignPosterior, posteriorsOf } from '../posteriors/campaign-posterior.ts';
import { type Fatigue, fatigueOf } from '../posteriors/fatigue.ts';
import { type RecentSpend, recentSpend } from '../state/campaign-days.ts';

export interface CampaignCase {
  state: AccountState;
  campaign: CampaignState;
  of: CampaignPosterior;
  fatigue: Fatigue;
  pacing: Pacing;
  /** Null without mature days of late. */
  spend: RecentSpend | null;
  economics: Economics | null;
  /** What one more result costs in the account's other campaigns of the same KPI; null without any. */
  elsewhere: LogNormal | null;
  /** Of all the account's campaigns of the KPI. */
  unspent: Unspent;
  settings: DecisionSettings;
  /** Days that a change can still work for: fewer than the setting's where the campaign ends before. */
  horizonDays: number;
}

const notRunning: readonly Pacing['state'][] = ['paused', 'not-started', 'ended'];

/** The running campaigns of an account; what is off needs no decision. */
export function casesOf(state: AccountState, settings: DecisionSettings): CampaignCase[] {
  const fatigues = fatigueByAudience(state.campaigns);
  const cases = posteriorsOf(state, settings).flatMap((of): CampaignCase[] => {
    const { campaign } = of;
    const pacing = pacingOf(campaign, state.asOf, state.newestMatureDay);
    if (notRunning.includes(pacing.state)) return [];
    const fatigue = fatigues.get(audienceOf(campaign))!;
    const spend = recentSpend(campaign, state.newestMatureDay, settings.recentDays);
    const economics = spend && economicsOf(of, spend, fatigue);
    const horizonDays = horizonOf(campaign, state.asOf, settings.horizonDays);
    return [
      {
        state,
        campaign,
        of,
        fatigue,
        pacing,
        spend,
        economics,
        elsewhere: null,
        unspent: nothingUnspent,
        settings,
        horizonDays,
      },
    ];
  });
  const priced = withPooledPrices(cases);
  const unspent = unspentOf(priced);
  return priced.map((each) => ({
    ...each,
    elsewhere: elsewhereOf(each, priced),
    unspent: unspent.get(each.of.kpi) ?? nothingUnspent,
  }));
}

function withPooledPrices(cases: readonly CampaignCase[]): CampaignCase[] {
  const pooled = new Map<CampaignCase, Economics>();
  const known = cases.filter((each) => each.economics !== null);
  for (const alike of groupBy(known, ({ of }) => of.kpi)) {
    const prices = pooledPrices(alike.map(({ economics }) => economics!));
    for (const [index, each] of alike.entries()) pooled.set(each, prices[index]!);
  }
  return cases.map((each) => ({ ...each, economics: pooled.get(each) ?? null }));
}

const audienceOf = ({ audience, campaignId }: CampaignState): string => audience ?? `campaign ${campaignId}`;

function fatigueByAudience(campaigns: readonly CampaignState[]): Map<string, Fatigue> {
  const sharing = new Map<string, CampaignState[]>();
  for (const campaign of campaigns) {
    const others = sharing.get(audienceOf(campaign));
    if (others) others.push(campaign);
    else sharing.set(audienceOf(campaign), [campaign]);
  }
  return new Map([...sharing].map(([audience, some]) => [audience, fatigueOf(some)]));
}

const horizonOf = ({ endsAt }: CampaignState, asOf: Date, days: number): number =>
  endsAt === null ? days : Math.min(days, Math.max(1, Math.floor((endsAt.getTime() - asOf.getTime()) / msPerDay)));

/** Weighed by spend: what the account usually pays for one more. */
function elsewhereOf({ of, campaign }: CampaignCase, cases: readonly CampaignCase[]): LogNormal | null {
  const others = cases.filter(
    (other) => other.campaign.campaignId !== campaign.campaignId && other.of.kpi === of.kpi && other.economics !== null,
  );
  const total = others.reduce((sum, { spend }) => sum + (spend?.cost ?? 0), 0);
  if (total <= 0) return null;
  const mean = (value: (next: LogNormal) => number): number =>
    others.reduce(
      (sum, { spend, economics, pacing }) =>
        sum + ((spend?.cost ?? 0) / total) * value(nextResult(economics!, pacing.bindingProbability)),
      0,
    );
  return { mean: mean((next) => next.mean), deviation: mean((next) => next.deviation) };
}
