/** When to try again. Pure: the clock and chance are arguments. */

import { msPerDay } from '../../core/domain/calendar.ts';

/** Doubling stops here; from then on only the number of attempts grows. */
const longestBackOffSeconds = 60;

/** Doubles from `firstSeconds` with each attempt; the upper half is left to chance, so that parallel calls do not return together. */
export function backOffSeconds(attempt: number, firstSeconds: number, random: () => number): number {
  const whole = Math.min(longestBackOffSeconds, firstSeconds * 2 ** (attempt - 1));
  return whole / 2 + (whole / 2) * random();
}

/** What a Retry-After header asks for: seconds or an HTTP date. Undefined when it is absent or neither. */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now.getTime()) / 1000);
}

/** LinkedIn's daily counters start again at 00:00 UTC. */
export const nextMidnightUtc = (now: Date): Date => new Date((Math.floor(now.getTime() / msPerDay) + 1) * msPerDay);
