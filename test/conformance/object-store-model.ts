/** Any sequence of calls does to an ObjectStore what it does to a Map. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ObjectConflictError } from '../../core/errors.ts';
import type { ListedObject, ObjectStore, PutCondition } from '../../core/ports/object-store.ts';
import { listAll } from './list-all.ts';
import type { MakeObjectStore } from './make-object-store.ts';

/** Bodies by key. */
type Model = Map<string, Uint8Array>;

type Call =
  | { call: 'put'; key: string; body: Uint8Array; condition: 'none' | 'current' | 'stale' | 'absent' }
  | { call: 'delete'; key: string }
  | { call: 'get'; key: string }
  | { call: 'list'; prefix: string };

/** No key is another's folder: a disk cannot hold both, and no key of the pipeline is. */
const someKeys = ['a/x', 'a-b/x', 'a.json', 'a/b/c=1/d', 'a/b/c=1/e', 'a/b-c', 'é/ü', '\uFFFD', '\u{1F600}', 'b%3A'];

const key = fc.constantFrom(...someKeys);
const body = fc.uint8Array({ maxLength: 40 });
const prefix = fc.tuple(key, fc.nat(6)).map(([whole, length]) => [...whole].slice(0, length).join(''));
const condition = fc.constantFrom('none' as const, 'current' as const, 'stale' as const, 'absent' as const);

const someCall: fc.Arbitrary<Call> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ call: fc.constant('put' as const), key, body, condition }) },
  { weight: 2, arbitrary: fc.record({ call: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('get' as const), key }) },
  { weight: 2, arbitrary: fc.record({ call: fc.constant('list' as const), prefix }) },
);

export function objectStoreModel(makeStore: MakeObjectStore): void {
  test('any sequence of calls does what it would do to a Map', async () => {
    const sequence = fc.array(someCall, { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(sequence, async (calls) => {
        const store = await makeStore();
        const model: Model = new Map();
        for (const each of calls) await makeCall(store, model, each);
        expect(await listAll(store, '')).toEqual(listed(model, ''));
      }),
      { numRuns: 60 },
    );
  });

  test('any key of ordinary letters, signs and digits can be put, got and listed', async () => {
    const part = fc.stringMatching(/^[\p{L}\p{N}_=%+@][\p{L}\p{N}._=%+@ -]{0,20}$/u);
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), body, async (parts, content) => {
        const store = await makeStore();
        const anyKey = parts.join('/');
        await store.put(anyKey, content);
        expect([...((await store.get(anyKey))?.body ?? [])]).toEqual([...content]);
        expect(await listAll(store, anyKey)).toEqual([{ key: anyKey, bytes: content.length }]);
      }),
      { numRuns: 60 },
    );
  });
}

async function makeCall(store: ObjectStore, model: Model, call: Call): Promise<void> {
  switch (call.call) {
    case 'put':
      return putBoth(store, model, call);
    case 'delete':
      await store.delete(call.key);
      model.delete(call.key);
      return;
    case 'get':
      expect(bytesOf((await store.get(call.key))?.body)).toEqual(bytesOf(model.get(call.key)));
      return;
    case 'list':
      expect(await listAll(store, call.prefix)).toEqual(listed(model, call.prefix));
  }
}

async function putBoth(store: ObjectStore, model: Model, call: Extract<Call, { call: 'put' }>): Promise<void> {
  const current = (await store.get(call.key))?.etag;
  const conditions: Record<typeof call.condition, PutCondition | undefined> = {
    none: undefined,
    current: { ifMatch: current ?? 'no-such-version' },
    stale: { ifMatch: 'no-such-version' },
    absent: { ifNoneMatch: '*' },
  };
  const mayPut = { none: true, current: current !== undefined, stale: false, absent: current === undefined };
  const putting = store.put(call.key, call.body, conditions[call.condition]);
  if (!mayPut[call.condition]) return expect(putting).rejects.toThrow(ObjectConflictError);
  await putting;
  model.set(call.key, call.body);
}

function listed(model: Model, prefix: string): ListedObject[] {
  return [...model]
    .filter(([each]) => each.startsWith(prefix))
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([each, content]) => ({ key: each, bytes: content.length }));
}

function bytesOf(content: Uint8Array | undefined): number[] | undefined {
  return content && [...content];
}
