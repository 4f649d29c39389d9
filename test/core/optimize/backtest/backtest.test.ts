import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../../core/domain/calendar.ts';
import { type BacktestDay, backtest } from '../../../../core/optimize/backtest/backtest.ts';
import { type KnownHistory, morningOf } from '../../../../core/optimize/backtest/known-history.ts';
import { totalsOf } from '../../../../core/optimize/backtest/totals.ts';
import { historyOf, inOrder, optionsOf } from './histories.ts';

const history = historyOf(60);
const [from, to] = ['2026-02-01', '2026-02-20'];
const actions = (days: readonly BacktestDay[]) =>
  days.flatMap(({ date, done }) =>
    done.map(({ decision }) => `${date} ${decision.action} ${decision.creative_id ?? decision.campaign_id}`),
  );

describe('a backtest', () => {
  it('would have paused the ad that is far worse, once, and remembers that it would have', () => {
    const days = [...backtest(history, optionsOf(from, to))];
    expect(days).toHaveLength(20);
    const pauses = actions(days).filter((each) => each.includes('pause_creative'));
    expect(pauses).toHaveLength(1);
    expect(pauses[0]).toContain('c1/2');
    const totals = totalsOf(days);
    expect(totals.done.pause_creative).toMatchObject({ changes: 1 });
    expect(totals.touched.USD).toBeGreaterThan(0);
  });

  it('tells which guardrail held a change back, in its own words', () => {
    const { guardrails } = optionsOf(from, to);
    const protectedAds = { ...guardrails, protected: { ...guardrails.protected, creatives: ['c1/2'] } };
    const days = [...backtest(history, optionsOf(from, to, { guardrails: protectedAds }))];
    expect(actions(days).filter((each) => each.includes('c1/2'))).toEqual([]);
    const held = days.flatMap(({ bound }) => bound).find(({ decision }) => decision.creative_id === 'c1/2');
    expect(held?.bound).toMatchObject({ rule: 'protected-entity', passed: false });
    expect(held?.bound?.detail.length).toBeGreaterThan(10);
    expect(totalsOf(days).bound['protected-entity']).toBeGreaterThan(0);
  });

  it('lets what it would have done count against the limits of the same and of later days', () => {
    const none = { ...optionsOf(from, to).guardrails, actions_per_day: 0, actions_per_run: 0 };
    expect(actions([...backtest(history, optionsOf(from, to, { guardrails: none }))])).toEqual([]);
  });

  it('knows nothing before anything was observed', () => {
    const [day] = [...backtest(history, optionsOf('2025-12-01', '2025-12-01'))];
    expect(day).toEqual({ date: '2025-12-01', judged: 0, done: [], bound: [] });
  });

  it('takes settings as they were known on the morning', () => {
    const later = history.campaigns.map((version) => ({
      ...version,
      status: 'PAUSED',
      validFrom: morningOf('2026-02-10'),
    }));
    const paused = inOrder({ ...history, campaigns: [...history.campaigns, ...later] });
    const before = [...backtest(history, optionsOf(from, '2026-02-10'))];
    // a version of that very instant was not known yet
    expect([...backtest(paused, optionsOf(from, '2026-02-10'))]).toEqual(before);
  });
});

describe('the future', () => {
  it('changes no past decision, whatever it holds', () => {
    const past = [...backtest(history, optionsOf(from, '2026-02-08'))];
    expect(past.flatMap(({ done, bound }) => [...done, ...bound]).length).toBeGreaterThan(0);
    const seen = JSON.stringify(past);
    fc.assert(
      fc.property(futures, (future) => {
        const known = inOrder({
          days: [...history.days, ...future.days],
          snapshots: [...history.snapshots, ...future.snapshots],
          campaigns: [...history.campaigns, ...future.campaigns],
          creatives: [...history.creatives, ...future.creatives],
        });
        const days = [...backtest(known, optionsOf(from, '2026-02-08'))];
        expect(JSON.stringify(days)).toBe(seen);
      }),
      { numRuns: 15 },
    );
  });

  it('would change decisions if it were known', () => {
    // the same restatement one morning in time: the worst ad turns out to be the best
    const [restated] = restatements('2026-02-08', 40);
    const known = inOrder({
      ...history,
      days: [...history.days, ...restated!.filter(({ creativeId }) => creativeId === 'c1/2')],
    });
    const at = (days: KnownHistory) => JSON.stringify([...backtest(days, optionsOf('2026-02-08', '2026-02-08'))]);
    expect(at(known)).not.toBe(at(history));
  });
});

/** Every day's value anew on a morning, in which the click counts are so many times what they were. */
function restatements(morning: string, factor: number): KnownHistory['days'][] {
  const observedAt = new Date(morningOf(morning).getTime() - 1);
  const newest = new Map(
    history.days.filter(({ date }) => date < morning).map((day) => [`${day.creativeId} ${day.date}`, day]),
  );
  return [
    [...newest.values()].map((day) => ({
      ...day,
      knownOn: morning,
      observedAt,
      clicks: Math.round((day.clicks ?? 0) * factor),
    })),
  ];
}

const futures = fc
  .record({
    after: fc.integer({ min: 1, max: 10 }),
    factor: fc.double({ min: 0, max: 50, noNaN: true }),
    status: fc.constantFrom('PAUSED', 'ARCHIVED', 'ACTIVE'),
    bid: fc.double({ min: 1, max: 50, noNaN: true }),
  })
  .map(({ after, factor, status, bid }) => {
    const morning = addDays('2026-02-08', after);
    const at = new Date(morningOf(morning).getTime() - 1);
    return {
      days: restatements(morning, factor).flat(),
      snapshots: history.snapshots.map((snapshot) => ({
        ...snapshot,
        observedAt: at,
        values: { ...snapshot.values, clicks: (snapshot.values.clicks ?? 0) * factor },
      })),
      campaigns: history.campaigns.map((version) => ({ ...version, status, bid, validFrom: at })),
      creatives: history.creatives.map((version) => ({ ...version, status, validFrom: at })),
    };
  });
