import { expect, it } from 'vitest';
import { counted, listed, percent, plural } from '../../../core/domain/language.ts';

it('counts in the singular and in the plural', () => {
  expect([0, 1, 2, 2000].map((count) => counted(count, 'row'))).toEqual(['0 rows', '1 row', '2 rows', '2,000 rows']);
  expect(counted(3, 'entry', 'entries')).toBe('3 entries');
  expect(plural(1, 'entry', 'entries')).toBe('entry');
});

it('writes shares without a space before the sign, and no more digits than are known', () => {
  expect([0.00531, 0.5, 1].map((share) => percent(share))).toEqual(['0.53%', '50%', '100%']);
  expect(percent(0.12345, 3)).toBe('12.3%');
});

it('lists what there is', () => {
  expect([['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['a', 'a and b', 'a, b, and c']);
});
