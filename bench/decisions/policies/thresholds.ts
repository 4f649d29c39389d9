/**
 * (b) Fixed thresholds, as many a script has them: a creative with 100 clicks is paused below 1% CTR or above 8 USD CPC, and the bid
 * becomes CPC × 2.0 / CTR (in percent), held within 0.7 and 1.5 times the CPC. Lifetime figures, as the API shows them that morning,
 * without regard to delays, other ads or for what the campaign is charged by; only a bid per click is a bid of that kind.
 */
import { bidStrategyOf, bidUnit } from '../../../core/domain/bid-strategy.ts';
import { at, measureCount } from '../../../twin/market/measures.ts';
import type { Campaign } from '../../../twin/world/entities.ts';
import { seenDays } from '../api-view.ts';
import type { OpenWorld, Write } from '../open-world.ts';
import type { PolicyFor } from '../play.ts';

export const thresholdRule = { clicks: 100, ctrPercent: 1, cpcUsd: 8, desiredCtrPercent: 2, lowest: 0.7, highest: 1.5 };

export const thresholds: PolicyFor = (open) => {
  const seen = seenDays(open);
  return {
    morning(day) {
      seen.observe(day);
      return open.campaigns.flatMap((campaign) => {
        const totals = lifetimes(campaign, seen.daysOf(campaign).values());
        return [...pauses(campaign, totals), ...bids(open, campaign, totals)];
      });
    },
  };
};

interface Lifetime {
  impressions: number;
  clicks: number;
  cost: number;
}

function lifetimes(campaign: Campaign, days: Iterable<Float64Array>): Lifetime[] {
  const totals = campaign.creatives.map(() => ({ impressions: 0, clicks: 0, cost: 0 }));
  for (const values of days) {
    totals.forEach((total, place) => {
      total.impressions += values[place * measureCount + at.impressions] ?? 0;
      total.clicks += values[place * measureCount + at.clicks] ?? 0;
      total.cost += values[place * measureCount + at.cost] ?? 0;
    });
  }
  return totals;
}

function pauses(campaign: Campaign, totals: readonly Lifetime[]): Write[] {
  return campaign.creatives
    .filter((creative) => {
      const { impressions, clicks, cost } = totals[creative.place]!;
      if (creative.intendedStatus !== 'ACTIVE' || clicks < thresholdRule.clicks) return false;
      const cpcUsd = (cost / clicks) * campaign.account.plan.usdPerUnit;
      return (100 * clicks) / impressions < thresholdRule.ctrPercent || cpcUsd > thresholdRule.cpcUsd;
    })
    .map((creative) => ({ field: 'creative_status', campaign, creative, to: 'PAUSED' }));
}

function bids({ twin }: OpenWorld, campaign: Campaign, totals: readonly Lifetime[]): Write[] {
  const terms = { optimizationTarget: campaign.optimizationTargetType, costType: campaign.costType };
  if (bidUnit(terms) !== 'click' || bidStrategyOf(terms) === 'automatic' || campaign.status !== 'ACTIVE') return [];
  const clicks = totals.reduce((sum, total) => sum + total.clicks, 0);
  const impressions = totals.reduce((sum, total) => sum + total.impressions, 0);
  if (clicks === 0 || impressions === 0) return [];
  const cpc = totals.reduce((sum, total) => sum + total.cost, 0) / clicks;
  const wanted = (cpc * thresholdRule.desiredCtrPercent) / ((100 * clicks) / impressions);
  const least = (twin.world.limits.minimumBidUsd[campaign.costType] ?? 0) / campaign.account.plan.usdPerUnit;
  const to = Math.max(least, Math.min(thresholdRule.highest * cpc, Math.max(thresholdRule.lowest * cpc, wanted)));
  return to.toFixed(2) === Number(campaign.unitCost.amount).toFixed(2) ? [] : [{ field: 'bid', campaign, to }];
}
