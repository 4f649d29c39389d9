import { describe, expect, it } from 'vitest';
import { estimatePolicy, type LoggedChoice } from '../../../core/decisions/off-policy.ts';
import { normal, type Random, seeded } from './simulation.ts';

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
        for (const { method, low95, high95 } of estimatePolicy(logOf(random, 400, always, model)))
          if (low95! < truth && truth < high95!) inside[method]++;
      for (const count of Object.values(inside)) {
        expect(count / trials).toBeGreaterThan(0.9);
        expect(count / trials).toBeLessThan(0.99);
      }
    }
  });

  it('is known more closely with a good model', () => {
    const good = (action: number, situation: number) => (action === 1 ? 2 + situation : 1);
    const [plain, robust] = estimatePolicy(logOf(seeded(5), 2000, always, good, 0.1));
    expect(robust!.high95! - robust!.low95!).toBeLessThan(plain!.high95! - plain!.low95!);
  });

  it('is the mean of the log for the policy that made it', () => {
    const log = [1, 2, 3, 6].map((reward) => ({ propensity: 1, reward, wouldChoose: 1 }));
    const [same] = estimatePolicy(log);
    expect(same).toMatchObject({ mean: 3, effectiveSample: 4, clippedShare: 0, choices: 4 });
    expect(same!.warning).toContain('worth 4 of this policy’s own');
  });

  it('cannot be told from decisions that were certain and others', () => {
    const log = [1, 2, 3, 6].map((reward) => ({ propensity: 1, reward, wouldChoose: 0 }));
    expect(estimatePolicy(log)).toEqual([
      {
        method: 'inverse_propensity',
        mean: null,
        low95: null,
        high95: null,
        choices: 4,
        effectiveSample: 0,
        clippedShare: 0,
        warning:
          'No overlap: cannot tell, for 100 % of what this policy would choose was never left to chance (decisions.explore is 0, or the choice was clear).',
      },
    ]);
    expect(estimatePolicy([])[0]!.warning).toBe('No overlap: cannot tell, for nothing was logged.');
  });

  it('says how much was cut, and how little the log is worth', () => {
    const rare = Array.from({ length: 100 }, (_, index) => ({
      propensity: index === 0 ? 0.01 : 0.99,
      reward: index === 0 ? 50 : 1,
      wouldChoose: index === 0 ? 1 : 0.01,
    }));
    const [value] = estimatePolicy(rare);
    expect(value!.clippedShare).toBe(0.01);
    expect(value!.effectiveSample).toBeLessThan(2);
    expect(value!.warning).toBe('No overlap: cannot tell, for hardly any logged choice is this policy’s.');
    const [more] = estimatePolicy([...rare, ...rare, ...rare]);
    expect(more!.warning).toContain('are worth 3 of this policy’s own');
    expect(more!.warning).toContain('Weights of 1.0 % of the choices were cut to 20');
  });
});
