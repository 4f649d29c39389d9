/** Which days a pull asks for, and in what pieces. Pure; days are UTC days as `YYYY-MM-DD`. */
import { addDays, dayOf, daysBetween } from '../../domain/calendar.ts';
import type { CollectionConfig } from '../../settings/collection.ts';

export interface Days {
  from: string;
  to: string;
}

/** What earlier pulls left behind. */
export interface PullProgress {
  /** First day that a pull in hand has not stored yet; null between pulls. */
  next: string | null;
  /** Whether the pull in hand is of the wide kind. */
  wide: boolean;
  /** Newest day that a finished pull reached; null before the first. */
  collected_through: string | null;
  /** When a wide pull, or the backfill, last ended. */
  wide_at: string | null;
}

/**
 * A pull in hand goes on where it stopped, up to today. Else the window is counted back from the newest day that was seen, so
 * that a pause of weeks leaves no hole. The first pull looks back `backfillDays`.
 */
export function plannedPull(
  progress: PullProgress,
  now: Date,
  settings: CollectionConfig,
): Days & { wide: boolean; isFirst: boolean } {
  const today = dayOf(now);
  const { next, collected_through: through } = progress;
  const isFirst = through === null;
  if (next !== null) return { from: earlier(next, today), to: today, wide: progress.wide, isFirst };
  if (through === null) return { from: addDays(today, 1 - settings.backfillDays), to: today, wide: true, isFirst };
  const wide =
    progress.wide_at === null || daysBetween(dayOf(new Date(progress.wide_at)), today) >= settings.wideEveryDays;
  const back = wide ? Math.max(settings.wideWindowDays, settings.windowDays) : settings.windowDays;
  return { from: addDays(earlier(through, today), 1 - back), to: today, wide, isFirst };
}

/** The oldest piece first, so that whatever was interrupted only ever has to go on. A short rest goes along with the last piece. */
export function firstChunk({ from, to }: Days, chunkDays: number): Days {
  const isWhole = daysBetween(from, to) + 1 <= chunkDays * longestChunk;
  return { from, to: isWhole ? to : addDays(from, chunkDays - 1) };
}

/** In chunks: one call for 31 days is better than two for 30 and 1. */
const longestChunk = 1.25;

const earlier = (one: string, other: string): string => (one < other ? one : other);
