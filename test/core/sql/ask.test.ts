import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ask, askOne, checkedRow } from '../../../core/sql/ask.ts';
import { count, day, decimal, exactDecimal, instant, optionalText } from '../../../core/sql/columns.ts';

const answering = (rows: Record<string, unknown>[]) => ({ rows: async () => rows });
const row = z.object({ stat_date: day, clicks: count.nullable(), cost: decimal });
const query = 'queries/process/anything';

describe('what is asked of the warehouse', () => {
  it('has numbers where the engine gives exact decimals and bigints as text', async () => {
    const rows = [
      { stat_date: '2026-03-01', clicks: '12', cost: '-0.500000000' },
      { stat_date: '2026-03-02', clicks: null, cost: 7 },
    ];
    expect(await ask(answering(rows), query, row)).toEqual([
      { stat_date: '2026-03-01', clicks: 12, cost: -0.5 },
      { stat_date: '2026-03-02', clicks: null, cost: 7 },
    ]);
  });

  it('passes the parameters on', async () => {
    const asked: unknown[] = [];
    const warehouse = {
      rows: async (...all: unknown[]) => {
        asked.push(all);
        return [];
      },
    };
    await ask(warehouse, query, row, { days: 7 });
    expect(asked).toEqual([[query, { days: 7 }]]);
  });

  it.each([
    ['clicks', '12.5', 'Invalid input: expected int, received number'],
    ['cost', '', 'Invalid input'],
    ['cost', 'NaN', 'Invalid input'],
    ['stat_date', '1 March', 'must be a date (YYYY-MM-DD)'],
  ])('is refused with the name of the query and of the column %s where it is %j', async (column, value, message) => {
    const good = { stat_date: '2026-03-01', clicks: '12', cost: '1' };
    await expect(ask(answering([good, { ...good, [column]: value }]), query, row)).rejects.toThrow(
      `${query} cannot be read: ${column} is "${value}" in row 2 (${message})`,
    );
  });

  it('says what is missing, and how much more is wrong', async () => {
    await expect(ask(answering([{}, {}]), query, row)).rejects.toThrow(/stat_date is missing in row 1 .*; and 3 more$/);
  });

  it('is one row where the query always gives one', async () => {
    const one = { stat_date: '2026-03-01', clicks: '12', cost: '1' };
    expect((await askOne(answering([one]), query, row)).clicks).toBe(12);
    await expect(askOne(answering([]), query, row)).rejects.toThrow(`${query} cannot be read: it gave 0 rows, not one`);
    await expect(askOne(answering([one, one]), query, row)).rejects.toThrow('it gave 2 rows, not one');
  });

  it('is checked in the same way when it was asked for before', () => {
    expect(() => checkedRow(query, { stat_date: null }, row)).toThrow(
      `${query} cannot be read: stat_date is null in row 1`,
    );
  });
});

describe('a column', () => {
  it('of exact amounts keeps every digit, as text', () => {
    expect(exactDecimal.parse('12345678901234567890.123456789')).toBe('12345678901234567890.123456789');
    expect(exactDecimal.parse(3)).toBe('3');
  });

  it('of instants is in UTC', () => {
    expect(instant.parse('2026-02-03 04:05:06.7')).toEqual(new Date('2026-02-03T04:05:06.700Z'));
    expect(() => instant.parse('2026-02-03')).toThrow('is not a timestamp');
  });

  it('of optional text is null where there is none, and nothing else', () => {
    expect(optionalText.parse(null)).toBeNull();
    expect(() => optionalText.parse(7)).toThrow();
  });
});
