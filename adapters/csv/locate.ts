import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;

export interface Wanted {
  /** 1-based line of the header; data records are counted from the line after it. */
  headerLine: number;
  delimiter: string;
  /** Byte offsets of records that the engine could not take. */
  offsets: ReadonlySet<number>;
  /** 0-based places among the records that it did take. */
  ordinals: ReadonlySet<number>;
}

export interface Located {
  line: number;
  text: string;
  /** Set for a record that was wanted by its offset. */
  offset?: number;
  /** Set for a record that was wanted by its place. */
  ordinal?: number;
}

export interface Survey {
  located: Located[];
  /** Data records in the file, by the quotation rules of CSV. */
  records: number;
}

/**
 * Walks a UTF-8 file record by record, to give bad records their line and whole text. This is the second pass, made only when
 * the first one met something bad; it looks at quotation marks and line ends alone.
 */
export async function locate(path: string, { headerLine, delimiter, offsets, ordinals }: Wanted): Promise<Survey> {
  const found: (Omit<Located, 'text'> & Span)[] = [];
  let records = 0;
  let taken = 0;
  let blankOffset: number | undefined;
  await walkRecords(path, delimiter, headerLine, (span) => {
    if (span.end === span.start) {
      // The engine names a record it could not take by the blank lines before it.
      if (offsets.has(span.start)) blankOffset = span.start;
      return;
    }
    records += 1;
    const offset = offsets.has(span.start) ? span.start : blankOffset;
    blankOffset = undefined;
    if (offset !== undefined) {
      found.push({ ...span, offset });
      return;
    }
    if (ordinals.has(taken)) found.push({ ...span, ordinal: taken });
    taken += 1;
  });
  return { located: await withText(path, found), records };
}

interface Span {
  /** Bytes of the record without its line end. */
  start: number;
  end: number;
  line: number;
}

/** Where in a field the walk is. */
const atStart = 0;
const bare = 1;
const inQuotes = 2;
const behindQuote = 3;

async function walkRecords(
  path: string,
  delimiter: string,
  headerLine: number,
  onRecord: (span: Span) => void,
): Promise<void> {
  const separator = delimiter.charCodeAt(0);
  let state = atStart;
  let line = 1;
  let recordLine = 1;
  let start = 0;
  let position = 0;
  let last = 0;
  const endRecord = () => {
    // Preamble lines are lines, whatever quotation marks they hold; the header is a record.
    if (recordLine > headerLine)
      onRecord({ start, end: last === carriageReturn ? position - 1 : position, line: recordLine });
    state = atStart;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    for (const byte of chunk as Uint8Array) {
      if (byte === newline) {
        line += 1;
        if (state !== inQuotes || recordLine < headerLine) {
          endRecord();
          start = position + 1;
          recordLine = line;
        }
      } else {
        state = nextState(state, byte, separator);
      }
      last = byte;
      position += 1;
    }
  }
  if (position > start) endRecord();
}

function nextState(state: number, byte: number, separator: number): number {
  if (state === inQuotes) return byte === quote ? behindQuote : inQuotes;
  if (byte === quote && state !== bare) return inQuotes;
  return byte === separator ? atStart : bare;
}

/** Read afterwards, by place: a file may have many bad records, but they are never held beside the walk. */
async function withText(path: string, found: (Omit<Located, 'text'> & Span)[]): Promise<Located[]> {
  const file = await open(path);
  try {
    const located: Located[] = [];
    for (const { start, end, ...where } of found) {
      const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      located.push({ ...where, text: buffer.toString('utf-8') });
    }
    return located;
  } finally {
    await file.close();
  }
}
