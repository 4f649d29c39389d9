import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from '../../cli/runtime.ts';
import { parseCsv } from '../../core/learn/training/csv-text.ts';

/** Rows of a data set beside the repository, by column; undefined where it is not there. */
export function sharedRows(path: string): Record<string, string>[] | undefined {
  const file = resolve(projectRoot, '..', 'shared', 'data', path);
  if (!existsSync(file)) return undefined;
  const { header, rows } = parseCsv(path, readFileSync(file, 'utf8'));
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] as string])));
}

export const withoutData = (path: string): string => `not measured: there is no ../shared/data/${path}`;

/** Splits what a key names into folds that are always the same. */
export const foldOf = (share: number, folds: number): number => Math.floor(share * folds);
