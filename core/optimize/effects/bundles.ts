/** Which changes have one effect together, and over which days it is measured. */
import type { OwnChange } from '../../domain/account-state.ts';
import type { PanelCampaign } from './panel.ts';

const daysPerWeek = 7;
/** Whole weeks only, so that every weekday counts alike on both sides. */
export const mostWeeks = 4;

export interface Bundle {
  /** Applied within the bundle, oldest first. */
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

/** Moves with less than a whole week between them cannot be told apart. Bundles without an own change have no effect to tell. */
export function bundlesOf({ moves, firstDay }: PanelCampaign): Bundle[] {
  const groups: (typeof moves)[number][][] = [];
  for (const move of moves) {
    const group = groups.at(-1);
    if (group && move.day - group.at(-1)!.day <= daysPerWeek) group.push(move);
    else groups.push([move]);
  }
  return groups.flatMap((group, index) => {
    const changes = group.filter(({ kind }) => kind === 'applied').map(({ change }) => change!);
    if (changes.length === 0) return [];
    return {
      changes,
      first: group[0]!.day,
      last: group.at(-1)!.day,
      isOwn: group.every(({ kind, change }) => kind === 'applied' || (kind === 'undone' && changes.includes(change!))),
      earliest: Math.max(firstDay, (groups[index - 1]?.at(-1)?.day ?? Number.NEGATIVE_INFINITY) + 1),
      latest: (groups[index + 1]?.[0]?.day ?? Number.POSITIVE_INFINITY) - 1,
    };
  });
}

/** The most whole weeks, up to four, on either side; undefined while there is not one. */
export function windowsOf({ first, last, earliest, latest }: Bundle, newestMatureDay: number): Windows | undefined {
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
