/** One element of an analytics answer. Which metrics it has is what was asked, so they are read by name elsewhere. */
import { z } from 'zod';
import { number } from './leaves.ts';

const calendarDay = z
  .object({ year: number, month: number, day: number })
  .refine(isDay, 'not a day of the calendar')
  .transform(({ year, month, day }) => `${year}-${twoDigits(month)}-${twoDigits(day)}`);

export const analyticsKey = z.object({
  dateRange: z.object({ start: calendarDay, end: calendarDay.optional() }),
  pivotValues: z.array(z.string().min(1)).min(1),
});

interface CalendarDay {
  year: number;
  month: number;
  day: number;
}

/** By counting, not by a Date: there are tens of thousands of them in an answer. */
function isDay({ year, month, day }: CalendarDay): boolean {
  if (![year, month, day].every(Number.isInteger) || year < 1000 || year > 9999) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const twoDigits = (part: number): string => String(part).padStart(2, '0');
