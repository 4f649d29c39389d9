import { describe, expect, it } from 'vitest';
import type { CampaignState } from '../../../../core/domain/account-state.ts';
import { addDays } from '../../../../core/domain/calendar.ts';
import { pacingOf } from '../../../../core/optimize/market/pacing.ts';
import { ad, type CampaignChanges, dateBefore, newestDay, run, statesOf } from '../proposals/creatives.ts';

/** Ten mature days that cost what is given, the last on 2026-11-12; without clicks. */
const campaignOf = (costs: readonly number[], changes: CampaignChanges): CampaignState =>
  statesOf(
    [
      ad(
        'a',
        costs.map((cost) => [cost * 125, 0] as const),
      ),
    ],
    { campaigns: { campaign: changes } },
  )[0]!.campaigns[0]!;

const pacing = (costs: readonly number[], changes: CampaignChanges) =>
  pacingOf(campaignOf(costs, changes), run.at, newestDay);
const days = (cost: number, howMany = 10): number[] => new Array<number>(howMany).fill(cost);

describe('pacing', () => {
  it('compares what was spent with the daily budget', () => {
    expect(pacing(days(60), { dailyBudget: 100 })).toMatchObject({
      state: 'behind',
      days: 10,
      spent: 600,
      planned: 1000,
      share: 0.6,
    });
    expect(pacing(days(98), { dailyBudget: 100 })).toMatchObject({ state: 'on-plan', share: 0.98 });
    expect(pacing(days(120), { dailyBudget: 100 })).toMatchObject({ state: 'ahead', share: 1.2 });
  });

  it('says how likely the budget ends the days', () => {
    expect(pacing(days(98), { dailyBudget: 100 }).bindingProbability).toBeGreaterThan(0.999);
    expect(pacing(days(60), { dailyBudget: 100 }).bindingProbability).toBeLessThan(0.001);
    expect(pacing([...days(98, 5), ...days(60, 5)], { dailyBudget: 100 }).bindingProbability).toBeCloseTo(0.5, 9);
    // three days at the budget are not yet certain
    const three = pacing(days(98, 3), { dailyBudget: 100 }).bindingProbability!;
    expect(three).toBeGreaterThan(0.95);
    expect(three).toBeLessThan(0.995);
  });

  it('plans for a part of the first day only', () => {
    const changes = { dailyBudget: 100, startsAt: new Date(`${dateBefore(1)}T18:00:00Z`) };
    expect(pacing([25, 100], changes)).toMatchObject({ state: 'on-plan', spent: 125, planned: 125 });
    // a first day alone says nothing of whether the budget binds
    const today = { dailyBudget: 100, startsAt: new Date(`${dateBefore(0)}T18:00:00Z`) };
    expect(pacing([25], today)).toMatchObject({ planned: 25, bindingProbability: null });
  });

  it('plans for a part of the last day only', () => {
    const endsAt = new Date('2026-11-21T06:00:00Z');
    const campaign = campaignOf(days(100, 2), { dailyBudget: 100, endsAt });
    const last = { ...campaign.days[1]!, date: '2026-11-21', cost: 25 };
    expect(pacingOf({ ...campaign, days: [...campaign.days, last] }, run.at, '2026-11-21')).toMatchObject({
      state: 'on-plan',
      spent: 225,
      planned: 225,
    });
  });

  it.each([
    ['paused', { status: 'PAUSED', dailyBudget: 100 }],
    ['not-started', { dailyBudget: 100, startsAt: new Date('2026-12-01T00:00:00Z') }],
    ['ended', { dailyBudget: 100, endsAt: new Date('2026-11-20T08:00:00Z') }],
    ['no-budget', {}],
    ['no-plan', { totalBudget: 5_000 }],
    ['no-plan', { totalBudget: 5_000, startsAt: new Date('2026-11-03T00:00:00Z') }],
  ] as [string, CampaignChanges][])('has no plan where it is %s', (state, changes) => {
    expect(pacing(days(50), changes)).toEqual({
      state,
      days: 0,
      spent: null,
      planned: null,
      share: null,
      bindingProbability: null,
      daysOverLimit: 0,
    });
  });

  it('spreads a total budget evenly from the start to the end', () => {
    const run30days = {
      totalBudget: 3_000,
      startsAt: new Date(`${dateBefore(9)}T00:00:00Z`),
      endsAt: new Date(addDays(dateBefore(9), 30)),
    };
    expect(pacing(days(50), run30days)).toMatchObject({
      state: 'behind',
      days: 10,
      spent: 500,
      planned: 1000,
      share: 0.5,
    });
    expect(pacing(days(100), run30days)).toMatchObject({ state: 'on-plan', bindingProbability: null });
  });

  it('cannot tell what a total budget has spent that began before the days at hand', () => {
    const changes = { totalBudget: 3_000, startsAt: new Date('2026-05-01'), endsAt: new Date('2026-12-31') };
    expect(pacing(days(50), changes).state).toBe('no-plan');
  });

  it('takes the daily budget where there is a total one as well', () => {
    expect(pacing(days(98), { dailyBudget: 100, totalBudget: 10_000 })).toMatchObject({ planned: 1000 });
  });

  it('lets a day cost half as much again, and counts the days beyond', () => {
    expect(pacing([...days(80, 9), 150], { dailyBudget: 100 })).toMatchObject({ daysOverLimit: 0 });
    expect(pacing([...days(80, 9), 160], { dailyBudget: 100 })).toMatchObject({ daysOverLimit: 1 });
  });

  it('looks only at whole days since the bid and the budget were last changed', () => {
    const terms = [
      { from: '2026-01-01', bid: 5, dailyBudget: 50 },
      { from: dateBefore(3), bid: 5, dailyBudget: 100 },
    ];
    const changed = pacing([...days(50, 6), 60, ...days(98, 3)], { bid: 5, dailyBudget: 100, terms });
    // the day of the change had both
    expect(changed).toMatchObject({ days: 3, spent: 294, planned: 300 });
    const today = [{ from: '2026-01-01', bid: 5, dailyBudget: 50 }];
    expect(pacing(days(50), { bid: 5, dailyBudget: 100, terms: today }).state).toBe('no-days');
  });
});
