/** What an ObjectStore does when several write at once. */
import { expect, test } from 'vitest';
import { ObjectConflictError } from '../../core/errors.ts';
import type { ObjectStore, PutCondition } from '../../core/ports/object-store.ts';
import { listAll } from './list-all.ts';
import type { MakeObjectStore } from './make-object-store.ts';

const racers = Array.from({ length: 12 }, (_, racer) => racer);

/** Each racer's body is long and of one byte, so that a mixture of two would show. */
const bodyOf = (racer: number): Uint8Array => new Uint8Array(50_000).fill(racer);

export function objectStoreRaces(makeStore: MakeObjectStore): void {
  test('of racers that all would create an object exactly one does', async () => {
    const store = await makeStore();
    const winners = await winnersOf(store, { ifNoneMatch: '*' });
    expect(winners).toHaveLength(1);
    expect((await store.get('k'))?.body).toEqual(bodyOf(winners[0]!));
  });

  test('of racers that all would replace one version exactly one does', async () => {
    const store = await makeStore();
    const { etag } = await store.put('k', Uint8Array.of(255));
    const winners = await winnersOf(store, { ifMatch: etag });
    expect(winners).toHaveLength(1);
    expect((await store.get('k'))?.body).toEqual(bodyOf(winners[0]!));
  });

  test('no increment of a counter is lost when all repeat theirs after a conflict', async () => {
    const store = await makeStore();
    await store.put('counter', Uint8Array.of(0));
    await Promise.all(racers.map(() => incrementCounter(store, 'counter')));
    expect([...((await store.get('counter'))?.body ?? [])]).toEqual([racers.length]);
  });

  test('after racing puts without a condition the object is one of them, whole', async () => {
    const store = await makeStore();
    await Promise.all(racers.map((racer) => store.put('k', bodyOf(racer))));
    const body = (await store.get('k'))?.body;
    expect(body).toEqual(bodyOf(body?.[0] ?? -1));
  });

  test('a reader meets whole objects only, while they are replaced', async () => {
    const store = await makeStore();
    await store.put('k', bodyOf(0));
    const writing = Promise.all(racers.map((racer) => store.put('k', bodyOf(racer))));
    for (const _ of racers) {
      const body = (await store.get('k'))?.body;
      expect(body).toEqual(bodyOf(body?.[0] ?? -1));
    }
    await writing;
  });

  test('puts and deletes of neighbours do not disturb each other', async () => {
    const store = await makeStore();
    const comeAndGo = async (key: string) => {
      for (let round = 0; round < 100; round++) {
        await store.put(key, bodyOf(round));
        await store.delete(key);
      }
      await store.put(key, bodyOf(0));
    };
    const keys = ['deep/down/x', 'deep/down/y', 'deep/z'];
    await Promise.all(keys.map(comeAndGo));
    expect((await listAll(store, 'deep/')).map(({ key }) => key)).toEqual(keys);
  });
}

async function winnersOf(store: ObjectStore, condition: PutCondition): Promise<number[]> {
  const outcomes = await Promise.allSettled(racers.map((racer) => store.put('k', bodyOf(racer), condition)));
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ObjectConflictError);
  }
  return racers.filter((racer) => outcomes[racer]?.status === 'fulfilled');
}

/** Reads, adds one, puts if nobody else did meanwhile; else once more. The counter is one byte. */
export async function incrementCounter(store: ObjectStore, key: string): Promise<void> {
  for (;;) {
    const before = await store.get(key);
    if (!before) throw new Error(`There is no counter ${key}`);
    try {
      await store.put(key, Uint8Array.of((before.body[0] ?? 0) + 1), { ifMatch: before.etag });
      return;
    } catch (error) {
      if (!(error instanceof ObjectConflictError)) throw error;
    }
  }
}
