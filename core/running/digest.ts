/**
 * Decides what is sent, so that nothing is sent twice: a condition is news when it appears, when it gets worse, when it has lasted for
 * a whole cool-down, and when it is over. One message holds all the news of a check; most checks have none. Pure.
 */
import { z } from 'zod';
import { msPerHour } from '../domain/calendar.ts';

type Severity = 'warning' | 'error';

export interface Condition {
  /** Stable over checks; names a kind of trouble, never a single account or item. */
  id: string;
  severity: Severity;
  /** A higher one than last time is news. For reminders: how many of their marks are passed. */
  level: number;
  /** Whether it is sent again after a cool-down. A reminder is sent once a level. */
  repeats: boolean;
  /** One line. */
  title: string;
  /** What to do next. */
  remedy: string;
}

const alertState = z.object({
  title: z.string(),
  level: z.number(),
  since: z.iso.datetime(),
  told_at: z.iso.datetime(),
  /** When it was first seen to be over; null while it lasts. */
  clear_since: z.iso.datetime().nullable(),
});
export const alertStates = z.record(z.string(), alertState);
export type AlertStates = z.infer<typeof alertStates>;
type AlertState = AlertStates[string];

export interface DigestOptions {
  now: Date;
  coolDownHours: number;
  /** Over only after so long without it: what comes and goes is one trouble, not many. */
  settleHours: number;
  /** Ids that could not be checked: they are neither there nor over. */
  unseen?: readonly string[];
}

export interface Digest {
  news: Condition[];
  /** Conditions that stand and are no news. */
  standing: Condition[];
  /** Titles of what is over. */
  over: string[];
  next: AlertStates;
}

export function digest(conditions: readonly Condition[], known: AlertStates, options: DigestOptions): Digest {
  const found: Digest = { news: [], standing: [], over: [], next: {} };
  for (const condition of conditions) {
    const before = known[condition.id];
    const isNews = !before || isWorse(condition, before) || isDue(condition, before, options);
    (isNews ? found.news : found.standing).push(condition);
    found.next[condition.id] = stateOf(condition, before, isNews, options.now);
  }
  for (const [id, before] of Object.entries(known)) {
    if (found.next[id]) continue;
    if (options.unseen?.includes(id)) {
      found.next[id] = before;
      continue;
    }
    const clearSince = before.clear_since ?? options.now.toISOString();
    if (hoursBetween(clearSince, options.now) >= options.settleHours) found.over.push(before.title);
    else found.next[id] = { ...before, clear_since: clearSince };
  }
  return found;
}

const isWorse = ({ level }: Condition, before: AlertState): boolean => level > before.level;

const isDue = ({ repeats }: Condition, before: AlertState, { now, coolDownHours }: DigestOptions): boolean =>
  repeats && hoursBetween(before.told_at, now) >= coolDownHours;

function stateOf({ title, level }: Condition, before: AlertState | undefined, isNews: boolean, now: Date): AlertState {
  const at = now.toISOString();
  return {
    title,
    level,
    since: before?.since ?? at,
    told_at: isNews || !before ? at : before.told_at,
    clear_since: null,
  };
}

const hoursBetween = (from: string, to: Date): number => (to.getTime() - Date.parse(from)) / msPerHour;
