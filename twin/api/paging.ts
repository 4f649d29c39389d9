/** The two ways of paging (docs/linkedin-api.md §5): opaque cursors for the ad entities, start and count for the rest. */
import { keyOf } from '../random.ts';
import type { Parameters } from './parameters.ts';
import { ok, paramInvalid, plainError, type Reply } from './reply.ts';
import type { ApiRequest } from './request.ts';

/** `start` and `count` are left over from the paging before 202401: clients in use still send them, and are served. */
export const cursorParameters = ['pageSize', 'pageToken', 'sortOrder', 'start', 'count'];
export const offsetParameters = ['start', 'count'];

export const pageSizes = { cursor: 100, cursorMax: 1000, creativesMax: 100, offset: 10, offsetMax: 1000 } as const;

interface Page<T> {
  request: ApiRequest;
  parameters: Parameters;
  /** All matches, in the order of their ids. */
  matches: T[];
  shape: (item: T) => Record<string, unknown>;
  maxPageSize?: number;
}

export function cursorPage<T>({
  request,
  parameters,
  matches,
  shape,
  maxPageSize = pageSizes.cursorMax,
}: Page<T>): Reply {
  const pageSize = parameters.integer('pageSize', pageSizes.cursor);
  if (pageSize < 1 || pageSize > maxPageSize)
    throw paramInvalid('pageSize', `Value must be between 1 and ${maxPageSize}`);
  const search = keyOf(request.rawQuery.replace(/&?pageToken=[^&]*/, '').replace(/&?pageSize=[^&]*/, ''));
  const start = startOfCursor(parameters.optionalText('pageToken'), pageSize, search);
  const ordered = inOrder(matches, parameters.optionalText('sortOrder'));
  const elements = ordered.slice(start, start + pageSize).map((item) => masked(shape(item), parameters.fields()));
  const next = start + pageSize;
  if (next >= ordered.length) return ok({ elements, metadata: {} });
  const from =
    request.pageFault === 'duplicate-page' ? start : request.pageFault === 'missing-page' ? next + pageSize : next;
  return ok({ elements, metadata: { nextPageToken: cursorOf(from, pageSize, search) } });
}

/** A cursor holds where to go on, for which search and page size; with another of either it is refused. */
const cursorOf = (start: number, pageSize: number, search: number): string =>
  Buffer.from(JSON.stringify([start, pageSize, search])).toString('base64url');

function startOfCursor(token: string | null, pageSize: number, search: number): number {
  if (token === null) return 0;
  const [start, size, of] = parsedCursor(token);
  if (size !== pageSize) throw paramInvalid('pageSize', 'pageSize must stay the same between pages');
  if (of !== search || start === undefined) throw paramInvalid('pageToken');
  return start;
}

function parsedCursor(token: string): number[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed.length === 3 && parsed.every(Number.isInteger)) return parsed as number[];
  } catch {
    // Not one of ours: answered below.
  }
  throw paramInvalid('pageToken');
}

export function offsetPage<T>({ request, parameters, matches, shape }: Page<T>): Reply {
  const start = parameters.integer('start', 0);
  const count = parameters.integer('count', pageSizes.offset);
  if (count > pageSizes.offsetMax) throw plainError(400, `Specified count is larger than ${pageSizes.offsetMax}`);
  const shift = request.pageFault === 'missing-page' ? count : request.pageFault === 'duplicate-page' ? -count : 0;
  const from = Math.max(0, start + shift);
  const elements = matches.slice(from, from + count).map((item) => masked(shape(item), parameters.fields()));
  return ok({ elements, paging: { start, count, links: [], total: matches.length } });
}

function inOrder<T>(matches: T[], sortOrder: string | null): T[] {
  if (sortOrder === null || sortOrder === 'ASCENDING') return matches;
  if (sortOrder !== 'DESCENDING') throw paramInvalid('sortOrder');
  return matches.toReversed();
}

/** The `fields` mask, at the top level. */
export function masked(entity: Record<string, unknown>, fields: string[] | null): Record<string, unknown> {
  if (fields === null) return entity;
  return Object.fromEntries(Object.entries(entity).filter(([name]) => fields.includes(name)));
}
