import { describe, expect, it } from 'vitest';
import type { CampaignState, OwnChange } from '../../../../core/domain/account-state.ts';
import { unspentOf } from '../../../../core/optimize/market/unspent.ts';
import { campaignDay, daysBefore, msPerDay, ownChange } from '../../../support/account-builder.ts';
import { accountState } from '../../../support/decided.ts';

const newest = '2026-11-19';
const dateBefore = (days: number): string => daysBefore(newest, days);

/** Thirty days, the newest last, at a cost that depends on how many days ago they were. */
function spending(campaignId: string, costOn: (daysAgo: number) => number, kpi: 'clicks' | 'leads' = 'clicks') {
  const days: CampaignState['days'] = Array.from({ length: 30 }, (_, index) =>
    campaignDay(dateBefore(29 - index), {
      cost: costOn(29 - index),
      conversions: 0,
      leads: 0,
      bid: 10,
      dailyBudget: 100,
    }),
  );
  return { campaign: { ...({ campaignId, days } as CampaignState) }, of: { kpi } };
}

const change = (campaignId: string, action: string, daysAgo: number, from: number, to: number): OwnChange =>
  ownChange({
    decisionId: `${campaignId}-${daysAgo}`,
    action,
    campaignId,
    appliedAt: new Date(Date.parse(dateBefore(daysAgo)) + msPerDay / 3),
    from,
    to,
  });

function unspent(spendings: ReturnType<typeof spending>[], ownChanges: OwnChange[]) {
  const state = { ...accountState(), newestMatureDay: newest, asOf: new Date('2026-11-20T08:00:00Z'), ownChanges };
  return unspentOf(spendings.map((each) => ({ ...each, state })));
}

/** 100 a day until ten days ago, 80 since. */
const lowered = (daysAgo: number): number => (daysAgo >= 10 ? 100 : 80);

describe('what is left unspent', () => {
  it('is nothing while nothing of ours was changed, and a tenth may be', () => {
    expect(unspent([spending('a', () => 100)], []).get('clicks')).toEqual({ money: 0, room: expect.closeTo(10, 9) });
  });

  it('is what is spent less than in the two weeks before our first change of terms', () => {
    const after = unspent([spending('a', lowered)], [change('a', 'lower_bid', 10, 12, 10)]);
    expect(after.get('clicks')).toEqual({ money: expect.closeTo(20, 9), room: expect.closeTo(-10, 9) });
  });

  it('is made up for by what another campaign of the kind spends more, or was given of late', () => {
    const both = [spending('a', lowered), spending('b', (daysAgo) => (daysAgo >= 10 ? 100 : 115))];
    const first = change('a', 'lower_bid', 10, 12, 10);
    expect(unspent(both, [first]).get('clicks')).toEqual({ money: expect.closeTo(5, 9), room: expect.closeTo(15, 9) });
    const given = change('b', 'raise_budget', 2, 100, 105);
    expect(unspent(both, [first, given]).get('clicks')).toEqual({
      money: expect.closeTo(0, 9),
      room: expect.closeTo(20, 9),
    });
  });

  it('is counted by KPI, for results of one kind are no help to another', () => {
    const found = unspent(
      [spending('a', lowered), spending('b', () => 50, 'leads')],
      [change('a', 'lower_bid', 10, 12, 10)],
    );
    expect(found.get('clicks')!.room).toBeCloseTo(-10, 9);
    expect(found.get('leads')).toEqual({ money: 0, room: expect.closeTo(5, 9) });
  });

  it('does not count changes that were undone, nor those of creatives', () => {
    const undone = { ...change('a', 'lower_bid', 10, 12, 10), undoneAt: new Date(Date.parse(dateBefore(9))) };
    const paused = { ...change('a', 'pause_creative', 10, 0, 0), creativeId: 'c' };
    expect(unspent([spending('a', lowered)], [undone, paused]).get('clicks')!.money).toBe(0);
  });
});
