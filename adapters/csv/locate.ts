import { open } from 'node:fs/promises';
import { type RecordSpan, walkRecords } from './records.ts';

export interface WantedRecords {
  /** 1-based line of the header; data records are counted from the line after it. */
  headerLine: number;
  delimiter: string;
  /** Byte offsets of records that the engine could not take. */
  offsets: readonly number[];
  /** Those of them where it met a quotation mark that is never closed: the record behind is shown too. */
  torn?: ReadonlySet<number>;
  /** 0-based places among the records that it did take. */
  ordinals: ReadonlySet<number>;
}

export interface Located {
  line: number;
  text: string;
  /** Set for a record that was wanted by its offset. */
  offset?: number;
  /** The record behind a torn one; absent at the end of the file. */
  following?: { line: number; text: string };
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
export async function locate(
  path: string,
  { headerLine, delimiter, offsets, torn, ordinals }: WantedRecords,
): Promise<Survey> {
  const pending = offsets.toSorted((left, right) => left - right);
  const found: Found[] = [];
  let next = 0;
  let records = 0;
  let taken = 0;
  let previousEnd = 0;
  let before: Found | undefined;
  await walkRecords(path, { delimiter, headerLine }, (span) => {
    if (span.end === span.start) return;
    records += 1;
    if (before) before.following = span;
    before = undefined;
    // Offsets inside of an earlier record fit none: the engine saw other records than this walk.
    while (next < pending.length && (pending[next] as number) < previousEnd) next += 1;
    previousEnd = span.end;
    // The engine's offset of a record may lie before it: in the line end behind the last one, or at the blank lines between.
    const offset = pending[next];
    if (offset !== undefined && offset <= span.start) {
      const record = { ...span, offset };
      if (torn?.has(offset)) before = record;
      found.push(record);
      next += 1;
      return;
    }
    if (ordinals.has(taken)) found.push({ ...span, ordinal: taken });
    taken += 1;
  });
  return { located: await withText(path, found), records };
}

type Found = RecordSpan & Pick<Located, 'offset' | 'ordinal'> & { following?: RecordSpan };

/** An unclosed quotation mark may swallow the rest of a large file. This much is enough to read, and the original is stored. */
const longestText = 8 * 1024 * 1024;

/** Read afterwards, by place: a file may have many bad records, but they are never held beside the walk. */
async function withText(path: string, found: readonly Found[]): Promise<Located[]> {
  const file = await open(path);
  const textOf = async ({ start, end }: RecordSpan): Promise<string> => {
    const length = Math.min(end - start, longestText);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, start);
    return buffer.toString('utf-8');
  };
  try {
    const located: Located[] = [];
    for (const { start, end, line, following, ...wanted } of found)
      located.push({
        ...wanted,
        line,
        text: await textOf({ start, end, line }),
        ...(following && { following: { line: following.line, text: await textOf(following) } }),
      });
    return located;
  } finally {
    await file.close();
  }
}
