import { describe, expect, it } from 'vitest';
import { deviationOf, differenceOf, independenceOf } from '../../../../core/optimize/effects/difference.ts';
import { quantileT } from '../../../../core/statistics/student-t.ts';
import { normal, type Random, seeded } from '../proposals/simulation.ts';

describe('a difference in differences', () => {
  it('takes away what the comparable campaigns did', () => {
    const difference = differenceOf({
      changed: { value: 0.5, noise: 0 },
      unchanged: [
        { value: 0.1, noise: 0 },
        { value: 0.3, noise: 0 },
      ],
      placebos: [],
      independence: 1,
    });
    expect(difference?.effect).toBeCloseTo(0.3, 12);
    // (0.1² + 0.1²) with one degree of freedom
    expect(difference?.drift).toBeCloseTo(Math.sqrt(0.02), 12);
    expect(deviationOf(difference!)).toBeCloseTo(Math.sqrt(0.02 * 1.5), 12);
  });

  it('listens less to campaigns with few results', () => {
    const difference = differenceOf({
      changed: { value: 0, noise: 0 },
      unchanged: [
        { value: 0, noise: 0.0001 },
        { value: 1, noise: 10 },
      ],
      placebos: [],
      independence: 1,
    });
    expect(difference!.effect).toBeGreaterThan(-0.01);
  });

  it('knows nothing with a single campaign to compare with and no past', () => {
    const unchanged = [{ value: 0.1, noise: 0 }];
    expect(differenceOf({ changed: { value: 0, noise: 0 }, unchanged, placebos: [], independence: 1 })).toBeUndefined();
  });

  it('holds its intervals with few and with many campaigns, few and many results', () => {
    for (const campaigns of [2, 4, 12])
      for (const noise of [0, 0.01, 0.1]) {
        const { 80: likely, 95: nearlySure } = coverage(seeded(5), { campaigns, noise, drift: 0.15, times: 4 });
        expect(likely, `80 %, ${campaigns} campaigns, noise ${noise}`).toBeGreaterThan(0.76);
        expect(likely, `80 %, ${campaigns} campaigns, noise ${noise}`).toBeLessThan(0.86);
        expect(nearlySure, `95 %, ${campaigns} campaigns, noise ${noise}`).toBeGreaterThan(0.92);
      }
  });
});

interface World {
  campaigns: number;
  noise: number;
  drift: number;
  times: number;
}

function coverage(random: Random, { campaigns, noise, drift, times }: World) {
  const draws = 3000;
  const inside = { 80: 0, 95: 0 };
  const movement = () => ({ value: normal(random) * Math.sqrt(drift ** 2 + noise), noise });
  for (let draw = 0; draw < draws; draw++) {
    const difference = differenceOf({
      changed: movement(),
      unchanged: Array.from({ length: campaigns }, movement),
      placebos: Array.from({ length: times - 1 }, () => Array.from({ length: campaigns + 1 }, movement)),
      independence: 1,
    })!;
    const t = Math.abs(difference.effect) / deviationOf(difference);
    if (t < quantileT(0.9, difference.degrees)) inside[80]++;
    if (t < quantileT(0.975, difference.degrees)) inside[95]++;
  }
  return { 80: inside[80] / draws, 95: inside[95] / draws };
}

describe('how much placebo times are worth', () => {
  it('is all of them for a single one, and less the more they overlap', () => {
    const shape = { before: 28, gap: 1, after: 28 };
    expect(independenceOf(shape, 1)).toBe(1);
    expect(independenceOf(shape, 4)).toBeLessThan(0.6);
    expect(independenceOf({ before: 7, gap: 1, after: 7 }, 4)).toBeGreaterThan(independenceOf(shape, 4));
  });
});
