import type { DateStyle } from '../../contracts/imports.ts';

export type DateFinding =
  /** `bothOrders`: an example of dates that are the same day whichever order is meant, where there are no others. */
  | { kind: 'style'; style: DateStyle; hasYear: boolean; bothOrders?: string }
  /** Every value fits day-month and month-day, and they would give different dates. */
  | { kind: 'ambiguous'; example: string }
  | { kind: 'unreadable'; example: string };

const iso = /^\d{4}-\d{2}-\d{2}([T ].*)?$/;
const yearFirst = /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})(\s.*)?$/;
const yearLast = /^(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})(\s.*)?$/;
const monthName = /[a-z]{3,}/i;
const fourDigits = /\d{4}|\d{1,2}[-\s]+[a-z]{3,}[-\s]+\d{2}$/i;

/** Months are 1 to 12: a larger number in a place says that it is the day. */
const months = 12;

/**
 * How a column of dates is written, from some or all of its values. Works on the whole file's evidence: one "1/13/2019" settles
 * the order for every "01-02-19" beside it.
 */
export function findDateStyle(values: readonly string[]): DateFinding {
  const cells = values.map((value) => value.trim()).filter((value) => value !== '');
  const first = cells[0] ?? '';
  if (cells.length === 0) return { kind: 'unreadable', example: first };
  if (matchMost(cells, iso)) return { kind: 'style', style: 'iso', hasYear: true };
  if (matchMost(cells, yearFirst)) return { kind: 'style', style: 'ymd', hasYear: true };
  if (matchMost(cells, yearLast)) return order(cells);
  if (matchMost(cells, monthName)) return { kind: 'style', style: 'month-name', hasYear: matchMost(cells, fourDigits) };
  return { kind: 'unreadable', example: cells.find((cell) => !yearLast.test(cell)) ?? first };
}

/** More than half: a few bad cells must not hide how the column is written. They go to quarantine one by one. */
const matchMost = (cells: readonly string[], pattern: RegExp): boolean =>
  cells.filter((cell) => pattern.test(cell)).length * 2 > cells.length;

function order(cells: readonly string[]): DateFinding {
  let dayFirst = 0;
  let monthFirst = 0;
  let different: string | undefined;
  for (const cell of cells) {
    const [, a, b] = yearLast.exec(cell) ?? [];
    if (a === undefined || b === undefined) continue;
    if (Number(a) > months) dayFirst += 1;
    else if (Number(b) > months) monthFirst += 1;
    else if (Number(a) !== Number(b)) different ??= cell;
  }
  if (dayFirst === 0 && monthFirst === 0) {
    return different === undefined
      ? { kind: 'style', style: 'mdy', hasYear: true, bothOrders: cells.find((cell) => yearLast.test(cell)) ?? '' }
      : { kind: 'ambiguous', example: different };
  }
  return { kind: 'style', style: dayFirst > monthFirst ? 'dmy' : 'mdy', hasYear: true };
}
