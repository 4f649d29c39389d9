import { beforeAll, describe, expect, it } from 'vitest';
import { calibrationError, calibrationOf, type Judged } from '../../../../bench/decisions/calibration.ts';
import { playOptimizer } from '../../../../bench/decisions/compete.ts';
import { ourDecide, ourWindow } from '../../../../bench/decisions/our-decide.ts';
import { baselineOf, scoreOf } from '../../../../bench/decisions/score.ts';
import { developmentSeeds, plansOf } from '../../../../bench/decisions/worlds.ts';

/** Of the seeds of development: small worlds of every mix of objectives. */
const playAll = () =>
  plansOf(developmentSeeds)
    .filter(({ size }) => size === 'small')
    .map((plan) => {
      const baseline = baselineOf(plan);
      const { played, actions } = playOptimizer(plan, { decide: ourDecide, window: ourWindow }, baseline);
      return { plan, actions, score: scoreOf(baseline, played, 'expected') };
    });

describe('the optimizer in small worlds of sixty days', () => {
  let games: ReturnType<typeof playAll>;
  let judged: Judged[];
  beforeAll(() => {
    games = playAll();
    judged = games.flatMap(({ actions }) => actions.judged);
  });

  it('is right about as often as it says', () => {
    expect(judged.length).toBeGreaterThan(60);
    expect(calibrationError(calibrationOf(judged))).toBeLessThan(0.12);
    for (const { count, stated, right } of calibrationOf(judged).filter((bin) => bin.count >= 25)) {
      // three standard errors and five points of a model that simplifies
      const allowed = 0.05 + 3 * Math.sqrt((stated! * (1 - stated!)) / count);
      expect(right! - stated!).toBeGreaterThan(-allowed);
    }
  });

  it('proposes nothing of which it is less than 80% sure', () => {
    expect(judged.filter(({ probability }) => probability < 0.8)).toEqual([]);
  });

  it('pauses next to nothing that was better than the rest', () => {
    const pauses = games.reduce((sum, { actions }) => sum + actions.pauses, 0);
    const wrong = games.reduce((sum, { actions }) => sum + actions.wrongPauses, 0);
    expect(pauses).toBeGreaterThan(10);
    expect(wrong / pauses).toBeLessThan(0.1);
  });

  it('keeps to its guardrails and loses to doing nothing in no world', () => {
    for (const { plan, actions, score } of games) {
      expect(actions.breaches, `seed ${plan.seed}`).toEqual([]);
      expect(score.equalSpend, `seed ${plan.seed}`).toBeGreaterThan(-0.03);
      expect(score.spendShare, `seed ${plan.seed}`).toBeGreaterThan(0.8);
    }
  });
});
