/** Calendar days as `YYYY-MM-DD`, which sort as text. Instants belong to UTC days, as the platform counts them. */

export const msPerHour = 3_600_000;
export const msPerDay = 24 * msPerHour;

/** The UTC day of an instant. */
export const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

/** So many days later; earlier, where `days` is negative. */
export const addDays = (day: string, days: number): string => dayOf(new Date(Date.parse(day) + days * msPerDay));

/** Whole days from one day to another; negative, where `to` is the earlier one. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / msPerDay;
