import { type FileHandle, open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import type { Header } from '../../core/collect/imports/header.ts';
import type { ExplicitMapping } from '../../core/collect/imports/map-option.ts';
import { countFields } from '../../core/collect/imports/recognise.ts';
import { decode, detectEncoding, type Encoding } from './encoding.ts';

/** Enough for a few thousand rows; more would only make small files slower. */
const headBytes = 512 * 1024;
const tailBytes = 64 * 1024;
/** Preambles of the known exports have at most a dozen lines. */
const maximumPreamble = 60;
const delimiters = [',', '\t', ';', '|'] as const;

export interface Sample {
  bytes: number;
  /** Whether the rows below are all that the file has. */
  isWhole: boolean;
  encoding: Encoding;
  delimiter: string;
  /** 1-based. */
  headerLine: number;
  /** Line ends of old spreadsheets: not one newline in it. */
  carriageReturnsOnly: boolean;
  /** The preamble ends its lines otherwise than the table; the engine would lose rows in silence. */
  mixedLineEnds: boolean;
  /** Lines above the header that are not blank. */
  preambleLines: number;
  header: Header;
  /** Data rows from the start and from the end of the file. */
  rows: string[][];
}

/** Undefined when no line of the beginning names at least two known fields. */
export async function takeSample(path: string, map: ExplicitMapping): Promise<Sample | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const headPart = await readAt(file, 0, Math.min(size, headBytes));
    const encoding = detectEncoding(headPart);
    const raw = decode(headPart, encoding);
    const carriageReturnsOnly = raw.includes('\r') && !raw.includes('\n');
    const lines = (text: string) => (carriageReturnsOnly ? text.replaceAll('\r', '\n') : text);
    const headText = wholeLines(lines(raw), size > headBytes);
    const layout = findLayout(headText, map);
    if (!layout) return undefined;
    const head = parseRows(linesFrom(headText, layout.headerLine), layout.delimiter);
    const columns = head[0] ?? [];
    const tail =
      size > headBytes ? parseRows(lastLines(lines(await tailText(file, size, encoding))), layout.delimiter) : [];
    const rows = [...head.slice(1), ...tail.filter((row) => row.length === columns.length)];
    const filled = columns.map((_, at) => rows.length === 0 || rows.some((row) => (row[at] ?? '').trim() !== ''));
    const above = headText.split('\n', layout.headerLine - 1);
    const preambleLines = above.filter((line) => line.trim() !== '').length;
    const isWhole = size <= headBytes;
    return {
      bytes: size,
      isWhole,
      encoding,
      ...layout,
      carriageReturnsOnly,
      mixedLineEnds: mixesLineEnds(headText, layout.headerLine),
      preambleLines,
      header: { columns, filled },
      rows,
    };
  } finally {
    await file.close();
  }
}

/** The cells of the first line, by the separator that it holds most of; for showing a file that was not understood. */
export async function firstCells(path: string): Promise<string[]> {
  const file = await open(path);
  try {
    const head = await readAt(file, 0, headBytes);
    const line =
      decode(head, detectEncoding(head))
        .split('\n')
        .find((each) => each.trim() !== '') ?? '';
    const rows = delimiters.map((delimiter) => parseRows(line, delimiter)[0] ?? []);
    return rows.reduce((best, cells) => (cells.length > best.length ? cells : best), []);
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Looks no further than the first data row: quoted cells below may hold line ends of any kind. */
function mixesLineEnds(text: string, headerLine: number): boolean {
  const lines = text
    .split('\n')
    .slice(0, -1)
    .slice(0, headerLine + 1);
  const returns = lines.filter((line) => line.endsWith('\r')).length;
  return returns > 0 && returns < lines.length;
}

/** The end of the file, from an even place on, because characters of UTF-16 begin there. */
async function tailText(file: FileHandle, size: number, encoding: Encoding): Promise<string> {
  const start = size - tailBytes;
  return decode(await readAt(file, start - (start % 2), tailBytes + 1), encoding);
}

/** But for the first, which may be cut. */
const lastLines = (text: string): string => text.slice(text.indexOf('\n') + 1);

const wholeLines = (text: string, isCut: boolean): string => (isCut ? text.slice(0, text.lastIndexOf('\n') + 1) : text);

const linesFrom = (text: string, line: number): string =>
  text
    .split('\n')
    .slice(line - 1)
    .join('\n');

/** The delimiter and line under which most fields are recognised. */
function findLayout(text: string, map: ExplicitMapping): { delimiter: string; headerLine: number } | undefined {
  let best: { delimiter: string; headerLine: number } | undefined;
  let bestScore = 1;
  const lines = text.split('\n').slice(0, maximumPreamble);
  for (const delimiter of delimiters) {
    lines.forEach((line, at) => {
      const score = line.includes(delimiter) ? countFields(parseRows(line, delimiter)[0] ?? [], map) : 0;
      if (score > bestScore) {
        best = { delimiter, headerLine: at + 1 };
        bestScore = score;
      }
    });
  }
  return best;
}

/** Lenient: a sample is for looking. What is wrong with single rows is found when the engine reads the file. */
export function parseRows(text: string, delimiter: string): string[][] {
  if (!text.includes('"')) {
    const lines = text.split(/\r*\n/).filter((line) => line !== '' && line !== '\r');
    return lines.map((line) => line.split(delimiter));
  }
  const rows: string[][] = [];
  try {
    parse(text, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      // Found by itself, it would be the first one of a mixture.
      record_delimiter: ['\r\r\n', '\r\n', '\n'],
      bom: true,
      on_record: (row: string[]) => {
        rows.push(row);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // A quotation mark that is never closed swallows the rest; the first of its lines still shows its cells.
    const rest = text.split('\n').find((line) => line.includes('"')) ?? '';
    if (rows.length === 0) rows.push(rest.split(delimiter).map((cell) => cell.replace(/^"|"$/g, '')));
  }
  return rows;
}
