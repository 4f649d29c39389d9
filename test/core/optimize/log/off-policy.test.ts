import { describe, expect, it } from 'vitest';
import { estimatePolicy, type LoggedChoice } from '../../../../core/optimize/log/off-policy.ts';
import { quantileChiSquare } from '../../../../core/statistics/chi-square.ts';
import { normal, poisson, type Random, seeded } from '../proposals/simulation.ts';

/** Two actions, 0 and 1, in situations from 0 to 1; action 1 is worth 2 + situation, action 0 is worth 1. */
function logOf(
  random: Random,
  choices: number,
  other: (situation: number) => number,
  model?: (action: number, situation: number) => number,
  noise = 1,
): LoggedChoice[] {
  return Array.from({ length: choices }, () => {
    const situation = random();
    const chance = 0.2 + 0.5 * situation;
    const action = random() < chance ? 1 : 0;
    const ofOther = other(situation);
    const wouldChoose = action === 1 ? ofOther : 1 - ofOther;
    return {
      propensity: action === 1 ? chance : 1 - chance,
      reward: (action === 1 ? 2 + situation : 1) + noise * normal(random),
      wouldChoose,
      ...(model && {
        expected: {
          logged: model(action, situation),
          other: ofOther * model(1, situation) + (1 - ofOther) * model(0, situation),
        },
      }),
    };
  });
}

const amounts = { rewards: 'amounts' } as const;
const counts = { rewards: 'counts' } as const;
const always = () => 1;
const wrong = (action: number) => 0.5 * action;

describe('the value of another policy', () => {
  it('is covered by the intervals of both estimates, the model being right or wrong', () => {
    // action 1 everywhere: 2 + the mean situation
    const truth = 2.5;
    for (const model of [wrong, (action: number, situation: number) => (action === 1 ? 2 + situation : 1)]) {
      const random = seeded(23);
      const inside = { inverse_propensity: 0, doubly_robust: 0 };
      const trials = 400;
      for (let trial = 0; trial < trials; trial++)
        for (const { method, low95, high95 } of estimatePolicy(logOf(random, 400, always, model), amounts))
          if (low95! < truth && truth < high95!) inside[method]++;
      for (const count of Object.values(inside)) {
        expect(count / trials).toBeGreaterThan(0.9);
        expect(count / trials).toBeLessThan(0.99);
      }
    }
  });

  it('is known more closely with a good model', () => {
    const good = (action: number, situation: number) => (action === 1 ? 2 + situation : 1);
    const [plain, robust] = estimatePolicy(logOf(seeded(5), 2000, always, good, 0.1), amounts);
    expect(robust!.high95! - robust!.low95!).toBeLessThan(plain!.high95! - plain!.low95!);
  });

  it('is the mean of the log for the policy that made it', () => {
    const log = [1, 2, 3, 6].map((reward) => ({ propensity: 1, reward, wouldChoose: 1 }));
    const [same] = estimatePolicy(log, amounts);
    expect(same).toMatchObject({ mean: 3, effectiveSample: 4, clippedShare: 0, choices: 4 });
    expect(same!.warning).toContain('worth only 4 of this policy’s own');
  });

  it('cannot be told from decisions that were certain and others', () => {
    const log = [1, 2, 3, 6].map((reward) => ({ propensity: 1, reward, wouldChoose: 0 }));
    expect(estimatePolicy(log, amounts)).toEqual([
      {
        method: 'inverse_propensity',
        mean: null,
        low95: null,
        high95: null,
        choices: 4,
        effectiveSample: 0,
        clippedShare: 0,
        warning:
          'No overlap: 100% of this policy’s choices were never left to chance (decisions.explore is 0, or the choice was clear), so its value cannot be estimated.',
      },
    ]);
    expect(estimatePolicy([], amounts)[0]!.warning).toBe(
      'No overlap: no choices were logged, so the value cannot be estimated.',
    );
  });

  it('says how much was cut, and how little the log is worth', () => {
    const rare = Array.from({ length: 100 }, (_, index) => ({
      propensity: index === 0 ? 0.01 : 0.99,
      reward: index === 0 ? 50 : 1,
      wouldChoose: index === 0 ? 1 : 0.01,
    }));
    const [value] = estimatePolicy(rare, amounts);
    expect(value!.clippedShare).toBe(0.01);
    expect(value!.effectiveSample).toBeLessThan(2);
    expect(value!.warning).toBe(
      'No overlap: this policy would make hardly any of the logged choices, so its value cannot be estimated.',
    );
    const [more] = estimatePolicy([...rare, ...rare, ...rare], amounts);
    expect(more!.warning).toContain('are worth only 3 of this policy’s own');
    expect(more!.warning).toContain('The weights of 1% of the choices were clipped to 20');
  });
});

