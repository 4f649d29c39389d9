import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../../../core/collect/imports/row-problems.ts';

describe('describeProblem', () => {
  const cases: [string, string, string, string][] = [
    ['clicks', 'missing', '', 'clicks is empty'],
    ['date', 'unreadable', 'x', 'date cannot be read: "x"'],
    ['cost', 'negative', '-1', 'cost is negative: -1'],
    [
      'The line',
      'too many columns',
      '7',
      'The line is followed by extra cells: the line has 7 columns; a value may contain an unquoted separator',
    ],
    ['clicks', 'something new', '', 'clicks cannot be read (something new)'],
  ];
  for (const [field, problem, cell, reason] of cases) {
    it(`says "${reason}" and what to do`, () => {
      const found = describeProblem(field, problem, cell);
      expect(found.reason).toBe(reason);
      expect(found.remedy).toMatch(/\.$/);
    });
  }
});
