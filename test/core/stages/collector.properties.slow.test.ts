/** Whatever goes wrong between, once it stops going wrong the facts are those of a run in which nothing did. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../core/ports/object-store.ts';
import type { FaultRuleInput } from '../../../twin/control/fault-rules.ts';
import { type CollectedTwin, collectTwin, smallWorld } from '../../support/collected-twin.ts';

const usd = '508100001';

class Killed extends Error {}

/** A store that dies before its n-th write, and stays dead until it is revived: what follows a kill does not happen. */
function mortal(objects: ObjectStore): ObjectStore & { dieAfter(writes: number): void; writes(): number } {
  let left = Number.POSITIVE_INFINITY;
  let written = 0;
  const live = () => {
    if (left <= 0) throw new Killed('killed');
    left -= 1;
    written += 1;
  };
  return {
    get: async (key) => {
      if (left <= 0) throw new Killed('killed');
      return objects.get(key);
    },
    list: objects.list,
    put: async (key, body, condition) => {
      live();
      return objects.put(key, body, condition);
    },
    delete: async (key) => {
      live();
      return objects.delete(key);
    },
    dieAfter: (writes) => {
      left = writes;
    },
    writes: () => written,
  };
}

interface Mortal {
  world: CollectedTwin;
  store: ReturnType<typeof mortal>;
}

async function mortalWorld(): Promise<Mortal> {
  // Every pull reaches back to the first day: what is compared is what was seen last, and all of it was seen last by one pull.
  const world = await collectTwin(smallWorld, {
    collection: { backfillDays: 30, windowDays: 30, wideWindowDays: 30, chunkDays: 10 },
  });
  const store = mortal(world.shop.deps.objects);
  world.shop.deps.objects = store;
  return { world, store };
}

/** The next day: the lease of whoever died has expired, and everything is listed anew. */
async function facts({ world, store }: Mortal, days: number) {
  world.twin.clearFaults();
  store.dieAfter(Number.POSITIVE_INFINITY);
  const wanted = Date.parse('2026-08-03T00:00:00Z') + days * 86_400_000;
  world.twin.advance(wanted - world.twin.now().getTime());
  // The first ends the pull that was in hand, the second looks at the whole window.
  for (const _ of ['rest', 'window']) expect((await world.pull(usd)).failures).toEqual([]);
  await world.process();
  const found = await world.facts();
  expect(found.length).toBeGreaterThan(0);
  expect(await world.shop.deps.warehouse.rows('checks/newest_observation_is_current')).toEqual([]);
  expect(await world.shop.deps.warehouse.rows('checks/totals_agree_with_platform')).toEqual([]);
  return found;
}

async function undisturbed(days: number) {
  const mortals = await mortalWorld();
  await mortals.world.pull(usd);
  const found = await facts(mortals, days);
  await mortals.world.close();
  return found;
}

describe('collector, disturbed', () => {
  it('gives the same facts after a kill between any two writes', async () => {
    const expected = await undisturbed(1);
    const counting = await mortalWorld();
    await counting.world.pull(usd);
    const writes = counting.store.writes();
    await counting.world.close();
    expect(writes).toBeGreaterThan(8);
    for (let kill = 0; kill < writes; kill += 1) {
      const mortals = await mortalWorld();
      mortals.store.dieAfter(kill);
      await mortals.world.pull(usd);
      expect(await facts(mortals, 1)).toEqual(expected);
      await mortals.world.close();
    }
  });

  const analytics = [
    'throttle',
    'throttle-values',
    'throttle-day',
    'server-error',
    'cut-off',
    'malformed-json',
    'unknown-fields',
  ] as const;
  const fault = fc.record({
    kind: fc.constantFrom(
      ...analytics,
      'duplicate-page' as const,
      'missing-page' as const,
      'restatement-storm' as const,
    ),
    endpoint: fc.constantFrom('*', 'adAnalytics', 'creatives', 'adCampaigns', 'posts'),
    probability: fc.constantFrom(0.2, 0.6, 1),
    count: fc.integer({ min: 1, max: 6 }),
  });
  const step = fc.record({
    faults: fc.array(fault, { maxLength: 2 }),
    /** Undefined lets the run live. */
    kill: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
    hours: fc.constantFrom(1, 6, 12),
    merges: fc.boolean(),
  });

  it('ends in the same facts after any faults and kills, once they stop', async () => {
    const days = 4;
    const expected = await undisturbed(days);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        const mortals = await mortalWorld();
        try {
          for (const { faults, kill, hours, merges } of steps) {
            mortals.world.twin.clearFaults();
            mortals.world.twin.fault(...(faults satisfies FaultRuleInput[]));
            mortals.store.dieAfter(kill ?? Number.POSITIVE_INFINITY);
            await mortals.world.pull(usd).catch(ignoreKill);
            if (merges) await mortals.world.process().catch(ignoreKill);
            mortals.world.twin.advance(hours * 3_600_000);
          }
          expect(await facts(mortals, days)).toEqual(expected);
        } finally {
          await mortals.world.close();
        }
      }),
      { numRuns: 8, seed: 20261120, endOnFailure: false },
    );
  });
});

function ignoreKill(error: unknown): void {
  if (!(error instanceof Killed)) throw error;
}
