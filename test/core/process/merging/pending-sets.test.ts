import { describe, expect, it } from 'vitest';
import { keys, pullIdOf, runIdOf } from '../../../../core/contracts/keys.ts';
import type { ObjectStore } from '../../../../core/ports/object-store.ts';
import { listedSince, pendingSets } from '../../../../core/process/merging/pending-sets.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));
const analytics = (hour: number, run: string, account: string, piece = '2026-10-22') =>
  keys.analytics('linkedin', at(hour), pullIdOf(at(hour), run, account, piece));
const entities = (hour: number, run: string, account: string) =>
  keys.entities('linkedin', at(hour), pullIdOf(at(hour), run, account, 'entities'));

const storeOf = (...stored: string[]): ObjectStore => ({
  get: async () => undefined,
  put: async () => ({ etag: '' }),
  delete: async () => undefined,
  list: async function* (prefix, after = '') {
    for (const key of stored.toSorted()) if (key.startsWith(prefix) && key > after) yield { key, bytes: 1 };
  },
});

describe('what is merged together', () => {
  it('is what one run brought of all accounts', async () => {
    const stored = [entities(6, 'r1', '1'), analytics(6, 'r1', '1'), analytics(7, 'r1', '2'), analytics(12, 'r2', '1')];
    const sets = await pendingSets(storeOf(...stored), new Set());
    expect(sets.map(({ runId, objects }) => [runId, objects.raw_analytics, objects.raw_entities])).toEqual([
      ['r1', [analytics(6, 'r1', '1'), analytics(7, 'r1', '2')], [entities(6, 'r1', '1')]],
      ['r2', [analytics(12, 'r2', '1')], []],
    ]);
  });

  it('holds one piece an account, the earlier one first', async () => {
    const first = analytics(6, 'r1', '1', '2026-06-01');
    const second = analytics(6, 'r1', '1', '2026-07-01');
    const sets = await pendingSets(storeOf(second, first), new Set());
    expect(sets.map(({ objects }) => objects.raw_analytics)).toEqual([[first], [second]]);
  });

  it('leaves out what is merged already, by the object’s own name', async () => {
    const [old, late] = [analytics(6, 'r1', '1'), analytics(6, 'r1', '2')];
    const sets = await pendingSets(storeOf(old, late), new Set([decodeURIComponent(runIdOf(old))]));
    expect(sets.map(({ objectIds }) => objectIds)).toEqual([[runIdOf(late)]]);
  });

  it('takes a day’s pulls before its files, for these never overwrite what the API gave', async () => {
    const file = keys.importRows('linkedin', at(1), '01JIMPORT');
    const sets = await pendingSets(storeOf(file, analytics(23, 'r1', '1')), new Set());
    expect(sets.map(({ runId }) => runId)).toEqual(['r1', '01JIMPORT']);
  });

  it('is looked for in the days since the newest merged one, with three days for what arrived late', async () => {
    expect(listedSince(null, '2026-11-20')).toBeNull();
    expect(listedSince('2026-11-20', '2026-11-21')).toBe('2026-11-17');
    // merged when a clock was wrong
    expect(listedSince('2030-01-01', '2026-11-20')).toBe('2026-11-17');
    const on = (day: number, platform: string) => {
      const instant = new Date(Date.UTC(2026, 10, day));
      return keys.analytics(platform, instant, pullIdOf(instant, `r${day}`, '1', 'piece'));
    };
    const stored = [on(16, 'linkedin'), on(17, 'linkedin'), on(20, 'meta'), on(16, 'google')];
    const sets = await pendingSets(storeOf(...stored), new Set(), '2026-11-17');
    expect(sets.map(({ runId, day }) => [runId, day])).toEqual([
      ['r17', '2026-11-17'],
      ['r20', '2026-11-20'],
    ]);
    expect(await pendingSets(storeOf(...stored), new Set())).toHaveLength(4);
  });
});
