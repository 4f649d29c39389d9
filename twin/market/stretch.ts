/** Simulates one campaign over a stretch of a day in which nothing about it changes: who sees it, clicks, and what it costs. */
import { dayOf } from '../clock.ts';
import { count, mix, noiseFactor, uniform } from '../random.ts';
import type { Campaign, Creative } from '../world/entities.ts';
import type { World } from '../world/schema.ts';
import { runAuction, strategyOf } from './auction.ts';
import { at, measureCount, tinyNegativeCost } from './measures.ts';
import type { Season } from './season.ts';
import { campaignServes, creativeServes } from './serving.ts';

export interface Stretch {
  world: World;
  season: Season;
  seed: number;
  campaign: Campaign;
  day: number;
  /** 0 for the first stretch of the day. */
  number: number;
  /** Share of the day's visits that is still to come. */
  shareOfDay: number;
  /** Money that delivery is paced to. */
  budget: number;
  /** Money that is billed at most; what chance delivers beyond it is free. */
  ceiling: number;
  /** Impressions each creative has had before this day, by place. */
  exposures: Float64Array;
  /** Impressions of the campaign that its audience still remembers. */
  remembered: number;
}

const purpose = { opportunities: 31, ctr: 32, landing: 34, price: 35, tiny: 36 } as const;

/** Values of all creatives until the end of the day, or null when nothing is delivered. */
export function simulateStretch(stretch: Stretch): Float64Array | null {
  const { campaign, day } = stretch;
  if (!campaignServes(campaign, day)) return trailingRow(stretch);
  const serving = campaign.creatives.filter((creative) => creativeServes(creative, day));
  if (serving.length === 0) return null;
  return deliver(stretch, serving);
}

/** The day after a run has ended shows one impression and no money; seen in public data (docs/linkedin-api.md §9). */
function trailingRow({ campaign, day, number }: Stretch): Float64Array | null {
  const isDayAfter = campaign.end !== null && day === dayOf(campaign.end) && campaignServes(campaign, day - 1);
  const last = campaign.creatives.find((creative) => creativeServes(creative, day));
  if (!isDayAfter || !last || number > 0) return null;
  const values = new Float64Array(campaign.creatives.length * measureCount);
  values[last.place * measureCount + at.impressions] = 1;
  values[last.place * measureCount + at.cost] = tinyNegativeCost;
  return values;
}

function deliver(stretch: Stretch, serving: Creative[]): Float64Array {
  const { world, season, seed, campaign, day } = stretch;
  const rates = serving.map((creative) => expectedRate(stretch, creative));
  const weights = rotation(
    rates,
    campaign.creativeSelection === 'OPTIMIZED' ? world.market.optimizedSelectionPower : 0,
  );
  const meanRate = rates.reduce((sum, rate, index) => sum + rate * (weights[index] ?? 0), 0);
  const chance = mix(mix(mix(seed, 0xa0c7), campaign.index), day);
  const opportunities =
    campaign.audienceSize *
    world.market.visitShare *
    world.market.slotsPerVisit *
    season.visits(day) *
    stretch.shareOfDay *
    noiseFactor(mix(chance, purpose.opportunities), world.market.opportunityNoise);
  const { impressions, cpm } = runAuction(
    {
      strategy: strategyOf(campaign.optimizationTargetType),
      unitCpm: Number(campaign.unitCost.amount) * resultsPerThousand(world, campaign, meanRate),
      opportunities,
      budget: stretch.budget,
    },
    {
      medianCpm: (world.market.medianCpmUsd * campaign.priceFactor) / campaign.account.plan.usdPerUnit,
      spread: world.market.priceSpread,
    },
  );
  const values = new Float64Array(campaign.creatives.length * measureCount);
  serving.forEach((creative, index) => {
    const expected = impressions * (weights[index] ?? 0);
    const unitPrice = cpm / 1000 / (chargedRate(world, campaign, meanRate) || 1);
    fillCreative({ stretch, creative, expected, rate: rates[index] ?? 0, unitPrice }, values);
  });
  return billed(values, stretch.ceiling);
}

function billed(values: Float64Array, ceiling: number): Float64Array {
  let cost = 0;
  for (let index = at.cost; index < values.length; index += measureCount) cost += values[index] ?? 0;
  if (cost <= ceiling) return values;
  return values.map((value, index) =>
    index % measureCount === at.cost && value > 0 ? (value * ceiling) / cost : value,
  );
}

