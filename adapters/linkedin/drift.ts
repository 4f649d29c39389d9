/** Reads elements one by one: what cannot be read is rejected alone, what is unknown is reported and kept in `source`. */
import type { z } from 'zod';
import type { Drift, JsonObject, ListResult, RejectedElement } from '../../core/ports/ad-platform.ts';
import { withoutPersons } from './person-data.ts';

/** Paths begin with `entity`. `toRecord` gets what the schema read, and the element as it came without persons. */
export function listResult<S extends z.ZodType, T>(
  entity: string,
  elements: readonly unknown[],
  schema: S,
  toRecord: (parsed: z.output<S>, source: JsonObject) => T,
): ListResult<T> {
  const records: T[] = [];
  const rejected: RejectedElement[] = [];
  const drift = driftCounter();
  for (const element of elements) {
    const source = withoutPersons(element);
    const parsed = schema.safeParse(source);
    if (parsed.success) {
      records.push(toRecord(parsed.data, source as JsonObject));
      drift.add('unknown', unknownPaths(source, parsed.data, entity));
    } else {
      const [issue] = parsed.error.issues;
      rejected.push(
        rejectedElement([entity, ...(issue?.path ?? [])].join('.'), issue?.message ?? 'unreadable', source),
      );
    }
  }
  return { records, rejected, drift: drift.list() };
}

export const rejectedElement = (path: string, reason: string, source: unknown): RejectedElement => ({
  path,
  reason,
  remedy: 'Compare it with the documentation of the API version in use. The whole element is kept here.',
  text: JSON.stringify(source),
});

export interface DriftCounter {
  /** Counts each path once: call it once per element. */
  add(change: Drift['change'], paths: Iterable<string>): void;
  addCounted(entry: Drift): void;
  list(): Drift[];
}

export function driftCounter(): DriftCounter {
  const counts = new Map<string, Drift>();
  const addCounted = ({ path, change, seen }: Drift): void => {
    const key = `${change} ${path}`;
    const known = counts.get(key);
    if (known) known.seen += seen;
    else counts.set(key, { path, change, seen });
  };
  return {
    addCounted,
    add: (change, paths) => {
      for (const path of new Set(paths)) addCounted({ path, change, seen: 1 });
    },
    list: () => [...counts.values()].sort((one, other) => one.path.localeCompare(other.path)),
  };
}

/** Paths that the raw value has and the parsed one has not; `[]` stands for every element of a list. */
export function unknownPaths(raw: unknown, parsed: unknown, path: string): string[] {
  if (Array.isArray(raw) && Array.isArray(parsed)) {
    return raw.flatMap((item, index) => unknownPaths(item, parsed[index], `${path}[]`));
  }
  if (!isObject(raw)) return raw !== null && raw !== undefined && parsed === undefined ? [path] : [];
  if (parsed === undefined) return [path];
  if (!isObject(parsed)) return [];
  return Object.entries(raw).flatMap(([key, inner]) => unknownPaths(inner, parsed[key], `${path}.${key}`));
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
