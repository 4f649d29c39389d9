/** Which changes have one effect together, and over which days it is measured. */
import type { OwnChange } from '../../domain/account-state.ts';
import type { PanelCampaign } from './panel.ts';

const daysPerWeek = 7;
/** Whole weeks only, so that every weekday counts alike on both sides. */
export const mostWeeks = 4;

export interface ChangeGroup {
  /** Applied within the group, oldest first. */
  changes: readonly OwnChange[];
  /** First and last day on which anything was changed. */
  first: number;
  last: number;
  /** Nothing else changed within it that this program knows of. */
  isOwn: boolean;
  /** Last day before it, and first after it, on which the campaign is as it was or as it became. */
  earliest: number;
  latest: number;
}

/** Days by number, both included. */
export interface Span {
  from: number;
  through: number;
}

export interface Windows {
  before: Span;
  after: Span;
}

/** Moves with less than a whole week between them cannot be told apart. Change groups without an own change have no effect to tell. */
export function changeGroupsOf({ moves, firstDay }: PanelCampaign): ChangeGroup[] {
  const runs: (typeof moves)[number][][] = [];
  for (const move of moves) {
    const run = runs.at(-1);
    if (run && move.day - run.at(-1)!.day <= daysPerWeek) run.push(move);
    else runs.push([move]);
  }
  return runs.flatMap((run, index) => {
    const changes = run.filter(({ kind }) => kind === 'applied').map(({ change }) => change!);
    if (changes.length === 0) return [];
    return {
      changes,
      first: run[0]!.day,
      last: run.at(-1)!.day,
      isOwn: run.every(({ kind, change }) => kind === 'applied' || (kind === 'undone' && changes.includes(change!))),
      earliest: Math.max(firstDay, (runs[index - 1]?.at(-1)?.day ?? Number.NEGATIVE_INFINITY) + 1),
      latest: (runs[index + 1]?.[0]?.day ?? Number.POSITIVE_INFINITY) - 1,
    };
  });
}

/** The most whole weeks, up to four, on either side; undefined while there is not one. */
export function windowsOf(
  { first, last, earliest, latest }: ChangeGroup,
  newestMatureDay: number,
): Windows | undefined {
  const weeksBefore = Math.min(mostWeeks, Math.floor((first - earliest) / daysPerWeek));
  const weeksAfter = Math.min(mostWeeks, Math.floor((Math.min(latest, newestMatureDay) - last) / daysPerWeek));
  if (weeksBefore < 1 || weeksAfter < 1) return undefined;
  return {
    before: { from: first - daysPerWeek * weeksBefore, through: first - 1 },
    after: { from: last + 1, through: last + daysPerWeek * weeksAfter },
  };
}

/** The same windows so many weeks earlier. */
export function earlier({ before, after }: Windows, weeks: number): Windows {
  const moved = ({ from, through }: Span): Span => ({
    from: from - daysPerWeek * weeks,
    through: through - daysPerWeek * weeks,
  });
  return { before: moved(before), after: moved(after) };
}
