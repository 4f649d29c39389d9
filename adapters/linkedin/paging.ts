/**
 * LinkedIn's two pagings. Cursor: `pageToken` until `metadata.nextPageToken` is absent. Offset: `start` and `count` until a page
 * is not full. The steps are pure; the generators only call and yield.
 */
import { createHash } from 'node:crypto';
import { AnswerUnusableError } from '../../core/ports/ad-platform-errors.ts';

/** 15,000 creatives in pages of 100 are 150: reaching this limit means going round in circles. */
const mostPages = 1000;

/** What must not come again: page tokens that were used, and the content of pages that were not empty. */
export interface Seen {
  tokens: ReadonlySet<string>;
  contents: ReadonlySet<string>;
  pages: number;
}

export const nothingSeen: Seen = { tokens: new Set(), contents: new Set(), pages: 0 };

export interface CursorPage {
  elements: readonly unknown[];
  nextPageToken: string | undefined;
}

export type PageStep<Position> = { problem: string } | { problem?: undefined; seen: Seen; next: Position | undefined };

/** An empty page with a token is not the end; only an absent token is. */
export function cursorStep(seen: Seen, page: CursorPage): PageStep<string> {
  const token = page.nextPageToken || undefined;
  if (token !== undefined && seen.tokens.has(token)) return { problem: `the page token ${token} came twice` };
  const after = withPage(seen, page.elements);
  if (after.problem !== undefined) return after;
  return {
    seen: token === undefined ? after.seen : { ...after.seen, tokens: new Set([...seen.tokens, token]) },
    next: token,
  };
}

/** `start` is where the page began. */
export function offsetStep(seen: Seen, elements: readonly unknown[], start: number, count: number): PageStep<number> {
  const after = withPage(seen, elements);
  if (after.problem !== undefined) return after;
  return { seen: after.seen, next: elements.length < count ? undefined : start + count };
}

function withPage(seen: Seen, elements: readonly unknown[]): { problem: string } | { problem?: undefined; seen: Seen } {
  if (seen.pages >= mostPages) return { problem: `there is no end after ${mostPages} pages` };
  const content = createHash('sha256').update(JSON.stringify(elements)).digest('hex');
  if (elements.length > 0 && seen.contents.has(content)) return { problem: 'the same page came twice' };
  return { seen: { tokens: seen.tokens, contents: new Set([...seen.contents, content]), pages: seen.pages + 1 } };
}

/** Every page's elements. Throws an AnswerUnusableError before a page is given out twice. */
export async function* cursorPages(
  call: string,
  fetchPage: (pageToken: string | undefined) => Promise<CursorPage>,
): AsyncGenerator<readonly unknown[]> {
  let seen = nothingSeen;
  let token: string | undefined;
  do {
    const page = await fetchPage(token);
    const step = cursorStep(seen, page);
    if (step.problem !== undefined) throw pagingError(call, step.problem);
    yield page.elements;
    ({ seen, next: token } = step);
  } while (token !== undefined);
}

export async function* offsetPages(
  call: string,
  count: number,
  fetchPage: (start: number) => Promise<readonly unknown[]>,
): AsyncGenerator<readonly unknown[]> {
  let seen = nothingSeen;
  let start: number | undefined = 0;
  while (start !== undefined) {
    const elements: readonly unknown[] = await fetchPage(start);
    const step: PageStep<number> = offsetStep(seen, elements, start, count);
    if (step.problem !== undefined) throw pagingError(call, step.problem);
    yield elements;
    ({ seen, next: start } = step);
  }
}

const pagingError = (call: string, problem: string): AnswerUnusableError =>
  new AnswerUnusableError(
    { call, said: `paging failed: ${problem}`, requestId: null },
    'Nothing of this list was stored. Run again. If this repeats, the platform has changed its paging.',
  );
