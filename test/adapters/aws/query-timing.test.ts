import { expect, it } from 'vitest';
import { pollMilliseconds, restartMilliseconds } from '../../../adapters/aws/query-timing.ts';

it('looks at a query soon at first, then ever less often, at last every five seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 20].map(pollMilliseconds)).toEqual([
    200, 300, 450, 675, 1012.5, 1518.75, 2278.125, 3417.1875, 5000, 5000,
  ]);
});

it('looks no more than 190 times at a query of 14 minutes', () => {
  let [looks, waited] = [0, 0];
  for (; waited < 840_000; looks++) waited += pollMilliseconds(looks);
  expect(looks).toBeLessThan(190);
});

it('starts a failed query again after one second, then two', () => {
  expect([1, 2].map(restartMilliseconds)).toEqual([1000, 2000]);
});
