/** The twin's own time. It stands still unless it is moved, or runs at `speed` times the real time. Never goes back. */
export interface Clock {
  /** Milliseconds since 1970, in virtual time. */
  now(): number;
  advance(milliseconds: number): void;
  set(instant: number): void;
}

export const msPerMinute = 60_000;
export const msPerHour = 60 * msPerMinute;
export const msPerDay = 24 * msPerHour;

export function createClock(startAt: number, speed = 0, realNow: () => number = Date.now): Clock {
  let virtualBase = startAt;
  let realBase = realNow();
  const now = (): number => (speed === 0 ? virtualBase : virtualBase + Math.floor((realNow() - realBase) * speed));
  const set = (instant: number): void => {
    if (instant < now())
      throw new RangeError(`The clock stands at ${isoOf(now())} and cannot go back to ${isoOf(instant)}.`);
    virtualBase = instant;
    realBase = realNow();
  };
  return { now, set, advance: (milliseconds) => set(now() + milliseconds) };
}

/** Days since 1970-01-01 in UTC: how the twin numbers stat dates. */
export const dayOf = (instant: number): number => Math.floor(instant / msPerDay);
export const dateOf = (day: number): string => new Date(day * msPerDay).toISOString().slice(0, 10);
export const dayOfDate = (date: string): number => dayOf(Date.parse(`${date}T00:00:00Z`));

/** 0 is Monday, as in ISO weeks; 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: msPerMinute, h: msPerHour, d: msPerDay };

/** "6h", "90m", "1d" in milliseconds; null when it is not a span. */
export function parseSpan(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  return match ? Math.round(Number(match[1]) * (unitMs[match[2] as string] as number)) : null;
}

const isoOf = (instant: number): string => new Date(instant).toISOString();
