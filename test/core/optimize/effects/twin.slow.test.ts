import { describe, expect, it } from 'vitest';
import { estimateEffects } from '../../../../core/optimize/effects/estimate.ts';
import { creativeServes } from '../../../../twin/market/serving.ts';
import { type Campaign, urnOf } from '../../../../twin/world/entities.ts';
import { ownChange } from '../../../support/account-builder.ts';
import { openTwinMarket } from '../../../support/twin-market.ts';
import { settings } from '../../settings/effects.ts';

const seeds = [101, 102, 103, 104, 105, 106];
const daysBefore = 90;
const daysAfter = 29;

interface Change {
  action: string;
  /** The first of the campaigns to which it can be done. */
  applies(campaign: Campaign, day: number): boolean;
  /** Before the world begins, with and without the change. */
  prepare?(campaign: Campaign, day: number): void;
  apply(campaign: Campaign, day: number): void;
}

const serving = (campaign: Campaign, day: number) =>
  campaign.creatives.filter((creative) => creativeServes(creative, day));
const isManual = ({ optimizationTargetType, costType }: Campaign) =>
  optimizationTargetType === 'NONE' && costType === 'CPC';

const bidTimes = (factor: number): Change => ({
  action: factor < 1 ? 'lower_bid' : 'raise_bid',
  applies: isManual,
  apply: (campaign) => {
    campaign.unitCost = { ...campaign.unitCost, amount: String(factor * Number(campaign.unitCost.amount)) };
  },
});

const byTalent = (campaign: Campaign, day: number) =>
  serving(campaign, day).toSorted((one, other) => other.freshCtr - one.freshCtr);
const hasSeveral = (campaign: Campaign, day: number) =>
  campaign.costType === 'CPM' && campaign.format === 'STANDARD_UPDATE' && serving(campaign, day).length >= 3;

/** The best two stay; the others were far worse from their first day on. */
const pauseBadOnes: Change = {
  action: 'pause_creative',
  applies: hasSeveral,
  prepare: (campaign, day) => {
    for (const creative of byTalent(campaign, day).slice(2)) creative.freshCtr *= 0.3;
  },
  apply: (campaign, day) => {
    for (const creative of byTalent(campaign, day).slice(2)) creative.intendedStatus = 'PAUSED';
  },
};

const pauseAllButTheWorst: Change = {
  action: 'pause_creative',
  applies: hasSeveral,
  apply: (campaign, day) => {
    for (const creative of byTalent(campaign, day).slice(0, -1)) creative.intendedStatus = 'PAUSED';
  },
};

/** What was measured, and what is true: the same world lived through without the change. */
function measure(seed: number, { action, applies, prepare, apply }: Change) {
  const lived = [true, false].map((isChanged) => {
    const market = openTwinMarket(seed);
    const campaign = market.campaigns.find((each) => applies(each, market.today()))!;
    const day = market.today();
    prepare?.(campaign, day);
    market.change(() => (isChanged ? apply(campaign, day) : undefined));
    market.live(daysAfter);
    const own = ownChange({
      decisionId: `${seed}`,
      action,
      campaignId: urnOf.campaign(campaign.id),
      appliedAt: new Date(day * 86_400_000 + 8 * 3_600_000),
    });
    const [effect] = estimateEffects([market.state(daysBefore + daysAfter, [own])], [own], settings);
    return effect!;
  });
  const [changed, unchanged] = lived;
  const rate = (effect: typeof changed) => effect!.after!.results / effect!.after!.cost;
  return { effect: changed!, truth: rate(changed) / rate(unchanged) - 1 };
}

describe('in the twin', () => {
  const cases: [string, Change, 'more' | 'less'][] = [
    ['a bid lowered by 40 %', bidTimes(0.6), 'more'],
    ['a bid raised by 60 %', bidTimes(1.6), 'less'],
    ['pausing ads that are three times worse', pauseBadOnes, 'more'],
    ['pausing all but the worst ad', pauseAllButTheWorst, 'less'],
  ];
  for (const [name, change, direction] of cases)
    it(`${name} is found to bring ${direction} results per spend`, () => {
      const measured = seeds.map((seed) => measure(seed, change));
      const sign = direction === 'more' ? 1 : -1;
      for (const { truth } of measured) expect(Math.sign(truth)).toBe(sign);
      const right = measured.filter(({ effect }) => Math.sign(effect.results_per_cost!.mean) === sign);
      expect(right.length).toBeGreaterThanOrEqual(5);
      for (const { effect } of measured) expect(effect.verdict).not.toBe(sign > 0 ? 'hurt' : 'helped');
      const within = measured.filter(
        ({ effect: { results_per_cost: estimate }, truth }) => estimate!.low95 < truth && truth < estimate!.high95,
      );
      expect(within.length).toBeGreaterThanOrEqual(5);
    });
});
