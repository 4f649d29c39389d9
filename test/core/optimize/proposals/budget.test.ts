import { describe, expect, it } from 'vitest';
import type { OwnChange } from '../../../../core/domain/account-state.ts';
import { pooledPrices } from '../../../../core/optimize/market/pooled-prices.ts';
import { decide } from '../../../../core/optimize/proposals/decide.ts';
import { ownChange } from '../../../support/account-builder.ts';
import { ad, type CampaignChanges, type Day, run, statesOf } from './creatives.ts';

/** 20 days of 200 USD, the whole budget, at a CPM that is given: clicks cost `cpm` / 6. */
const campaign = (campaignId: string, cpm: number, spent = 200) =>
  ad(`${campaignId}-ad`, new Array<Day>(20).fill([(1000 * spent) / cpm, (6 * spent) / cpm]), { campaignId, cpm });
const automatic: CampaignChanges = { dailyBudget: 200, name: 'Named' };
const all = { expensive: automatic, cheap: automatic, third: automatic };

const decided = (
  ads: ReturnType<typeof ad>[],
  campaigns: Record<string, CampaignChanges> = all,
  ownChanges: OwnChange[] = [],
) => decide(statesOf(ads, { campaigns, ownChanges }), run).filter(({ creative_id }) => creative_id === null);
const budgetsOf = (decisions: ReturnType<typeof decided>) =>
  decisions
    .filter(({ change }) => change?.field === 'daily_budget')
    .map(({ campaign_id, action, change }) => [campaign_id, action, (change as { to: { amount: string } }).to.amount]);

describe('budgets', () => {
  it('move from where results are expensive to where they are cheap, as much as is given up', () => {
    const decisions = decided([campaign('expensive', 90), campaign('cheap', 30)]);
    expect(budgetsOf(decisions)).toEqual([
      ['expensive', 'lower_budget', '160'],
      ['cheap', 'raise_budget', '240'],
    ]);
    const [lower, raise] = decisions;
    // what is raised is only raised once the other was lowered
    expect([lower!.requires, raise!.requires]).toEqual([null, lower!.decision_id]);
    expect(raise!.reason).toMatch(
      /^Raise the daily budget from 200\.00 USD to 240\.00 USD, taken from "Named": another click costs about [\d.]+ USD there and [\d.]+ USD here; .*% sure; together worth about [\d,]+ USD over the next 30 days\.$/,
    );
    expect(lower!.reason).toMatch(
      /^Lower the daily budget from 200\.00 USD to 160\.00 USD, to fund "Named": another click costs about [\d.]+ USD here and [\d.]+ USD there; /,
    );
    expect([lower!.reason_code, raise!.reason_code]).toEqual(['cheaper-elsewhere', 'cheaper-results']);
    expect([lower!.evidence.figures.partner_daily_budget, lower!.would_change_it]).toEqual([
      200,
      'The move ends when another result costs the same in both campaigns, or when one of them leaves budget unspent.',
    ]);
    // 40 USD a day buy up to three times as much; each half carries half of it
    expect(lower!.expected_gain!.mean).toBeCloseTo(raise!.expected_gain!.mean, 9);
    expect(2 * lower!.expected_gain!.mean).toBeLessThan(30 * 40 * 2);
    expect(2 * lower!.expected_gain!.mean).toBeGreaterThan(30 * 40);
  });

  it('stay where results cost about the same', () => {
    const decisions = decided([campaign('expensive', 42), campaign('cheap', 40)]);
    expect(budgetsOf(decisions)).toEqual([]);
    expect(decisions[0]!.reason).toMatch(
      /^Keep: the platform sets its bid, it spends \d+% of its budget, and no other campaign with the same KPI has results that are clearly cheaper or more expensive, so there is no budget to shift\.$/,
    );
  });

  it('stay where one of the two leaves budget unspent: more would not be spent, less would save nothing', () => {
    expect(budgetsOf(decided([campaign('expensive', 90), campaign('cheap', 30, 100)]))).toEqual([]);
  });

  it('never move between KPIs, whose results are not alike', () => {
    const leads = { ...automatic, objective: 'BRAND_AWARENESS' };
    expect(
      budgetsOf(decided([campaign('expensive', 90), campaign('cheap', 30)], { expensive: automatic, cheap: leads })),
    ).toEqual([]);
  });

  it('of an odd one in the middle stay', () => {
    const moved = budgetsOf(decided([campaign('expensive', 90), campaign('cheap', 30), campaign('third', 55)]));
    expect(moved.map(([id]) => id)).toEqual(['expensive', 'cheap']);
  });

  it('get what an earlier change of ours has freed and no other budget got', () => {
    const appliedAt = new Date('2026-10-01T08:00:00Z');
    const freed = ownChange({ action: 'lower_budget', campaignId: 'third', appliedAt, from: 250, to: 235 });
    // the third leaves budget unspent, so that there is no pair
    const ads = [campaign('cheap', 30), campaign('third', 90, 100)];
    expect(budgetsOf(decided(ads, all, [freed]))).toEqual([['cheap', 'raise_budget', '215']]);
    expect(decided(ads, all, [freed])[0]!.reason).toMatch(
      /^Raise the daily budget from 200\.00 USD to 215\.00 USD, with money freed by lower budgets or bids: another click costs about [\d.]+ USD here and [\d.]+ USD elsewhere; .*% sure; worth about [\d,]+ USD over the next 30 days\.$/,
    );
    expect(budgetsOf(decided(ads, all, [{ ...freed, undoneAt: new Date('2026-10-02T08:00:00Z') }]))).toEqual([]);
    const spent = { ...freed, decisionId: 'run-0-2', action: 'raise_budget', campaignId: 'cheap', from: 185, to: 200 };
    expect(budgetsOf(decided(ads, all, [freed, spent]))).toEqual([]);
  });
});

describe('prices of results', () => {
  const price = (mean: number, deviation: number) => ({
    costPerResult: { mean, deviation },
    byBudget: { mean: mean + 0.2, deviation: Math.hypot(deviation, 0.1) },
    byBid: null,
  });

  it('are pulled towards each other, the uncertain ones most', () => {
    const [sure, unsure] = pooledPrices([price(2, 0.02), price(3, 0.5)]);
    expect(sure!.costPerResult.mean).toBeCloseTo(2, 2);
    expect(unsure!.costPerResult.mean).toBeLessThan(2.8);
    expect(unsure!.costPerResult.deviation).toBeLessThan(0.5);
    // what one more costs moves along, and keeps its own uncertainty
    expect(unsure!.byBudget.mean - unsure!.costPerResult.mean).toBeCloseTo(0.2, 12);
    expect(unsure!.byBudget.deviation).toBeCloseTo(Math.hypot(unsure!.costPerResult.deviation, 0.1), 12);
  });

  it('of one campaign alone stay as they are', () => {
    expect(pooledPrices([price(2, 0.5)])).toEqual([price(2, 0.5)]);
    expect(pooledPrices([])).toEqual([]);
  });
});
