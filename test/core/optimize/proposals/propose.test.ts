import { describe, expect, it } from 'vitest';
import { msPerDay } from '../../../../core/domain/calendar.ts';
import { notAgain, withoutOrphans } from '../../../../core/optimize/proposals/propose.ts';
import { decisionSettings } from '../../../../core/settings/decisions.ts';
import { accountState, applied, bidding, budgeting, creativeUrn, proposal, today } from '../../../support/decided.ts';

const run = {
  runId: 'run-1',
  at: today,
  mode: 'auto' as const,
  simulated: true,
  settings: decisionSettings.parse({}),
  guardrails: [],
};
const daysAgo = (days: number) => new Date(today.getTime() - days * msPerDay);
const pause = { action: 'pause_creative', campaignId: '10', creativeId: creativeUrn(101), appliedAt: daysAgo(60) };
const given = (undoneAt: Date | null, decisions = [proposal()]) =>
  notAgain(decisions, [accountState({ ownChanges: [applied({ ...pause, undoneAt })] })], run);

describe('what was undone', () => {
  it('is not proposed again for four weeks', () => {
    expect(given(daysAgo(27))).toMatchObject([
      {
        action: 'keep',
        change: null,
        expires_at: null,
        reason:
          'The same change was undone on 2026-10-24; it is not proposed again for 28 days. What was proposed: Because.',
      },
    ]);
    expect(given(daysAgo(28))).toEqual([proposal()]);
  });

  it('says nothing of other changes, nor of what still stands', () => {
    const others = [proposal({ creative: 102 }), proposal({ id: 'b', change: bidding(10, 9) })];
    expect(given(daysAgo(1), others)).toEqual(others);
    expect(given(null)).toEqual([proposal()]);
  });

  it('takes with it what needs it', () => {
    const needing = proposal({ id: 'n', creative: 102, more: { requires: 'run-1-1' } });
    expect(given(daysAgo(1), [proposal(), needing])).toMatchObject([{ action: 'keep' }, { action: 'keep' }]);
  });
});

describe('money taken from a budget for a change that is not made', () => {
  const taken = proposal({ id: 'less', change: budgeting(100, 80) });
  const given = proposal({ id: 'more', campaign: '20', change: budgeting(50, 70), more: { requires: 'less' } });
  const spared = { ...given, action: 'keep' as const, change: null };

  it('stays where it is', () => {
    expect(withoutOrphans([taken, spared], [taken, given])).toMatchObject([
      {
        decision_id: 'less',
        action: 'keep',
        change: null,
        reason: expect.stringMatching(/^The change that this budget was to pay for is not made\. /),
      },
      { decision_id: 'more' },
    ]);
  });

  it('is taken where anything else is made of it, or where it was taken for nothing', () => {
    const third = proposal({ id: 'third', campaign: '30', change: budgeting(50, 60), more: { requires: 'less' } });
    expect(withoutOrphans([taken, spared, third], [taken, given, third])).toEqual([taken, spared, third]);
    expect(withoutOrphans([taken], [taken])).toEqual([taken]);
  });
});
