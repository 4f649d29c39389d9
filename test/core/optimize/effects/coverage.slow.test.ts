import { describe, expect, it } from 'vitest';
import type { AccountState } from '../../../../core/domain/account-state.ts';
import { estimateEffects } from '../../../../core/optimize/effects/estimate.ts';
import { isHarmful } from '../../../../core/optimize/effects/harm.ts';
import { earnedAndLost } from '../../../../core/optimize/effects/ledger.ts';
import { settings } from '../../settings/effects.ts';
import { seeded } from '../proposals/simulation.ts';
import { type PanelWorld, simulatePanel } from './simulated-panel.ts';

const draws = 500;
const usual: PanelWorld = {
  campaigns: 6,
  days: 90,
  dailyResults: 20,
  common: 0.2,
  slow: 0.15,
  daily: 0.15,
  changedOn: 61,
  effect: 0.1,
  onCost: -0.2,
};

const worlds: Record<string, Partial<PanelWorld>> = {
  'six campaigns': {},
  'three campaigns': { campaigns: 3 },
  'fourteen campaigns': { campaigns: 14 },
  'fourteen days after the change': { changedOn: 75 },
  'a longer past': { days: 150, changedOn: 121 },
  'few results': { campaigns: 14, dailyResults: 2, days: 150, changedOn: 121 },
  'campaigns that go their own ways': { slow: 0.3 },
  'a large loss': { effect: -0.7 },
  'a budget': { action: 'raise_budget', onCost: 0.3, effect: -0.1 },
};

describe('the intervals of effects', () => {
  for (const [name, changes] of Object.entries(worlds))
    it(`hold the true effect as often as they say, and lie around it: ${name}`, () => {
      const world = { ...usual, ...changes };
      const { inside80, inside95, bias, cost80 } = simulate(world);
      expect(inside80).toBeGreaterThan(0.75);
      expect(inside80).toBeLessThan(0.85);
      expect(inside95).toBeGreaterThan(0.9);
      expect(cost80).toBeGreaterThan(0.75);
      expect(cost80).toBeLessThan(0.85);
      expect(Math.abs(bias)).toBeLessThan(0.03);
    });

  it('are rather too wide than too narrow with two campaigns to compare with and a result a day', () => {
    const { inside80, inside95, bias } = simulate({ ...usual, campaigns: 3, dailyResults: 1, slow: 0.05 });
    expect(inside80).toBeGreaterThan(0.8);
    expect(inside95).toBeGreaterThan(0.95);
    expect(Math.abs(bias)).toBeLessThan(0.05);
  });
});

function simulate(world: PanelWorld) {
  const random = seeded(20_261_120);
  const counts = { told: 0, inside80: 0, inside95: 0, cost80: 0, error: 0 };
  for (let draw = 0; draw < draws; draw++) {
    const { state, change } = simulatePanel(random, world);
    const [effect] = estimateEffects([state], [change], settings);
    const { results_per_cost: perCost, cost_per_day: cost } = effect!;
    if (!perCost || !cost) continue;
    counts.told++;
    const truth = Math.expm1(world.effect);
    if (perCost.low80 < truth && truth < perCost.high80) counts.inside80++;
    if (perCost.low95 < truth && truth < perCost.high95) counts.inside95++;
    const spend = Math.expm1(world.onCost);
    if (cost.low80 < spend && spend < cost.high80) counts.cost80++;
    counts.error += Math.log1p(perCost.mean) - world.effect;
  }
  expect(counts.told).toBeGreaterThan(draws / 2);
  return {
    inside80: counts.inside80 / counts.told,
    inside95: counts.inside95 / counts.told,
    cost80: counts.cost80 / counts.told,
    bias: counts.error / counts.told,
  };
}

describe('harm', () => {
  it('is declared by chance more rarely than stated, although it is looked for every week', () => {
    // a loss of just the margin is the worst of what is no harm
    expect(harmful({ ...usual, effect: Math.log(1 - settings.harmMargin) })).toBeLessThan(0.05);
    expect(harmful({ ...usual, effect: Math.log(1 - settings.harmMargin), campaigns: 3 })).toBeLessThan(0.05);
    expect(harmful({ ...usual, effect: 0 })).toBeLessThan(0.02);
  });

  it('is found where half of the results are lost', () => {
    expect(harmful({ ...usual, effect: Math.log(0.5) })).toBeGreaterThan(0.8);
  });
});

/** Share of the draws in which the change would ever have been undone. */
function harmful(world: PanelWorld): number {
  const random = seeded(7);
  let found = 0;
  for (let draw = 0; draw < 300; draw++) {
    const { state, change } = simulatePanel(random, world);
    const looks = [7, 14, 21, 28].map((days) => knownAfter(state, world.changedOn + days));
    const isFound = looks.some((known) =>
      estimateEffects([known], [change], settings).some((each) => isHarmful(each, settings)),
    );
    if (isFound) found++;
  }
  return found / 300;
}

function knownAfter(state: AccountState, day: number): AccountState {
  const newest = state.campaigns[0]!.days[day]!.date;
  const campaigns = state.campaigns.map((campaign) => ({ ...campaign, days: campaign.days.slice(0, day + 1) }));
  return { ...state, newestDay: newest, newestMatureDay: newest, campaigns };
}

describe('the running account', () => {
  it('holds what many changes earned together as often as its interval says', () => {
    const random = seeded(11);
    const world = { ...usual, campaigns: 5, onCost: 0 };
    const accounts = 4;
    let inside = 0;
    const trials = 300;
    for (let trial = 0; trial < trials; trial++) {
      const panels = Array.from({ length: accounts }, (_, account) => {
        const { state, change } = simulatePanel(random, world);
        const second = { ...change, decisionId: 'second', campaignId: 'campaign-1' };
        return { ...state, accountId: `${account}`, ownChanges: [change, second] };
      });
      const effects = panels.flatMap((state) => estimateEffects([state], state.ownChanges, settings));
      const [sum] = earnedAndLost(effects);
      // the second change of each account did nothing
      const truth = effects
        .filter(({ campaign_id }) => campaign_id === 'campaign-0')
        .reduce((total, { after }) => total + after!.cost * Math.expm1(world.effect), 0);
      expect(sum!.estimated).toBe(2 * accounts);
      if (sum!.earned!.low80 < truth && truth < sum!.earned!.high80) inside++;
    }
    expect(inside / trials).toBeGreaterThan(0.75);
    expect(inside / trials).toBeLessThan(0.87);
  });
});
