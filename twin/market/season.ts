/** When people visit: by hour of the day and by day of the week, in UTC. */
import { dayOf, msPerDay, msPerHour, weekdayOf } from '../clock.ts';
import type { World } from '../world/schema.ts';

export interface Season {
  /** Share of a day's visits that has happened by this instant of the day: 0 at midnight, 1 at the next. */
  elapsedShare(instant: number): number;
  visits(day: number): number;
  ctr(day: number): number;
}

export function seasonOf({ weekdayVisits, weekdayCtr, hourlyVisits }: World['season']): Season {
  const total = hourlyVisits.reduce((sum, hour) => sum + hour, 0);
  const until = [0];
  for (const hour of hourlyVisits) until.push((until.at(-1) ?? 0) + hour / total);
  return {
    elapsedShare(instant) {
      const hours = (instant - dayOf(instant) * msPerDay) / msPerHour;
      const hour = Math.floor(hours);
      const before = until[hour] ?? 0;
      return before + ((until[hour + 1] ?? 1) - before) * (hours - hour);
    },
    visits: (day) => weekdayVisits[weekdayOf(day)] ?? 1,
    ctr: (day) => weekdayCtr[weekdayOf(day)] ?? 1,
  };
}
