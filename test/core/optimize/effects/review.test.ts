import { describe, expect, it } from 'vitest';
import type { OwnChange } from '../../../../core/domain/account-state.ts';
import { mergeEffects, newestEffectsReview, reviewEffects } from '../../../../core/optimize/effects/review.ts';
import { memoryObjects } from '../../../support/memory-objects.ts';
import { settings } from '../../settings/effects.ts';
import { seeded } from '../proposals/simulation.ts';
import { effectWith } from './effects.ts';
import { simulatePanel } from './simulated-panel.ts';

const world = {
  campaigns: 6,
  days: 90,
  dailyResults: 40,
  common: 0.1,
  slow: 0.05,
  daily: 0.1,
  changedOn: 61,
  onCost: 0,
};
const deps = (objects = memoryObjects(), at = '2026-04-01T08:00:00.000Z') => ({
  objects,
  now: () => new Date(at),
  settings,
});
const loss = simulatePanel(seeded(3), { ...world, effect: Math.log(0.4) });

describe('the review of own changes', () => {
  it('stores what was found once a run, and names what does harm', async () => {
    const objects = memoryObjects();
    const review = await reviewEffects(deps(objects), [loss.state], 'run-1');
    expect(review!.effects).toMatchObject([{ campaign_id: 'campaign-0', verdict: 'hurt' }]);
    expect(review!.to_undo).toMatchObject([{ decision_id: 'run-campaign-0-61', campaign_id: 'campaign-0' }]);
    expect(review!.earned_and_lost).toMatchObject([{ currency: 'USD', kpi: 'clicks', hurt: 1 }]);
    expect(await newestEffectsReview(objects)).toEqual(review);
    const again = await reviewEffects(deps(objects, '2026-04-01T09:00:00.000Z'), [loss.state], 'run-1');
    expect(again).toEqual(review);
  });

  it('stores nothing while nothing was changed', async () => {
    const objects = memoryObjects();
    expect(await reviewEffects(deps(objects), [{ ...loss.state, ownChanges: [] }], 'run-1')).toBeUndefined();
    expect(await newestEffectsReview(objects)).toBeUndefined();
  });

  it('does not name again what was undone', async () => {
    const undone: OwnChange = { ...loss.change, undoneAt: new Date('2026-03-31T08:00:00Z') };
    const review = await reviewEffects(deps(), [{ ...loss.state, ownChanges: [undone] }], 'run-2');
    expect(review!.effects).toMatchObject([{ verdict: 'hurt' }]);
    expect(review!.to_undo).toEqual([]);
  });

  it('remembers what was measured when its days have left the window', async () => {
    const objects = memoryObjects();
    const first = await reviewEffects(deps(objects), [loss.state], 'run-1');
    const later = { ...loss.state, ownChanges: [] };
    const second = await reviewEffects(deps(objects, '2026-06-01T08:00:00.000Z'), [later], 'run-2');
    expect(second!.effects).toEqual(first!.effects);
    expect(second!.earned_and_lost).toEqual(first!.earned_and_lost);
  });

  it('finds the newest of a day whatever its runs are called', async () => {
    const objects = memoryObjects();
    await reviewEffects(deps(objects, '2026-04-01T08:00:00.000Z'), [loss.state], 'z');
    await reviewEffects(deps(objects, '2026-04-01T12:00:00.000Z'), [loss.state], 'a');
    expect((await newestEffectsReview(objects))!.run_id).toBe('a');
  });
});

describe('an effect that was told before', () => {
  it('is replaced while it is measured, and stays once it was measured whole', () => {
    const open = effectWith({ is_final: false, reason: 'open' });
    const fresh = effectWith({ is_final: true, reason: 'fresh' });
    expect(mergeEffects([open], [fresh])).toEqual([fresh]);
    const whole = effectWith({ is_final: true, reason: 'whole' });
    expect(mergeEffects([whole], [fresh])).toEqual([whole]);
  });

  it('is gone when its change turns out to be part of a group', () => {
    const [change] = effectWith({}).changes;
    const group = effectWith({ changes: [change!, { ...change!, decision_id: 'd2' }] });
    expect(mergeEffects([effectWith({})], [group])).toEqual([group]);
  });
});
