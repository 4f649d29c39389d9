import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tallied } from '../../../adapters/csv/tally.ts';

async function tallyOf(text: string, size: number, isUtf8 = true) {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const { stream, result } = tallied(chunks(), isUtf8);
  const passed = [];
  for await (const chunk of stream) passed.push(chunk);
  expect(Buffer.concat(passed).equals(bytes)).toBe(true);
  return result();
}

it('counts bytes and filled lines, wherever the chunks are cut', async () => {
  const line = fc.constantFrom('', '', 'a', 'a,b', 'ü');
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), fc.boolean(), async (lines, size, hasEnd) => {
      const text = lines.join('\n') + (hasEnd ? '\n' : '');
      expect(await tallyOf(text, size)).toEqual({
        sha256: createHash('sha256').update(text).digest('hex'),
        bytes: Buffer.byteLength(text),
        lines: lines.filter((each) => each !== '').length,
      });
    }),
  );
});

it('does not count lines where they are no records', async () => {
  expect((await tallyOf('a,"b\nc"\n', 99)).lines).toBeUndefined();
  expect((await tallyOf('a\n', 99, false)).lines).toBeUndefined();
});
