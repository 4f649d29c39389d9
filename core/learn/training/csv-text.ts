/** CSV as RFC 4180 has it, with "\n" between lines: what Python's csv module reads without being told anything. */
import { StoredDataError } from '../../errors.ts';

export type Cell = string | number | null;

/** Numbers keep all their digits; null is an empty cell. */
export const toCsv = (header: readonly string[], rows: Iterable<readonly Cell[]>): string => {
  const lines = [header.map(cellText).join(',')];
  for (const row of rows) lines.push(row.map(cellText).join(','));
  return `${lines.join('\n')}\n`;
};

const cellText = (cell: Cell): string => {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
};

export interface CsvTable {
  header: string[];
  rows: string[][];
}

/** The first line is the header. A StoredDataError names the line that has more or fewer cells. */
export function parseCsv(name: string, text: string): CsvTable {
  const [header = [], ...rows] = recordsOf(text);
  const odd = rows.findIndex((row) => row.length !== header.length);
  if (odd >= 0)
    throw new StoredDataError(name, `record ${odd + 2} has ${rows[odd]?.length} cells, the header ${header.length}`);
  return { header, rows };
}

function recordsOf(text: string): string[][] {
  if (!text.includes('"'))
    return text
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .map((line) => line.split(','));
  const records: string[][] = [];
  let record: string[] = [];
  // a cell, quoted or plain, and what ends it
  for (const [whole, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (whole === '' && record.length === 0) break;
    record.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (record.length > 1 || record[0] !== '') records.push(record);
    record = [];
  }
  return records;
}
