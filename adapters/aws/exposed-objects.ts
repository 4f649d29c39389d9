import { dateOf, platformOf } from '../../core/contracts/keys.ts';
import {
  type RawColumn,
  rawAnalyticsColumns,
  rawEntityColumns,
  rawImportRowColumns,
} from '../../core/contracts/raw-rows.ts';
import type { RawRelation } from '../../core/ports/warehouse.ts';

export const rawColumns: Readonly<Record<RawRelation, readonly RawColumn[]>> = {
  raw_import_rows: rawImportRowColumns,
  raw_analytics: rawAnalyticsColumns,
  raw_entities: rawEntityColumns,
};

export interface Place {
  database: string;
  /** The root of the data, without a slash at its end. */
  location: string;
}

/**
 * Exactly these objects of an external table, as a SELECT of the raw relation's columns. The partitions keep Athena from listing other
 * days; the path picks the objects. Without any object it reads nothing.
 */
export function exposedSelect(relation: RawRelation, keys: readonly string[], { database, location }: Place): string {
  const columns = rawColumns[relation].map(({ name }) => `"${name}"`).join(', ');
  const from = `select ${columns} from ${database}.${relation}`;
  if (keys.length === 0) return `${from} where false`;
  return [
    from,
    `where platform in (${texts(keys.map(platformOf))})`,
    `and dt in (${texts(keys.map(dateOf))})`,
    `and "$path" in (${texts(keys.flatMap((key) => pathsOf(`${location}/${key}`)))})`,
  ].join(' ');
}

/** Athena writes paths as keys are; a reader of file systems may escape a "%" once more, and a key never has that form itself. */
const pathsOf = (path: string): string[] => [path, path.replaceAll('%', '%25')];

const texts = (values: readonly string[]): string =>
  [...new Set(values)].map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
