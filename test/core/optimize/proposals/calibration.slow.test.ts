import { describe, expect, it } from 'vitest';
import { decide } from '../../../../core/optimize/proposals/decide.ts';
import { type Ad, ad, run as plainRun, statesOf } from './creatives.ts';
import { normal, type Random, seeded, simulateDays } from './simulation.ts';

const campaigns = 120;
const run = { ...plainRun, settings: { ...plainRun.settings, pauseProbability: 0.95 } };

describe('calibration on simulated accounts', () => {
  for (const variation of [0, 0.4, 0.8]) {
    for (const dailyImpressions of [100, 1_000, 10_000]) {
      it(`proposes fewer than 5% of equal creatives at ${dailyImpressions} impressions a day and day-to-day variation ${variation}`, () => {
        for (const accounts of ['one', 'many'] as const) {
          const world = { variation, dailyImpressions, shares: [1, 1, 1, 1], accounts };
          const paused = share('pause_creative', simulate(seeded(7), world));
          expect(paused(() => true)).toBeLessThan(0.05);
        }
      });
    }
  }

  it('proposes fewer than 5% of equal creatives that have another ad that is far worse', () => {
    const world = { variation: 0.5, dailyImpressions: 1_000, shares: [0.3, 1, 1, 1, 1, 1], accounts: 'many' } as const;
    const paused = share('pause_creative', simulate(seeded(9), world));
    expect(paused((index) => index > 0)).toBeLessThan(0.05);
  });

  it('proposes fewer than 5% of two equal creatives with ten short days each', () => {
    const world = { variation: 0.8, dailyImpressions: 500, shares: [1, 1], accounts: 'many', days: 10 } as const;
    const paused = share('pause_creative', simulate(seeded(19), world));
    expect(paused(() => true)).toBeLessThan(0.05);
  });

  it('finds creatives that are 60% worse, given enough data, and spares the others', () => {
    const world = { variation: 0.4, dailyImpressions: 2_000, shares: [0.4, 1, 1, 1] };
    for (const accounts of ['one', 'many'] as const) {
      const paused = share('pause_creative', simulate(seeded(11), { ...world, accounts }));
      expect(paused((index) => index === 0)).toBeGreaterThan(0.95);
      expect(paused((index) => index > 0)).toBeLessThan(0.02);
    }
  });

  it('waits rather than pauses where the same difference has little data behind it', () => {
    const world = { variation: 0.4, dailyImpressions: 40, shares: [0.4, 1, 1, 1], accounts: 'one' } as const;
    const outcomes = simulate(seeded(13), world);
    const [paused, waiting] = [share('pause_creative', outcomes), share('gather_evidence', outcomes)];
    expect(paused((index) => index === 0)).toBeLessThan(0.4);
    expect(waiting((index) => index === 0)).toBeGreaterThan(0.25);
  });

  it('is right in at least the promised share of its proposals where creatives differ as they like', () => {
    const random = seeded(17);
    let proposed = 0;
    let right = 0;
    for (let account = 0; account < 40; account++) {
      const truth = new Map<string, number>();
      const creatives = Array.from({ length: 12 }, (_, index) => {
        const rate = 0.005 * Math.exp(0.3 * normal(random));
        truth.set(`${index}`, rate);
        const days = simulateDays(random, { rate, days: 30, dailyImpressions: 600, variation: 0.4 });
        return ad(`${index}`, days, { campaignId: `campaign-${index % 3}` });
      });
      for (const { action, campaign_id, creative_id } of decide(statesOf(creatives), run)) {
        if (action !== 'pause_creative') continue;
        proposed++;
        const siblings = creatives.filter((each) => each.campaignId === campaign_id && each.creativeId !== creative_id);
        const rate =
          siblings.reduce((sum, each) => sum + truth.get(each.creativeId)! * shown(each), 0) /
          siblings.reduce((sum, each) => sum + shown(each), 0);
        if (truth.get(creative_id!)! < 0.9 * rate) right++;
      }
    }
    expect(proposed).toBeGreaterThan(40);
    expect(right / proposed).toBeGreaterThan(run.settings.pauseProbability);
  });
});

const shown = ({ days }: Ad): number => days.reduce((sum, { impressions }) => sum + impressions, 0);

interface World {
  variation: number;
  dailyImpressions: number;
  /** True rate of each creative of a campaign, as a share of the campaign's. */
  shares: readonly number[];
  /** All campaigns in one account, which learns from all of them, or each in its own. */
  accounts: 'one' | 'many';
  days?: number;
}

/** The action for each creative of each campaign, by its place in the campaign. */
function simulate(random: Random, world: World): { index: number; action: string }[] {
  const { variation, dailyImpressions, shares, accounts, days = 60 } = world;
  const creatives = Array.from({ length: campaigns }, (_, campaign) => {
    const campaignRate = 0.005 * Math.exp(0.3 * normal(random));
    return shares.map((share, index) =>
      ad(
        `${campaign}/${index}`,
        simulateDays(random, { rate: campaignRate * share, days, dailyImpressions, variation }),
        // so much money that it is never what holds a decision back
        { accountId: accounts === 'one' ? 'account' : `${campaign}`, campaignId: `${campaign}`, cpm: 8_000 },
      ),
    );
  }).flat();
  return decide(statesOf(creatives), run).flatMap(({ creative_id, action }) =>
    creative_id === null ? [] : [{ index: Number(creative_id.split('/')[1]), action }],
  );
}

const share =
  (action: string, outcomes: { index: number; action: string }[]) =>
  (of: (index: number) => boolean): number => {
    const among = outcomes.filter(({ index }) => of(index));
    return among.filter((outcome) => outcome.action === action).length / among.length;
  };
