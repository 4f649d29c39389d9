import { createReadStream } from 'node:fs';
import type { FileDialect } from '../../core/contracts/imports.ts';

export type Encoding = FileDialect['encoding'];

/** Share of NUL bytes at odd or even places above which text without a byte order mark is UTF-16. */
const nulShare = 0.3;

/** By byte order mark, else by where the NULs are, else UTF-8 if it is valid and Windows-1252 if not. */
export function detectEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const half = Math.max(1, head.length / 2);
  const nuls = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1;
  });
  if ((nuls[1] ?? 0) / half > nulShare) return 'utf-16le';
  if ((nuls[0] ?? 0) / half > nulShare) return 'utf-16be';
  return isUtf8(head) ? 'utf-8' : 'windows-1252';
}

const replacement = '\ufffd';

/**
 * A few broken bytes do not make another encoding: they cost their rows. Without a mark, text is UTF-8 if no more of its
 * letters beyond ASCII are wrong than right. A character cut off at the end of the sample is forgiven.
 */
function isUtf8(bytes: Uint8Array): boolean {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return true;
  let right = 0;
  let wrong = 0;
  for (const [character] of new TextDecoder('utf-8').decode(bytes, { stream: true }).matchAll(/[^\0-\x7f]/gu)) {
    if (character === replacement) wrong += 1;
    else right += 1;
  }
  return right >= wrong;
}

/** Bytes to text without the byte order mark; a character cut off at the end is left out. */
export function decode(bytes: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(bytes, { stream: true });
}

/** The file's text as UTF-8, in pieces: memory stays flat whatever its size. */
export async function* asUtf8(path: string, encoding: Encoding): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    yield Buffer.from(decoder.decode(chunk as Uint8Array, { stream: true }), 'utf-8');
  }
  const rest = decoder.decode();
  if (rest !== '') yield Buffer.from(rest, 'utf-8');
}