/** How unlike one another the weights are: the chance of the action that the other policy always chooses, in situations from 0 to 1. */
const spreads: [what: string, chance: (situation: number) => number][] = [
  ['equal weights', () => 0.5],
  ['weights of 1 to 20', (situation) => 0.05 + 0.95 * situation],
  ['mostly heavy weights', (situation) => 0.05 + 0.95 * situation ** 4],
];

/** Clicks at an equal rate; a click is twice as likely after the action that the other policy chooses. */
function clicksOf(
  random: Random,
  choices: number,
  rate: number,
  chance: (situation: number) => number,
): LoggedChoice[] {
  return Array.from({ length: choices }, () => {
    const likelihood = chance(random());
    const isOther = random() < likelihood;
    return {
      propensity: isOther ? likelihood : 1 - likelihood,
      reward: poisson(random, isOther ? rate : rate / 2),
      wouldChoose: isOther ? 1 : 0,
      expected: { logged: isOther ? 0.7 * rate : rate, other: 0.7 * rate },
    };
  });
}

describe('the interval of counted rewards', () => {
  const trials = 500;
  // three standard errors of a share of so many draws
  const leastCoverage = 0.94 - 3 * Math.sqrt((0.94 * 0.06) / trials);

  for (const [what, chance] of spreads)
    for (const clicks of [1, 4, 20])
      it(`covers the truth with ${what} where ${clicks} in 400 choices would be clicked on average`, () => {
        const random = seeded(clicks);
        const rate = clicks / 400;
        const inside = { inverse_propensity: 0, doubly_robust: 0 };
        for (let trial = 0; trial < trials; trial++)
          for (const { method, low95, high95 } of estimatePolicy(clicksOf(random, 400, rate, chance), counts))
            if (low95! <= rate && rate <= high95!) inside[method]++;
        for (const count of Object.values(inside)) expect(count / trials).toBeGreaterThan(leastCoverage);
      });

  it('would not cover it as amounts', () => {
    const random = seeded(4);
    let inside = 0;
    for (let trial = 0; trial < trials; trial++) {
      const [value] = estimatePolicy(clicksOf(random, 400, 0.01, spreads[1]![1]), amounts);
      if (value!.low95! <= 0.01 && 0.01 <= value!.high95!) inside++;
    }
    expect(inside / trials).toBeLessThan(0.85);
  });

  it('is the one of Fay and Feuer, with 1 / effective sample as the weight of one more event', () => {
    // weights 2, 1, 1: W = 0.5, 0.25, 0.25; y = 0.5, v = 0.25, k = 0.375
    const log = [0.5, 1, 1].map((propensity, index) => ({ propensity, reward: index === 0 ? 1 : 0, wouldChoose: 1 }));
    const [value] = estimatePolicy(log, counts);
    expect(value!.mean).toBe(0.5);
    // 0.25 x the chi-square quantile at 2 degrees of freedom; 0.390625 / 1.75 x the one at 3.92
    expect(value!.low95).toBeCloseTo(0.25 * 0.0506356, 7);
    expect(value!.high95).toBeCloseTo((0.390625 / 1.75) * quantileChiSquare(0.975, 3.92), 12);
  });

  it('begins at zero where nothing was clicked, and does not end there', () => {
    const log = Array.from({ length: 50 }, () => ({ propensity: 0.5, reward: 0, wouldChoose: 1 }));
    const [value] = estimatePolicy(log, counts);
    expect(value).toMatchObject({ mean: 0, low95: 0, high95: expect.closeTo(3.688879 / 50, 7) });
  });

  it('is as wide as the choices vary where they vary by more than chance', () => {
    const log = Array.from({ length: 200 }, (_, index) => ({
      propensity: 0.5,
      reward: index % 10 === 0 ? 50 : 0,
      wouldChoose: 1,
    }));
    const [counted] = estimatePolicy(log, counts);
    const [measured] = estimatePolicy(log, amounts);
    const width = ({ low95, high95 }: { low95: number | null; high95: number | null }) => high95! - low95!;
    expect(width(counted!) / width(measured!)).toBeCloseTo(1, 1);
  });
});
