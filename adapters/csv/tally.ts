import { createHash } from 'node:crypto';

const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;

/** What passes by while a file is stored. */
export interface FileTally {
  sha256: string;
  bytes: number;
  /** Lines that are not blank; undefined where quotation marks or another encoding make lines and records different things. */
  lines: number | undefined;
}

/** Hands the bytes on and counts them; `result()` is complete when the stream has ended. */
export function tallied(
  source: AsyncIterable<Uint8Array>,
  isUtf8: boolean,
): { stream: AsyncIterable<Uint8Array>; result(): FileTally } {
  const hash = createHash('sha256');
  const count = { bytes: 0, lines: 0, quotes: !isUtf8, open: false };
  async function* stream() {
    for await (const chunk of source) {
      hash.update(chunk);
      count.bytes += chunk.length;
      if (!count.quotes) countLines(chunk, count);
      yield chunk;
    }
  }
  return {
    stream: stream(),
    result: () => ({
      sha256: hash.digest('hex'),
      bytes: count.bytes,
      lines: count.quotes ? undefined : count.lines + (count.open ? 1 : 0),
    }),
  };
}

/** `open`: the line so far holds something. Jumps from line end to line end, so that it keeps up with the disk. */
function countLines(chunk: Uint8Array, count: { lines: number; quotes: boolean; open: boolean }): void {
  if (chunk.includes(quote)) {
    count.quotes = true;
    return;
  }
  let start = 0;
  for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
    const length = end - start;
    if (count.open || length > 1 || (length === 1 && chunk[start] !== carriageReturn)) count.lines += 1;
    count.open = false;
    start = end + 1;
  }
  if (start < chunk.length) count.open = true;
}
