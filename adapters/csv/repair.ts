import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describeProblem } from '../../core/collect/imports/row-problems.ts';
import type { BadRow } from './bad-rows.ts';
import type { ReadPlan } from './plan.ts';
import { newline, quoting, withOneLineEnd } from './records.ts';
import { parseRows, type Sample } from './sample.ts';

/** Lines of a record that are looked at for a row that it swallowed. */
const inspectedLines = 6;

/** A working copy with one kind of line end, for an engine that takes no mixture. */
export const copyWithOneLineEnd = (path: string, target: string, sample: Sample): Promise<void> =>
  write(withOneLineEnd(createReadStream(path), sample), target);

/** A working copy in which some lines are blank; every other line keeps its number. */
export const copyWithoutLines = (path: string, target: string, lines: ReadonlySet<number>): Promise<void> =>
  write(blankLines(createReadStream(path), lines), target);

const write = (source: AsyncIterable<Uint8Array>, target: string): Promise<void> =>
  pipeline(Readable.from(source), createWriteStream(target));

async function* blankLines(source: AsyncIterable<Uint8Array>, lines: ReadonlySet<number>): AsyncGenerator<Uint8Array> {
  let line = 1;
  for await (const chunk of source) {
    const out = Buffer.allocUnsafe(chunk.length);
    let length = 0;
    for (const byte of chunk) {
      if (byte === newline || !lines.has(line)) out[length++] = byte;
      if (byte === newline) line += 1;
    }
    yield out.subarray(0, length);
  }
}

/** A row whose quotation mark is never closed, and how many lines of its record are its own. */
export interface SwallowingRow {
  row: BadRow;
  lines: number[];
}

/**
 * Rows that the rows below became part of: recognised by a line inside of the record that begins as a row does, with a date in the
 * date's place. Without them the rows below can be read.
 */
export function swallowingRows(rows: readonly BadRow[], { sample, recognition }: ReadPlan): SwallowingRow[] {
  const { delimiter, header } = sample;
  const place = header.columns.indexOf(recognition.mapping.date[0] ?? '');
  const dates = new Set(sample.rows.map((row) => shapeOf(row[place] ?? '')));
  const isRow = (line: string) => {
    // its last cell may go on below
    const cells = parseRows(quoting(line, delimiter) === 'open' ? `${line}"` : line, delimiter)[0] ?? [];
    return place < 0
      ? cells.length === header.columns.length
      : cells.length > 1 && dates.has(shapeOf(cells[place] ?? ''));
  };
  return rows.flatMap((row) => {
    const [first = '', ...others] = row.text.split('\n', inspectedLines);
    const own = 1 + others.findIndex(isRow);
    if (row.line === null || own === 0) return [];
    const line = row.line;
    const text = [first, ...others].slice(0, own).join('\n').replace(/\r$/, '');
    return [
      {
        row: { ...row, ...describeProblem(row.column ?? 'The line', 'unquoted value', ''), text },
        lines: Array.from({ length: own }, (_, at) => line + at),
      },
    ];
  });
}

/** "2024-01-31" and "1999-12-01" have one shape. */
const shapeOf = (cell: string): string =>
  cell
    .trim()
    .replace(/\d+/g, '9')
    .replace(/\p{L}+/gu, 'a');
