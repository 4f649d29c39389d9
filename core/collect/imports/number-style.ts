import type { NumberStyle } from '../../contracts/imports.ts';

/** Cells that say "not measured". They stay null and are never read as zero. */
export const nullMarkers = [
  '',
  '-',
  '--',
  ' --',
  '—',
  '–',
  '#N/A',
  '#n/a',
  'N/A',
  'n/a',
  'NA',
  'null',
  'NULL',
  'None',
  'NaN',
  '#DIV/0!',
];

/** What may stand around a number and does not change it: spaces of all kinds, apostrophes, currency signs. */
export const numberOrnaments = " \u00a0\u202f\u2009\u2007'’$€£¥₹₩₽₺฿₫₴₦zł";

const plainPattern = /^-?\d+(\.\d+)?$/;
const plainCommaPattern = /^-?\d+(,\d+)?$/;
/** Currency codes and the short words that stand for them; anything else beside a number makes it no number. */
export const currencyWords = '(?:[A-Z]{3}|[A-Z]{1,2}[$]|kr[.]?|zł|Kč|Ft|lei)';
const words = new RegExp(`^${currencyWords}[ ]*|[ ]*${currencyWords}$`, 'gu');

/** The bare number in a cell: no currency, no spaces; separators and sign are kept. Null for a cell that says "not measured". */
export function bareNumber(cell: string): string | null {
  if (nullMarkers.includes(cell) || nullMarkers.includes(cell.trim())) return null;
  const stripped = cell.trim().replace(words, '');
  return [...stripped].filter((character) => !numberOrnaments.includes(character)).join('');
}

/** How many cells say that a separator is of the one kind or the other. */
interface Evidence {
  comma: number;
  point: number;
}

/**
 * Whether a file writes 1,234.56 or 1.234,56, from samples of all its number columns together. A lone separator before three
 * digits proves nothing in a money column; in a count it can only be a thousands separator. Falls back to the decimal point.
 */
export function inferDecimal(samples: { cell: string; isCount: boolean }[]): '.' | ',' {
  const decimal: Evidence = { comma: 0, point: 0 };
  const thousands: Evidence = { comma: 0, point: 0 };
  for (const { cell, isCount } of samples) {
    const number = bareNumber(cell);
    if (number !== null) weigh(number, isCount, decimal, thousands);
  }
  // A cell that is written otherwise than the rest is a damaged cell: the majority decides.
  if (decimal.comma !== decimal.point) return decimal.comma > decimal.point ? ',' : '.';
  return thousands.point > thousands.comma ? ',' : '.';
}

function weigh(number: string, isCount: boolean, decimal: Evidence, thousands: Evidence): void {
  const lastComma = number.lastIndexOf(',');
  const lastPoint = number.lastIndexOf('.');
  if (lastComma < 0 && lastPoint < 0) return;
  const lastIs = lastComma > lastPoint ? 'comma' : 'point';
  const both = lastComma >= 0 && lastPoint >= 0;
  const separator = lastIs === 'comma' ? ',' : '.';
  const repeated = number.indexOf(separator) !== number.lastIndexOf(separator);
  const digitsBehind = number.length - 1 - Math.max(lastComma, lastPoint);
  if (both && !repeated) decimal[lastIs] += 1;
  else if (repeated || (isCount && digitsBehind === 3)) thousands[lastIs] += 1;
  else if (digitsBehind !== 3) decimal[lastIs] += 1;
}

/** True when an engine reads every one of the cells as it stands, with this decimal separator. */
export function isPlain(cells: readonly string[], decimal: '.' | ','): boolean {
  const pattern = decimal === '.' ? plainPattern : plainCommaPattern;
  return cells.every((cell) => nullMarkers.includes(cell) || pattern.test(cell));
}

/** Reads one cell as its column is written; null for "not measured", undefined for what is not a number. */
export function parseNumber(cell: string, style: NumberStyle): number | null | undefined {
  const bare = bareNumber(cell);
  if (bare === null) return null;
  const ungrouped =
    numberPattern(style.decimal).test(bare) && /\d/.test(bare)
      ? bare.replaceAll(style.decimal === '.' ? ',' : '.', '').replace(',', '.')
      : '';
  return ungrouped === '' ? undefined : Number(ungrouped) * style.scale;
}

/** Digits in groups (1,234 and 12,34,567) or none, then decimals. Also used, as text, by the engine. */
export function numberPattern(decimal: '.' | ','): RegExp {
  const [point, group] = decimal === '.' ? ['\\.', ','] : [',', '\\.'];
  return new RegExp(`^[-+]?(\\d{1,3}(${group}\\d{2,3})*${group}\\d{3}|\\d+)?(${point}\\d*)?$`);
}
