/** What cannot be known from outside a world: how well each creative does now, and what money would buy. By the twin's own formulas. */

import { comesOfClicks, type DelayedKpi, kpiOf } from '../../core/domain/kpi.ts';
import { dayOf } from '../../twin/clock.ts';
import { at, measureCount } from '../../twin/market/measures.ts';
import { normalShare } from '../../twin/market/normal.ts';
import { type Season, seasonOf } from '../../twin/market/season.ts';
import type { Campaign, Creative } from '../../twin/world/entities.ts';
import type { World } from '../../twin/world/schema.ts';
import type { OpenWorld } from './open-world.ts';

export interface Truth {
  season: Season;
  /** Clicks per impression that the creative would have on an average day, fatigued as it is before `day`. */
  rate(creative: Creative, day: number): number;
  /** Impressions per member that the campaign's audience still remembers before `day`. */
  remembered(campaign: Campaign, day: number): number;
}

interface Memory {
  nextDay: number;
  exposures: Float64Array;
  remembered: number;
}

export function truthOf({ twin }: OpenWorld): Truth {
  const { world, market } = twin;
  const memories = new Map<number, Memory>();
  const memoryBefore = (campaign: Campaign, day: number): Memory => {
    const memory = memories.get(campaign.index) ?? freshMemory(campaign);
    memories.set(campaign.index, memory);
    for (; memory.nextDay < day; memory.nextDay += 1) {
      remember(memory, market.delivered(campaign, memory.nextDay), world);
    }
    return memory;
  };
  return {
    season: seasonOf(world.season),
    rate(creative, day) {
      const { campaign } = creative;
      const { exposures, remembered } = memoryBefore(campaign, day);
      const seen = (exposures[creative.place] ?? 0) / campaign.audienceSize / world.creativeFatigue.exposuresPerMember;
      const fatigue = world.creativeFatigue.floor + (1 - world.creativeFatigue.floor) * Math.exp(-seen);
      return creative.freshCtr * fatigue * Math.exp((-world.saturation.strength * remembered) / campaign.audienceSize);
    },
    remembered: (campaign, day) => memoryBefore(campaign, day).remembered / campaign.audienceSize,
  };
}

const freshMemory = (campaign: Campaign): Memory => ({
  nextDay: dayOf(campaign.start),
  exposures: new Float64Array(campaign.creatives.length),
  remembered: 0,
});

function remember(memory: Memory, values: Float64Array | null, world: World): void {
  memory.remembered *= 0.5 ** (1 / world.saturation.halfLifeDays);
  if (!values) return;
  for (let place = 0; place < memory.exposures.length; place += 1) {
    const impressions = values[place * measureCount + at.impressions] ?? 0;
    memory.exposures[place]! += impressions;
    memory.remembered += impressions;
  }
}

/** What is bought: results that come after the click, else the clicks themselves. */
export function boughtBy({ objectiveType }: Campaign): DelayedKpi | 'clicks' {
  const kpi = kpiOf(objectiveType, 'auto');
  return comesOfClicks(kpi) ? kpi : 'clicks';
}

/** Expected results of so many clicks and impressions. */
export function expectedResults(world: World, campaign: Campaign, clicks: number, impressions: number): number {
  const { leadFormOpensPerClick, leadsPerOpen, conversionsPerClick, viewConversionsPerImpression } = world.response;
  switch (boughtBy(campaign)) {
    case 'leads':
      return clicks * leadFormOpensPerClick * leadsPerOpen;
    case 'conversions':
      return clicks * (conversionsPerClick[campaign.objectiveType] ?? 0) + impressions * viewConversionsPerImpression;
    case 'clicks':
      return clicks;
  }
}

/** Whether it may be served: the platform would show it, and people did not stop it after it had run. */
export const couldServe = (creative: Creative, day: number): boolean =>
  !creative.deleted &&
  creative.review === 'APPROVED' &&
  day >= creative.firstDay &&
  (creative.intendedStatus === 'ACTIVE' || creative.intendedStatus === 'PAUSED') &&
  (creative.stoppedOn === null || creative.stoppedOn <= creative.firstDay);

export interface Inventory {
  /** Impressions that are for sale on the day. */
  opportunities: number;
  /** Of the log-normal price per thousand impressions, in the account's currency. */
  medianCpm: number;
  spread: number;
}

export function inventoryOf(world: World, season: Season, campaign: Campaign, day: number): Inventory {
  const { visitShare, slotsPerVisit, medianCpmUsd, priceSpread } = world.market;
  return {
    opportunities: campaign.audienceSize * visitShare * slotsPerVisit * season.visits(day),
    medianCpm: (medianCpmUsd * campaign.priceFactor) / campaign.account.plan.usdPerUnit,
    spread: priceSpread,
  };
}

/** What everything below this price per thousand costs, and how many impressions that is (second price). */
export function bought({ opportunities, medianCpm, spread }: Inventory, cpmBid: number): { cost: number; won: number } {
  const z = (Math.log(cpmBid) - Math.log(medianCpm)) / spread;
  const everything = (opportunities * medianCpm * Math.exp((spread * spread) / 2)) / 1000;
  return { cost: everything * normalShare(z - spread), won: opportunities * normalShare(z) };
}

/** Events per thousand impressions that bids, targets and caps of the campaign are stated for. */
export function unitsPerThousand({ optimizationTargetType, costType }: Campaign, rate: number): number {
  const perClick = costType === 'CPC' || /_CLICKS?$/.test(optimizationTargetType);
  return perClick && !optimizationTargetType.endsWith('_IMPRESSIONS') ? 1000 * rate : 1;
}
