import { expect, it } from 'vitest';
import { requestTokens } from '../../../adapters/aws/request-tokens.ts';

const first = { run: 'refresh-1', invocation: 'a' };
const repeated = { run: 'refresh-1', invocation: 'b' };

it('makes tokens that Athena takes: 32 to 128 characters', () => {
  expect(requestTokens(first).forWrite('merge')(1)).toMatch(/^[0-9a-f]{64}$/);
});

it('gives a repeated invocation of a run the tokens of its writes', () => {
  const [before, after] = [requestTokens(first), requestTokens(repeated)];
  for (const statement of ['merge a', 'merge b', 'merge a'])
    expect(after.forWrite(statement)(1)).toBe(before.forWrite(statement)(1));
});

it('gives no read the token of another, neither in one invocation nor in a repeated one', () => {
  const [before, after] = [requestTokens(first), requestTokens(repeated)];
  const tokens = [before, before, after, after].map((each) => each.forRead('select 1')(1));
  expect(new Set(tokens).size).toBe(4);
});

it('gives another token to the same write again, to another attempt, another text, another run, and to a read', () => {
  const tokens = requestTokens(first);
  const write = tokens.forWrite('s');
  const all = [
    write(1),
    write(2),
    tokens.forWrite('s')(1),
    tokens.forWrite('t')(1),
    tokens.forRead('s')(1),
    requestTokens({ ...first, run: 'refresh-2' }).forWrite('s')(1),
  ];
  expect(new Set(all).size).toBe(all.length);
});
