import { describe, expect, it } from 'vitest';
import { fatigueOf } from '../../../../core/optimize/posteriors/fatigue.ts';
import { type Ad, ad, type Day, statesOf } from '../proposals/creatives.ts';
import { normal, seeded } from '../proposals/simulation.ts';

interface Made {
  id: string;
  /** Weeks that it runs, counted back from the newest. */
  weeks: number;
  dailyImpressions: number;
  /** Day so many days before the newest; impressions of its own and of all, up to that day. */
  rate: (own: number, joint: number) => number;
}

/** Creatives of one campaign whose clicks follow their rates exactly, or with the noise of a seed. */
function campaignOf(made: readonly Made[], noise?: () => number) {
  const length = Math.max(...made.map(({ weeks }) => weeks)) * 7;
  const own = new Map(made.map(({ id }) => [id, 0]));
  const days = new Map<string, Day[]>(made.map(({ id }) => [id, []]));
  let joint = 0;
  for (let day = length; day > 0; day--) {
    const running = made.filter(({ weeks }) => day <= weeks * 7);
    const before = joint;
    for (const { id, dailyImpressions, rate } of running) {
      const expected = dailyImpressions * rate(own.get(id)!, before);
      days
        .get(id)!
        .push([dailyImpressions, noise ? Math.max(0, Math.round(expected + Math.sqrt(expected) * noise())) : expected]);
      own.set(id, own.get(id)! + dailyImpressions);
      joint += dailyImpressions;
    }
  }
  const ads: Ad[] = made.map(({ id }) => ad(id, days.get(id)!));
  return statesOf(ads)[0]!.campaigns;
}

/** Three creatives that began at different times. */
const staggered = (rate: Made['rate']): Made[] => [
  { id: 'a', weeks: 12, dailyImpressions: 3_000, rate },
  { id: 'b', weeks: 8, dailyImpressions: 3_000, rate },
  { id: 'c', weeks: 4, dailyImpressions: 3_000, rate },
];

describe('fatigue', () => {
  it('is of the creatives where each falls with its own impressions', () => {
    const fatigue = fatigueOf(campaignOf(staggered((own) => 0.006 * Math.exp(-own / 500_000))));
    expect(fatigue).toMatchObject({ kind: 'fatigued', because: null });
    // at present they have had 252, 168 and 84 thousand impressions
    expect(fatigue.own!.lost).toBeCloseTo(1 - Math.exp(-168_000 / 500_000), 2);
    expect(fatigue.joint!.lost).toBeCloseTo(0, 2);
  });

  it('is of the audience where all fall together, new ones as well', () => {
    const fatigue = fatigueOf(campaignOf(staggered((_, joint) => 0.006 * Math.exp(-joint / 1_000_000))));
    expect(fatigue.kind).toBe('saturated');
    expect(fatigue.joint!.lost).toBeGreaterThan(0.3);
    expect(fatigue.own!.lost).toBeCloseTo(0, 2);
  });

  it('is none where rates stay', () => {
    const fatigue = fatigueOf(
      campaignOf(staggered(() => 0.006).map((each) => ({ ...each, dailyImpressions: 300_000 }))),
    );
    expect(fatigue).toMatchObject({ kind: 'fresh', daysToSaturation: null });
  });

  it('says when half of the rate will be lost, at the present pace', () => {
    const large = staggered((own) => 0.006 * Math.exp(-own / 5e6)).map((each) => ({
      ...each,
      dailyImpressions: 30_000,
    }));
    const fatigue = fatigueOf(campaignOf(large));
    // ln 2 · 5 million impressions a creative, of which 1.68 million are gone, at 30,000 a day
    expect(fatigue.daysToSaturation!.expected).toBeCloseTo((Math.LN2 * 5e6 - 1.68e6) / 30_000, 0);
    expect(fatigue.daysToSaturation!.low).toBeLessThan(fatigue.daysToSaturation!.expected!);
    expect(fatigue.daysToSaturation!.high!).toBeGreaterThan(fatigue.daysToSaturation!.expected!);
  });

  it('cannot be told of a creative alone: its own impressions are all that the audience saw', () => {
    const alone = staggered((own) => 0.006 * Math.exp(-own / 200_000)).slice(0, 1);
    expect(fatigueOf(campaignOf(alone))).toMatchObject({
      kind: 'cannot tell',
      because: 'each ad always had the same share of all impressions',
      daysToSaturation: null,
    });
  });

  it('cannot be told of few weeks, of few clicks, or of none', () => {
    const young = staggered(() => 0.006).map((each) => ({ ...each, weeks: 2 }));
    expect(fatigueOf(campaignOf(young)).because).toBe('too few weeks are mature');
    const unclicked = staggered(() => 0.006).map((each) => ({ ...each, dailyImpressions: 50 }));
    expect(fatigueOf(campaignOf(unclicked)).because).toBe('too few clicks are mature');
    expect(fatigueOf([]).kind).toBe('cannot tell');
  });

  it('is named by chance in few campaigns without any, and its interval holds what is true', () => {
    const random = seeded(23);
    let named = 0;
    let held = 0;
    const campaigns = 200;
    for (let campaign = 0; campaign < campaigns; campaign++) {
      const { kind, own } = fatigueOf(
        campaignOf(
          staggered(() => 0.006),
          () => normal(random),
        ),
      );
      if (kind === 'fatigued' || kind === 'saturated') named++;
      if (Math.abs(own!.log) <= 1.645 * own!.deviation) held++;
    }
    // each of the two is looked for with 90% certainty
    expect(named / campaigns).toBeLessThan(0.2);
    expect(held / campaigns).toBeGreaterThan(0.85);
  });
});
