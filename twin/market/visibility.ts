/**
 * What the platform shows of a day's true values, by how long ago the day ended: at first too little, for weeks a little
 * off now and then, in the end the truth.
 */
import { type Clock, msPerDay } from '../clock.ts';
import { mix, uniform } from '../random.ts';
import type { Campaign } from '../world/entities.ts';
import type { World } from '../world/schema.ts';
import type { Market } from './market.ts';
import { at, type Measure, measureCount, measures } from './measures.ts';

export interface Visibility {
  /** Like `Market.delivered`, as an API reader sees it now. */
  visible(campaign: Campaign, day: number): Float64Array | null;
}

/** A fault: numbers of the last days are off by up to this share, until it passes. */
export interface Storm {
  magnitude: number;
  withinDays: number;
  key: number;
}

type CurveName = keyof World['restatement']['visibleShareByAge'];

const curveOf: Record<Measure, CurveName> = {
  impressions: 'impressions',
  clicks: 'clicks',
  cost: 'cost',
  landingPageClicks: 'clicks',
  postClickConversions: 'conversions',
  postViewConversions: 'conversions',
  leads: 'leads',
  leadFormOpens: 'leads',
  likes: 'engagement',
  comments: 'engagement',
  shares: 'engagement',
  follows: 'engagement',
  videoViews: 'engagement',
};

/** Below this a cost is platform noise such as -2e-18 and is shown as it is. */
const smallestMoney = 1e-12;

interface Setting {
  world: World;
  seed: number;
  clock: Clock;
  market: Market;
  storm: () => Storm | null;
}

export function createVisibility({ world, seed, clock, market, storm }: Setting): Visibility {
  const { restatement } = world;
  const curves = measures.map((measure) => restatement.visibleShareByAge[curveOf[measure]]);
  const settledAfterDays = Math.max(restatement.correctionUntilDays, ...curves.map((curve) => curve.at(-1)?.[0] ?? 0));
  // A pull asks for the same days several times at one moment: what was seen last is kept as long as the moment lasts.
  let seenAt = Number.NaN;
  let seen = new Map<Float64Array, Float64Array>();
  let sharesOfDay = new Map<number, number[]>();

  return {
    visible(campaign, day) {
      const truth = market.delivered(campaign, day);
      if (!truth) return null;
      const now = clock.now();
      const age = Math.max(0, now / msPerDay - (day + 1));
      const raging = storm();
      const stormy = raging !== null && age <= raging.withinDays ? raging : null;
      if (age >= settledAfterDays && !stormy) return truth;
      if (seenAt !== now) {
        [seenAt, seen, sharesOfDay] = [now, new Map(), new Map()];
      }
      const kept = stormy ? undefined : seen.get(truth);
      if (kept) return kept;
      const shares = sharesOfDay.get(day) ?? curves.map((curve) => shareAt(curve, age));
      sharesOfDay.set(day, shares);
      const shown = look({ truth, campaign, day, age, shares, seed, restatement, storm: stormy });
      if (!stormy) seen.set(truth, shown);
      return shown;
    },
  };
}

interface Look {
  truth: Float64Array;
  campaign: Campaign;
  day: number;
  age: number;
  /** By measure. */
  shares: number[];
  seed: number;
  restatement: World['restatement'];
  storm: Storm | null;
}

function look({ truth, campaign, day, age, shares, seed, restatement, storm }: Look): Float64Array {
  const shown = new Float64Array(truth.length);
  for (const creative of campaign.creatives) {
    const base = creative.place * measureCount;
    if (truth[base + at.impressions] === 0) continue;
    const chance = mix(mix(mix(seed, 0x5ee4), creative.index), day);
    const off = correction(restatement, chance, age) * stormFactor(storm, chance);
    for (let measure = 0; measure < measureCount; measure += 1) {
      const value = truth[base + measure] as number;
      const factor = (shares[measure] as number) * off;
      shown[base + measure] =
        value === 0 || factor === 1 ? value : scaled(value, factor, measure, mix(chance, measure));
    }
  }
  return shown;
}

/** A count appears at its own moment, the same on every look; what is whole stays whole. */
function scaled(value: number, factor: number, measure: number, chance: number): number {
  if (measure === at.cost) return Math.abs(value) < smallestMoney ? value : value * factor;
  return Math.floor(value * factor + uniform(chance));
}

/** Straight between the points, flat outside. */
export function shareAt(curve: readonly (readonly [number, number])[], age: number): number {
  let [lastAge, lastShare] = curve[0] ?? [0, 1];
  if (age <= lastAge) return lastShare;
  for (const [pointAge, share] of curve) {
    if (age <= pointAge) return lastShare + ((share - lastShare) * (age - lastAge)) / (pointAge - lastAge);
    [lastAge, lastShare] = [pointAge, share];
  }
  return lastShare;
}

function correction(
  { correctionChance, correctionSize, correctionUntilDays }: World['restatement'],
  chance: number,
  age: number,
): number {
  if (age < 1 || age >= correctionUntilDays) return 1;
  const today = mix(chance, 0x100 + Math.floor(age));
  if (uniform(today) >= correctionChance) return 1;
  return 1 + correctionSize * (2 * uniform(mix(today, 1)) - 1);
}

function stormFactor(storm: Storm | null, chance: number): number {
  return storm ? 1 + storm.magnitude * (2 * uniform(mix(chance, storm.key)) - 1) : 1;
}
