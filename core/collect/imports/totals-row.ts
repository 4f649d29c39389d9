/**
 * How totals rows begin, in the languages that ad managers export in. Patterns are text for JavaScript and the engine alike, to be
 * matched without regard to case.
 */
const words = '(grand |sub)?total(s|t|e|es)?|totaal|totaux|gesamt(ergebnis|summe)?|summe|summa|insgesamt';

/** "Total: Campaigns", but not "Totally new". */
export const totalsWords = `^\\s*(${words})([^\\p{L}]|$)`;

/** The word alone. */
export const bareTotalsWord = `^\\s*(${words})\\s*:?\\s*$`;

export const isTotalsCell = (cell: string): boolean => new RegExp(totalsWords, 'iu').test(cell);

export const isBareTotalsCell = (cell: string): boolean => new RegExp(bareTotalsWord, 'iu').test(cell);