/** What the platform's bidder expects: fresh rate × fatigue of this creative × saturation of the audience. */
function expectedRate({ world, campaign, exposures, remembered }: Stretch, creative: Creative): number {
  const { creativeFatigue, saturation } = world;
  const seen = (exposures[creative.place] ?? 0) / campaign.audienceSize / creativeFatigue.exposuresPerMember;
  const fatigue = creativeFatigue.floor + (1 - creativeFatigue.floor) * Math.exp(-seen);
  const saturated = Math.exp((-saturation.strength * remembered) / campaign.audienceSize);
  return creative.freshCtr * fatigue * saturated;
}

function rotation(rates: number[], power: number): number[] {
  const strengths = rates.map((rate) => rate ** power);
  const total = strengths.reduce((sum, strength) => sum + strength, 0);
  return strengths.map((strength) => strength / total);
}

/** How many results a thousand impressions bring, of the kind that unitCost is stated for. */
function resultsPerThousand(world: World, { optimizationTargetType, costType }: Campaign, ctr: number): number {
  const { videoViewsPerImpression, leadFormOpensPerClick, leadsPerOpen } = world.response;
  if (optimizationTargetType.endsWith('_IMPRESSIONS')) return 1;
  if (optimizationTargetType.endsWith('_LEADS')) return 1000 * ctr * leadFormOpensPerClick * leadsPerOpen;
  if (costType === 'CPV' || optimizationTargetType.endsWith('_VIDEO_VIEWS')) return 1000 * videoViewsPerImpression;
  if (costType === 'CPC' || optimizationTargetType.endsWith('_CLICKS')) return 1000 * ctr;
  return 1;
}

/** Events per impression that the account is charged for. */
function chargedRate(world: World, { costType }: Campaign, ctr: number): number {
  if (costType === 'CPC') return ctr;
  return costType === 'CPV' ? world.response.videoViewsPerImpression : 1;
}

interface Share {
  stretch: Stretch;
  creative: Creative;
  expected: number;
  rate: number;
  unitPrice: number;
}

function fillCreative({ stretch, creative, expected, rate, unitPrice }: Share, values: Float64Array): void {
  const { world, season, seed, campaign, day, number } = stretch;
  const { response } = world;
  const mood = noiseFactor(mix(mix(mix(seed, purpose.ctr), creative.index), day), response.dailyNoise);
  const chance = mix(mix(mix(mix(seed, 0xf111), creative.index), day), number);
  const base = creative.place * measureCount;
  const draw = (measure: keyof typeof at, mean: number): number => {
    const drawn = count(mix(chance, at[measure]), mean);
    values[base + at[measure]] = drawn;
    return drawn;
  };
  const impressions = draw('impressions', expected);
  if (impressions === 0) return;
  const clicks = draw('clicks', impressions * rate * season.ctr(day) * mood);
  values[base + at.landingPageClicks] = Math.floor(
    clicks * response.landingPageShareOfClicks + uniform(mix(chance, purpose.landing)),
  );
  draw('postClickConversions', clicks * (response.conversionsPerClick[campaign.objectiveType] ?? 0));
  draw('postViewConversions', impressions * response.viewConversionsPerImpression);
  if (campaign.objectiveType === 'LEAD_GENERATION') {
    const opens = draw('leadFormOpens', clicks * response.leadFormOpensPerClick);
    draw('leads', opens * response.leadsPerOpen);
  }
  draw('likes', impressions * response.reactionsPerImpression);
  draw('comments', impressions * response.commentsPerImpression);
  draw('shares', impressions * response.sharesPerImpression);
  draw('follows', impressions * response.followsPerImpression);
  const views =
    campaign.format === 'SINGLE_VIDEO' ? draw('videoViews', impressions * response.videoViewsPerImpression) : 0;
  const charged = campaign.costType === 'CPC' ? clicks : campaign.costType === 'CPV' ? views : impressions;
  const cost = charged * unitPrice * noiseFactor(mix(chance, purpose.price), world.market.budgetNoise);
  const tiny = cost === 0 && uniform(mix(chance, purpose.tiny)) < world.restatement.tinyNegativeCostChance;
  values[base + at.cost] = tiny ? tinyNegativeCost : cost;
}
