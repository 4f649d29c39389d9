import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../../../core/collect/imports/row-problems.ts';
import { causesOf, openRecords, withoutValues } from '../../../../core/process/quarantine/causes.ts';
import { objectOf, recordOf } from './quarantined.ts';

describe('a cause', () => {
  it.each([
    [describeProblem('clicks', 'negative', '-5').reason, 'clicks is negative: …'],
    [describeProblem('cost', 'unreadable', 'ab "c" 1').reason, 'cost cannot be read: …'],
    [describeProblem('cost', 'too_large', '1e12').reason, 'cost is larger than … or not a number: …'],
    [describeProblem('date', 'missing', '').reason, 'date is empty'],
    [
      describeProblem('The line', 'missing columns', '3').reason,
      'The line is missing: the line ends after … columns and may be cut off',
    ],
    ['"abc" is not a number', '… is not a number'],
    ['{"amount":"1.5"} is not a number', '… is not a number'],
    ['2026-08-01 is outside 2026-08-02 to 2026-08-03', '… is outside … to …'],
    [
      'two elements for urn:li:sponsoredCreative:31 on 2026-08-01 with different values',
      'two elements for … on … with different values',
    ],
  ])('of "%s" is "%s"', (reason, cause) => {
    expect(withoutValues(reason)).toBe(cause);
  });

  it('gathers records by field and reason, the most frequent first', () => {
    const records = openRecords(
      objectOf([
        recordOf({ line: 2, column: 'Date', reason: 'date is empty', remedy: 'Correct the date.' }),
        recordOf({ line: 3 }),
        recordOf({ line: 4, reason: 'clicks is negative: -7', file: 'other.csv' }),
        recordOf({ line: 5, column: 'Cost', reason: 'clicks is negative: -7' }),
      ]),
    );
    expect(causesOf(records)).toEqual([
      {
        field: 'Clicks',
        cause: 'clicks is negative: …',
        records: 2,
        files: ['input.csv', 'other.csv'],
        example: 'clicks is negative: -5',
        remedy: 'Correct the number.',
      },
      expect.objectContaining({ field: 'Cost', records: 1 }),
      expect.objectContaining({ field: 'Date', records: 1, remedy: 'Correct the date.' }),
    ]);
  });
});

describe('an open record', () => {
  it('says where it lies, and leaves out those that were reprocessed', () => {
    const found = openRecords(objectOf([recordOf(), recordOf({ line: 9 })], [1]));
    expect(found).toEqual([
      {
        key: 'quarantine/platform=meta/dt=2026-03-01/01A.ndjson.gz',
        position: 2,
        run: '01A',
        platform: 'meta',
        file: 'input.csv',
        line: 9,
        field: 'Clicks',
        reason: 'clicks is negative: -5',
        remedy: 'Correct the number.',
        text: '2026-03-01,c,a,1,-5',
      },
    ]);
  });
});
