import { createReadStream } from 'node:fs';

export const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Where in a field a walk is. */
const [atStart, bare, inQuotes, behindQuote] = [0, 1, 2, 3];

/** The quotation rules of CSV: marks count only where a field begins; two of them inside of marks are one that is meant. */
function nextState(state: number, byte: number, separator: number): number {
  if (state === inQuotes) return byte === quote ? behindQuote : inQuotes;
  if (byte === quote && state !== bare) return inQuotes;
  return byte === separator ? atStart : bare;
}

/** Whether every quotation mark is closed with its field's end behind it, the last one is open, or something else follows one. */
export function quoting(text: string, delimiter: string): 'whole' | 'open' | 'broken' {
  const separator = delimiter.charCodeAt(0);
  let state: number = atStart;
  for (const byte of Buffer.from(text)) {
    if (state === behindQuote && byte !== separator && byte !== quote) return 'broken';
    state = nextState(state, byte, separator);
  }
  return state === inQuotes ? 'open' : 'whole';
}

export interface RecordSpan {
  /** Bytes of the record without its line end; a blank line is a span of no bytes. */
  start: number;
  end: number;
  /** 1-based line on which it begins. */
  line: number;
}

/** Walks the records of a UTF-8 file that come after the header. Preamble lines are lines, whatever quotation marks they hold. */
export async function walkRecords(
  path: string,
  { delimiter, headerLine }: { delimiter: string; headerLine: number },
  onRecord: (span: RecordSpan) => void,
): Promise<void> {
  const separator = delimiter.charCodeAt(0);
  let state: number = atStart;
  let line = 1;
  let recordLine = 1;
  let start = 0;
  let position = 0;
  let last = 0;
  const endRecord = () => {
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
      } else if (position >= byteOrderMark.length || byte !== byteOrderMark[position]) {
        state = nextState(state, byte, separator);
      }
      last = byte;
      position += 1;
    }
  }
  if (position > start) endRecord();
}

/**
 * The same bytes with every line end outside of quotation marks as "\n", for an engine that takes one kind only. Lines stay the
 * same lines; a carriage return that ends no line becomes a space, unless the file has no other line ends (`carriageReturnsOnly`).
 */
export async function* withOneLineEnd(
  source: AsyncIterable<Uint8Array>,
  {
    delimiter,
    headerLine,
    carriageReturnsOnly,
  }: { delimiter: string; headerLine: number; carriageReturnsOnly: boolean },
): AsyncGenerator<Uint8Array> {
  const separator = delimiter.charCodeAt(0);
  const lone = carriageReturnsOnly ? newline : 0x20;
  let state: number = atStart;
  let line = 1;
  let pendingReturn = false;
  for await (const chunk of source) {
    const out = Buffer.allocUnsafe(chunk.length + 1);
    let length = 0;
    const put = (byte: number) => {
      out[length++] = byte;
      if (byte === newline) line += 1;
      state =
        byte === newline && (state !== inQuotes || line <= headerLine) ? atStart : nextState(state, byte, separator);
    };
    for (const byte of chunk) {
      if (pendingReturn && byte !== newline) put(lone);
      pendingReturn = byte === carriageReturn && state !== inQuotes;
      if (!pendingReturn) put(byte);
    }
    yield out.subarray(0, length);
  }
  if (pendingReturn) yield Uint8Array.of(lone);
}
