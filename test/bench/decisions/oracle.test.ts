import { describe, expect, it } from 'vitest';
import { play } from '../../../bench/decisions/play.ts';
import { nothing } from '../../../bench/decisions/policies/nothing.ts';
import { oracleWith } from '../../../bench/decisions/policies/oracle.ts';
import { thresholds } from '../../../bench/decisions/policies/thresholds.ts';
import { baselineOf, scoreOf } from '../../../bench/decisions/score.ts';
import { developmentSeeds, plansOf } from '../../../bench/decisions/worlds.ts';

const small = plansOf(developmentSeeds).filter(({ size }) => size === 'small');
const traffic = { ...small.find(({ mix }) => mix === 'traffic')!, playedDays: 30 };
const baseline = baselineOf(traffic);

describe('scores', () => {
  it('are nought for leaving everything alone', () => {
    const score = scoreOf(baseline, play(traffic, nothing), 'expected');
    expect(score).toMatchObject({ spendShare: 1, perSpend: 0 });
    expect(score.equalSpend).toBeCloseTo(0, 12);
  });

  it('give no credit for merely spending less', () => {
    const score = scoreOf(
      baseline,
      play(traffic, nothing, ({ campaigns, twin }) => {
        for (const campaign of campaigns) {
          twin.market.settle(campaign);
          if (campaign.dailyBudget) campaign.dailyBudget.amount = String(Number(campaign.dailyBudget.amount) * 0.6);
        }
      }),
      'expected',
    );
    expect(score.spendShare).toBeLessThan(0.85);
    expect(Math.abs(score.equalSpend)).toBeLessThan(0.02);
  });
});

describe('the oracle', () => {
  it('buys more for the same money than doing nothing, and more with all its levers than with creatives alone', () => {
    const spend = baseline.leftAlone.dailySpend;
    const all = scoreOf(baseline, play(traffic, oracleWith(spend)), 'expected');
    const creatives = scoreOf(baseline, play(traffic, oracleWith(spend, ['creatives'])), 'expected');
    expect(creatives.equalSpend).toBeGreaterThan(0.02);
    expect(all.equalSpend).toBeGreaterThan(creatives.equalSpend + 0.1);
    expect(all.spendShare).toBeGreaterThan(0.9);
    expect(all.spendShare).toBeLessThan(1.05);
  });
});

describe('fixed thresholds', () => {
  it('pause nearly everything on a platform where few ads reach a click rate of 1%, and do not fail at it', () => {
    const score = scoreOf(baseline, play(traffic, thresholds), 'expected');
    expect(score.spendShare).toBeLessThan(0.5);
    expect(score.spendShare).toBeGreaterThan(0);
  });
});
