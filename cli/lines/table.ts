/** Rows as aligned text for a person. What a cell says may come from an ad: nothing in it moves a terminal's cursor. */

export interface ShownColumn {
  name: string;
  /** The engine's word, such as `DECIMAL(18,9)`; numbers stand to the right. */
  type: string;
  /** Never cut. */
  whole?: boolean;
}

/** Longer texts are cut in a table; `--json` has them whole. */
const longestCell = 60;
const gap = '  ';

/** One line per row under a header; or, where that is wider than `width`, a line per cell. */
export function tableLines(
  columns: readonly ShownColumn[],
  rows: readonly (readonly unknown[])[],
  width = Number.POSITIVE_INFINITY,
): string[] {
  const titles = columns.map(({ name }) => shown(name));
  const cells = columns.map(({ type, whole }, at) => {
    const texts = rows.map((row) => shown(row[at], whole));
    return type.startsWith('DECIMAL') ? alignedPoints(texts) : texts;
  });
  const widths = titles.map((title, at) => longest([title, ...(cells[at] ?? [])]));
  const total = widths.reduce((sum, each) => sum + each + gap.length, -gap.length);
  if (total > width && rows.length > 0) return records(titles, cells, rows.length);
  const line = (texts: readonly string[]) =>
    texts
      .map((text, at) => padded(text, widths[at] ?? 0, isNumber(columns[at]?.type ?? '')))
      .join(gap)
      .trimEnd();
  return [
    line(titles),
    widths.map((each) => '-'.repeat(each)).join(gap),
    ...rows.map((_, row) => line(cells.map((column) => column[row] ?? ''))),
  ];
}

function records(titles: readonly string[], cells: readonly (readonly string[])[], rows: number): string[] {
  const widest = longest(titles);
  return Array.from({ length: rows }, (_, row) => [
    `row ${row + 1}`,
    ...titles.map((title, at) => `${gap}${padded(title, widest, false)}${gap}${cells[at]?.[row]}`),
  ]).flat();
}

const isNumber = (type: string): boolean =>
  /^(U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|DECIMAL|DOUBLE|FLOAT)/.test(type);

function shown(value: unknown, whole = false): string {
  if (value === null || value === undefined) return 'null';
  const text = visible(typeof value === 'object' ? JSON.stringify(value) : String(value));
  const letters = [...text];
  return letters.length > longestCell && !whole ? `${letters.slice(0, longestCell - 1).join('')}…` : text;
}

/** Control characters and those that turn the direction of writing, as JSON would write them. */
export const visible = (text: string): string =>
  text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, (letter) =>
    letter === '\n' ? '\\n' : letter === '\t' ? '\\t' : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** "12.340000000" and "5.000000000" become "12.34" and "5.00": as many places as the column's longest value needs. */
function alignedPoints(cells: readonly string[]): string[] {
  const places = longest(cells.map((cell) => cell.split('.')[1]?.replace(/0+$/, '') ?? ''));
  return cells.map((cell) => {
    const [whole = '', fraction] = cell.split('.');
    return fraction === undefined || places === 0 ? whole : `${whole}.${fraction.slice(0, places)}`;
  });
}

const lengthOf = (text: string): number => [...text].length;

const longest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, lengthOf(text)), 0);

function padded(text: string, width: number, toTheRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return toTheRight ? space + text : text + space;
}
