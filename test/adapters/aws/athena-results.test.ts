import { expect, it } from 'vitest';
import { typed } from '../../../adapters/aws/athena-results.ts';

it.each([
  ['bigint', '9007199254740993', '9007199254740993'],
  ['decimal', '0.000000001', '0.000000001'],
  ['integer', '-7', -7],
  ['smallint', '7', 7],
  ['double', '1.0E-4', 0.0001],
  ['float', '0.5', 0.5],
  ['boolean', 'true', true],
  ['boolean', 'false', false],
  ['date', '2026-02-03', '2026-02-03'],
  ['timestamp', '2026-02-03 04:05:06.700', '2026-02-03 04:05:06.7'],
  ['timestamp', '2026-02-03 04:05:00.000', '2026-02-03 04:05:00'],
  ['timestamp', '2026-02-03 04:05:00', '2026-02-03 04:05:00'],
  ['varchar', '', ''],
  ['varchar', undefined, null],
  ['bigint', undefined, null],
  ['unknown', undefined, null],
])('a %s written %j is %j', (type, text, value) => {
  expect(typed('x', type, text)).toBe(value);
});

it.each(['array', 'map', 'row', 'timestamp with time zone'])('refuses a %s, which has no exact text', (type) => {
  expect(() => typed('athena/marts/x.sql, column y', type, '[1]')).toThrow(
    `athena/marts/x.sql, column y is of type ${type}, which has no exact text form`,
  );
});
