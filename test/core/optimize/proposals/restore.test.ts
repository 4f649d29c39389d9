import { describe, expect, it } from 'vitest';
import type { OwnChange } from '../../../../core/domain/account-state.ts';
import { decide } from '../../../../core/optimize/proposals/decide.ts';
import { ownChange } from '../../../support/account-builder.ts';
import { type Ad, ad, type Day, evenDays, run, statesOf } from './creatives.ts';

const paused = (creativeId: string, changes: Partial<OwnChange> = {}): OwnChange =>
  ownChange({
    decisionId: `of-${creativeId}`,
    creativeId,
    appliedAt: new Date('2026-10-01T08:00:00Z'),
    ...changes,
  });

const activated = (ads: Ad[], ownChanges: OwnChange[] = []) =>
  decide(statesOf(ads, { ownChanges }), run).filter(
    ({ change }) => change?.field === 'creative_status' && change.to === 'ACTIVE',
  );

/** What runs has come down to 0.3%. */
const running = ['b', 'c'].map((id) => ad(id, evenDays(60_000, 180)));
const earlier = (status: string) => ad('a', evenDays(60_000, 300), { status, stoppedFor: 40 });

describe('a creative that we paused', () => {
  it('runs again when those that run have fallen below it', () => {
    const [decision, ...others] = activated([earlier('PAUSED'), ...running], [paused('a')]);
    expect(others).toEqual([]);
    expect(decision).toMatchObject({
      action: 'resume_creative',
      creative_id: 'a',
      reason_code: 'better-again',
      change: { from: 'PAUSED', to: 'ACTIVE' },
    });
    expect(decision!.probability).toBeGreaterThan(0.95);
    expect(decision!.reason).toMatch(
      /^Resume: it had 0\.49% CTR when it was paused, and the campaign's 2 active ads are down to 0\.3%; more than 99% sure it is now at least 10% better; worth about [\d,]+ USD over the next 30 days\.$/,
    );
    expect(decision!.expected_gain!.low).toBeGreaterThan(0);
  });

  it('stays paused while they are as good as it was', () => {
    const good = ['b', 'c'].map((id) => ad(id, evenDays(60_000, 290)));
    expect(activated([earlier('PAUSED'), ...good], [paused('a')])).toEqual([]);
  });

  it('is left alone where a person paused it, undid our pause, archived it, or the platform rejects it', () => {
    expect(activated([earlier('PAUSED'), ...running])).toEqual([]);
    expect(
      activated([earlier('PAUSED'), ...running], [paused('a', { undoneAt: new Date('2026-10-02T00:00:00Z') })]),
    ).toEqual([]);
    expect(activated([earlier('ARCHIVED'), ...running], [paused('a')])).toEqual([]);
    expect(activated([{ ...earlier('PAUSED'), approved: false }, ...running], [paused('a')])).toEqual([]);
  });
});

/** Rates that fall to a half within ten weeks, of creatives that began at different times. */
function fatigued(id: string, weeks: number): Ad {
  const days = Array.from({ length: weeks * 7 }, (_, day): Day => {
    const own = 20_000 * day;
    return [20_000, 20_000 * 0.006 * Math.exp(-own / 1.5e6)];
  });
  return ad(id, days);
}
const fatiguedAds = [fatigued('a', 12), fatigued('b', 8), fatigued('c', 4)];
const fresh = (changes: Partial<Ad>) => ad('new', [], { status: 'PAUSED', ...changes });

describe('a fresh creative', () => {
  it('is rotated in where those that run are fatigued', () => {
    const [decision, ...others] = activated([...fatiguedAds, fresh({})]);
    expect(others).toEqual([]);
    expect(decision).toMatchObject({ action: 'rotate_creative', creative_id: 'new', reason_code: 'fatigued-ads' });
    expect(decision!.reason).toMatch(
      /^Rotate in: the campaign's 3 active ads have lost about \d+% of their rate to creative fatigue; \d\d% sure that a fresh ad does better; worth about [\d,]+ USD over the next 30 days\.$/,
    );
    // it has no figures of its own: what it rests on are those of the fatigued ones
    expect(decision!.evidence).toMatchObject({ impressions: 20_000 * 7 * (12 + 8 + 4), siblings: 3 });
  });

  it('is one at a time, may be a draft, and has to be approved', () => {
    expect(activated([...fatiguedAds, fresh({}), { ...fresh({}), creativeId: 'newer' }])).toHaveLength(1);
    expect(activated([...fatiguedAds, fresh({ status: 'DRAFT' })])).toHaveLength(1);
    expect(activated([...fatiguedAds, fresh({ approved: null })])).toEqual([]);
    expect(activated([...fatiguedAds, fresh({ status: 'ARCHIVED' })])).toEqual([]);
  });

  it('waits where nothing is fatigued', () => {
    const even = ['a', 'b', 'c'].map((id) => ad(id, new Array<Day>(70).fill([20_000, 120])));
    expect(activated([...even, fresh({})])).toEqual([]);
  });

  it('is no remedy where the audience is saturated', () => {
    const lengths = [12, 8, 4];
    const saturated = lengths.map((weeks, at) => {
      const days = Array.from({ length: weeks * 7 }, (_, day): Day => {
        const sinceFirst = (12 - weeks) * 7 + day;
        const seen = 20_000 * (sinceFirst + Math.max(0, sinceFirst - 28) + Math.max(0, sinceFirst - 56));
        return [20_000, 20_000 * 0.006 * Math.exp(-seen / 6e6)];
      });
      return ad(`${at}`, days);
    });
    expect(activated([...saturated, fresh({})])).toEqual([]);
  });
});
