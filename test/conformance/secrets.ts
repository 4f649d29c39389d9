/** What every SecretStore does. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Secret, SecretStore } from '../../core/ports/secret-store.ts';

/** A new, empty store at each call. */
export type MakeSecretStore = () => Promise<SecretStore>;

/** The names that Secrets Manager takes. */
const secretName = fc.stringMatching(/^[A-Za-z0-9/_+=.@-]{1,40}$/);
const secret = fc.dictionary(secretName, fc.string({ unit: 'binary', maxLength: 60 })).filter(hasUtf8);

export function secretStoreConformance(name: string, makeStore: MakeSecretStore): void {
  describe(`${name} is a secret store`, () => {
    readingAndWriting(makeStore);
    anySecrets(makeStore);
  });
}

function readingAndWriting(makeStore: MakeSecretStore): void {
  test('a secret that was never written is undefined', async () => {
    const store = await makeStore();
    await store.write('other', { access_token: 'abc' });
    for (const name of ['linkedin-access-token', 'toString', '__proto__']) {
      expect(await store.read(name)).toBeUndefined();
    }
  });

  test('a later write replaces the whole secret and no other', async () => {
    const store = await makeStore();
    await store.write('linkedin-access-token', { access_token: 'old', refresh_token: 'old' });
    await store.write('anthropic-api-key', { api_key: 'key' });
    await store.write('linkedin-access-token', { access_token: 'new' });
    expect(await store.read('linkedin-access-token')).toEqual({ access_token: 'new' });
    expect(await store.read('anthropic-api-key')).toEqual({ api_key: 'key' });
  });

  test('secrets written at once are all kept', async () => {
    const store = await makeStore();
    const names = Array.from({ length: 8 }, (_, index) => `secret-${index}`);
    await Promise.all(names.map((name) => store.write(name, { name })));
    expect(await Promise.all(names.map((name) => store.read(name)))).toEqual(names.map((name) => ({ name })));
  });

  test('changing what was read or given changes nothing in the store', async () => {
    const store = await makeStore();
    const given: Secret = { token: 'abc' };
    await store.write('s', given);
    given.token = 'changed';
    (await store.read('s'))!.token = 'changed';
    expect(await store.read('s')).toEqual({ token: 'abc' });
  });
}

function anySecrets(makeStore: MakeSecretStore): void {
  test('any secrets come back as they were written', async () => {
    const writes = fc.array(fc.tuple(secretName, secret), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(writes, async (written) => {
        const store = await makeStore();
        for (const [name, value] of written) await store.write(name, value);
        for (const [name, value] of new Map(written)) {
          expect(Object.entries((await store.read(name)) ?? {}).sort()).toEqual(Object.entries(value).sort());
        }
      }),
      { numRuns: 40 },
    );
  });
}

function hasUtf8(value: Secret): boolean {
  return !Object.values(value).some((each) => /\p{Surrogate}/u.test(each));
}
