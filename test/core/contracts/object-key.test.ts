import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keys } from '../../../core/contracts/keys.ts';
import { assertObjectKey } from '../../../core/contracts/object-key.ts';
import { InvalidKeyError } from '../../../core/errors.ts';

test.each(['', '/', '/a', 'a/', 'a//b', '..', 'a/../b', './a', 'a/.tmp/b', 'a\\b', 'a\0b', '\ud83d', 'é'.repeat(513)])(
  '%j is not a key',
  (key) => {
    expect(() => assertObjectKey(key)).toThrow(InvalidKeyError);
  },
);

test.each([
  'a',
  'a..b/c.',
  'platform=linkedin/dt=2026-11-20/x.parquet',
  'urn%3Ali/%2E%2E',
  '\u{1F600}',
  'é'.repeat(512),
])('%j is a key', (key) => {
  expect(() => assertObjectKey(key)).not.toThrow();
});

test('keys made from any file and account name are accepted', () => {
  const name = fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(name, (any) => {
      const at = new Date('2026-11-20T12:00:00Z');
      assertObjectKey(keys.importFile('linkedin', at, 'run', any));
      assertObjectKey(keys.importedAccount('linkedin', any));
    }),
  );
});
