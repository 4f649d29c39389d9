/** One element of an analytics answer. Which metrics it has is what was asked, so they are read by name elsewhere. */
import { z } from 'zod';
import { number } from './leaves.ts';

const calendarDay = z
  .object({ year: number, month: number, day: number })
  .transform(({ year, month, day }) => [year, month, day].map((part) => String(part).padStart(2, '0')).join('-'))
  .refine((day) => isDay(day), 'not a day of the calendar');

export const analyticsKey = z.object({
  dateRange: z.object({ start: calendarDay, end: calendarDay.optional() }),
  pivotValues: z.array(z.string().min(1)).min(1),
});

/** 31 February is 3 March to Date.parse in no engine, but NaN in some and 2 March in others: compare. */
function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
