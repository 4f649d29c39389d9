/** An account of a world as the pipeline would know it on a morning: settings from the API's lists, days as last shown. */
import type { OwnChange } from '../../core/domain/account-state.ts';
import type { AccountHistory, CampaignHistory, CreativeDay, Terms } from '../../core/optimize/state/state-from-days.ts';
import { dateOf } from '../../twin/clock.ts';
import { at, measureCount } from '../../twin/market/measures.ts';
import { reviewStatus } from '../../twin/market/serving.ts';
import { type Account, type Campaign, type Money, urnOf } from '../../twin/world/entities.ts';
import type { SeenDays } from './api-view.ts';
import { type LearnedShares, maturitySettings } from './learned-shares.ts';
import type { OpenWorld } from './open-world.ts';

/** Beyond this nothing is read. */
const windowDays = 90;

export interface AccountHistories {
  /** To be called when a campaign's bid or budget was changed: from which day on the lists tell it. */
  noteTerms(campaign: Campaign, day: number): void;
  /** Of one account on the morning of `day`. */
  of(account: Account, day: number, ownChanges: readonly OwnChange[]): AccountHistory;
}

/** `knownFrom`: the first day on which the settings were collected. */
export function accountHistories(
  open: OpenWorld,
  seen: SeenDays,
  shares: LearnedShares,
  knownFrom: number,
): AccountHistories {
  const terms = new Map<number, Terms[]>(
    open.campaigns.map((campaign) => [campaign.index, [termsOf(campaign, dateOf(knownFrom))]]),
  );
  return {
    noteTerms(campaign, day) {
      const own = terms.get(campaign.index)!;
      const from = dateOf(day);
      terms.set(campaign.index, [...own.filter((each) => each.from !== from), termsOf(campaign, from)]);
    },
    of: (account, day, ownChanges) => ({
      platform: 'linkedin',
      accountId: String(account.id),
      currency: account.currency,
      asOf: new Date(open.twin.clock.now()),
      ownChanges: ownChanges.filter(({ campaignId }) => isOf(account, campaignId)),
      campaigns: open.campaigns
        .filter((campaign) => campaign.account === account)
        .map((campaign) => campaignHistory(open, campaign, terms.get(campaign.index)!, daysOf(campaign, day))),
    }),
  };

  function isOf(account: Account, campaignId: string): boolean {
    return open.campaigns.some((campaign) => campaign.account === account && String(campaign.id) === campaignId);
  }

  function daysOf(campaign: Campaign, today: number): CreativeDay[] {
    const days: CreativeDay[] = [];
    const { account } = campaign;
    for (const [day, values] of seen.daysOf(campaign)) {
      if (day < today - windowDays) continue;
      const share = (metric: Parameters<LearnedShares['at']>[1]) => shares.at(account, metric, day, today);
      const delivery = Math.min(share('impressions'), share('clicks'), share('cost'));
      const mature = day < today && delivery >= maturitySettings.level;
      const visibleShare = { clicks: share('clicks'), conversions: share('conversions'), leads: share('leads') };
      const date = dateOf(day);
      for (const { id, place } of campaign.creatives) {
        const base = place * measureCount;
        const impressions = values[base + at.impressions]!;
        if (impressions === 0) continue;
        days.push({
          creativeId: urnOf.creative(id),
          date,
          impressions,
          clicks: values[base + at.clicks]!,
          cost: Math.max(0, values[base + at.cost]!),
          conversions: values[base + at.postClickConversions]! + values[base + at.postViewConversions]!,
          leads: values[base + at.leads]!,
          mature,
          // nothing is lost on the way here, so the platform's totals always agree
          reconciled: true,
          visibleShare,
        });
      }
    }
    return days;
  }
}

const amount = (money: Money | null): number | null => (money ? Number(money.amount) : null);

const termsOf = (campaign: Campaign, from: string): Terms => ({
  from,
  bid: amount(campaign.unitCost),
  dailyBudget: amount(campaign.dailyBudget),
});

function campaignHistory(
  { twin }: OpenWorld,
  campaign: Campaign,
  terms: readonly Terms[],
  days: readonly CreativeDay[],
): CampaignHistory {
  const now = twin.clock.now();
  return {
    campaignId: String(campaign.id),
    name: campaign.name,
    campaignGroupId: String(campaign.group.id),
    status: campaign.status,
    objective: campaign.objectiveType,
    format: campaign.format,
    costType: campaign.costType,
    optimizationTarget: campaign.optimizationTargetType,
    bid: amount(campaign.unitCost),
    dailyBudget: amount(campaign.dailyBudget),
    totalBudget: amount(campaign.totalBudget),
    startsAt: new Date(campaign.start),
    endsAt: campaign.end === null ? null : new Date(campaign.end),
    audience: JSON.stringify(campaign.targeting),
    creatives: campaign.creatives
      .filter(({ createdAt, deleted }) => createdAt <= now && !deleted)
      .map((creative) => ({
        creativeId: urnOf.creative(creative.id),
        name: creative.name,
        status: creative.intendedStatus,
        approved: reviewStatus(creative, now) === 'APPROVED',
      })),
    days,
    terms,
  };
}
