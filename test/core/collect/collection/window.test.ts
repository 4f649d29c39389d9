import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Days, firstChunk, plannedPull } from '../../../../core/collect/collection/window.ts';
import { addDays } from '../../../../core/domain/calendar.ts';
import { collectionConfig } from '../../../../core/settings/collection.ts';

const settings = collectionConfig.parse({});
const fresh = { next: null, wide: false, collected_through: null, wide_at: null };
const now = new Date('2026-11-20T06:00:00Z');
const seen = { ...fresh, collected_through: '2026-11-20', wide_at: '2026-11-18T00:00:00Z' };

describe('the window of a pull', () => {
  it('looks back 180 days at first, today included', () => {
    expect(plannedPull(fresh, now, settings)).toMatchObject({ from: '2026-05-25', to: '2026-11-20', isFirst: true });
  });

  it('then reads the newest 30 days again', () => {
    expect(plannedPull(seen, now, settings)).toMatchObject({ from: '2026-10-22', to: '2026-11-20', wide: false });
  });

  it('reads 120 days once a week', () => {
    const due = { ...seen, wide_at: '2026-11-13T23:00:00Z' };
    expect(plannedPull(due, now, settings)).toMatchObject({ from: '2026-07-24', to: '2026-11-20', wide: true });
  });

  it('counts back from the newest day that was seen, so that a pause leaves no hole', () => {
    const paused = { ...seen, collected_through: '2026-09-01' };
    expect(plannedPull(paused, now, settings)).toMatchObject({ from: '2026-08-03', to: '2026-11-20' });
  });

  it('goes on where a pull stopped, up to today', () => {
    const stopped = { ...seen, next: '2026-11-01', wide: true };
    expect(plannedPull(stopped, now, settings)).toMatchObject({ from: '2026-11-01', to: '2026-11-20', wide: true });
  });

  it('is cut into pieces that cover every day once, whatever its length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 60 }), (length, chunkDays) => {
        const whole: Days = { from: '2026-01-01', to: addDays('2026-01-01', length) };
        let next = whole.from;
        while (next <= whole.to) {
          const chunk = firstChunk({ from: next, to: whole.to }, chunkDays);
          expect(chunk.from).toBe(next);
          expect(chunk.to >= chunk.from && chunk.to <= whole.to).toBe(true);
          next = addDays(chunk.to, 1);
        }
        expect(next).toBe(addDays(whole.to, 1));
      }),
    );
  });

  it('takes a short rest along', () => {
    expect(firstChunk({ from: '2026-10-21', to: '2026-11-20' }, 30)).toEqual({ from: '2026-10-21', to: '2026-11-20' });
  });
});
