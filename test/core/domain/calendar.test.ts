import { expect, it } from 'vitest';
import { addDays, dayOf, daysBetween } from '../../../core/domain/calendar.ts';

it('tells the UTC day of an instant, whatever the time of day', () => {
  expect(dayOf(new Date('2026-11-20T23:59:59.999Z'))).toBe('2026-11-20');
  expect(dayOf(new Date('2026-11-20T23:30:00-05:00'))).toBe('2026-11-21');
});

it('counts days over months, leap days and changes of the clock', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2);
});
