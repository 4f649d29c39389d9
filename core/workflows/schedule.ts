/** What follows from a workflow's schedule expression. */

const hoursOf: Readonly<Record<string, number>> = { minute: 1 / 60, hour: 1, day: 24 };

/** Hours between two starts. Takes `rate(…)`, and a `cron(…)` of once an hour, a day or a week. */
export function hoursBetweenStarts(schedule: string): number {
  const [, number, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  if (number && unit) return Number(number) * (hoursOf[unit] as number);
  const [, hour, dayOfMonth, weekDay] = /^cron\(\d+ (\*|\d+) (\*|\?) \* ([A-Z]{3}|\?) \*\)$/.exec(schedule) ?? [];
  if (!hour || !dayOfMonth || !weekDay) throw new Error(`The schedule ${schedule} is in a form that is not supported`);
  if (weekDay !== '?') return 7 * 24;
  return hour === '*' ? 1 : 24;
}

const longestHours = 6;

/** A run that takes longer is ended, before the next one but one begins. */
export const timeoutSeconds = (schedule: string): number =>
  Math.round(3600 * Math.min(longestHours, 0.9 * hoursBetweenStarts(schedule)));

/** An alarm looks back seven days at most. */
const longestLookBackHours = 7 * 24;

/** Without a success for so many hours something is wrong: two starts were missed, or one where they are a day apart. */
export function missingAfterHours(schedule: string): number {
  const hours = hoursBetweenStarts(schedule);
  return Math.min(longestLookBackHours, hours < 24 ? Math.ceil(2 * hours) + 1 : hours + 2);
}
