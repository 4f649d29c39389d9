import { describe, expect, it } from 'vitest';
import { bidStrategies, bidStrategyOf } from '../../../core/domain/bid-strategy.ts';
import { readBidSample } from '../../../core/learn/training/bid-samples.ts';
import { decide } from '../../../core/optimize/proposals/decide.ts';
import { ad, type Day, run, statesOf } from '../optimize/proposals/creatives.ts';

/** As a row of the bid model's training data. */
const learned = (optimizationTarget: string | null) =>
  readBidSample(
    {
      platform: 'linkedin',
      account_id: '1',
      campaign_id: '2',
      currency: 'USD',
      stat_date: '2026-03-01',
      impressions: 8_333,
      clicks: 50,
      cost: 300,
      conversions: null,
      leads: null,
      bid: 10,
      daily_budget: 300,
      cost_type: 'CPC',
      optimization_target: optimizationTarget,
      objective: 'WEBSITE_VISIT',
    },
    'auto',
  )?.strategy;

/** Of a campaign whose budget ends its days and that pays 6 USD of the 10 that are bid. */
function decided(optimizationTarget: string | null): string {
  const days: Day[] = new Array<Day>(20).fill([8_333, 8_333 * 0.006]);
  const terms = { costType: 'CPC', optimizationTarget, bid: 10, dailyBudget: 300 };
  const states = statesOf([ad('a', days, { cpm: 36 })], { campaigns: { campaign: terms } });
  return decide(states, run).find(({ creative_id }) => creative_id === null)!.reason;
}

describe('what a bid means', () => {
  it.each([
    ['NONE', 'manual', /^Lower the bid from /],
    ['ENHANCED_CONVERSION', 'enhanced', /^Lower the bid from /],
    ['TARGET_COST_PER_CLICK', 'target_cost', /^Lower the target cost from /],
    ['CAP_COST_AND_MAXIMIZE_CLICKS', 'cost_cap', /^Keep: its budget runs out before the cost cap matters/],
    ['MAX_CLICK', 'automatic', /^Keep: the platform sets its bid/],
    ['BID_BY_MOON', 'unknown', /^Keep: its bid strategy BID_BY_MOON is unknown/],
    [null, 'unknown', /^Keep: its bid strategy is not in the data/],
  ])('under %s is the same to the bid model as to decisions: %s', (target, strategy, reason) => {
    expect(learned(target)).toBe(strategy);
    expect(decided(target)).toMatch(reason);
  });

  it('has a word for everything', () => {
    const targets = [
      'NONE',
      'ENHANCED_CONVERSION',
      'TARGET_COST_PER_CLICK',
      'CAP_COST_AND_MAXIMIZE_LEADS',
      'MAX_LEAD',
      null,
    ];
    expect(targets.map((optimizationTarget) => bidStrategyOf({ optimizationTarget }))).toEqual([...bidStrategies]);
  });
});
