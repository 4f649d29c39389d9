import { reads, type SqlFiles, viewsInOrder } from './sql-models.ts';

/** A table or view of the warehouse. */
export interface Relation {
  name: string;
  /** What one row is, from the first line of its file. */
  grain: string;
  /** It reads raw objects, which are readable only while a run is merged. */
  readsRaw: boolean;
}

/** Every table of `tables/` and every view, by name. */
export function relationsOf(files: SqlFiles): Relation[] {
  const tables = [...files]
    .filter(([path]) => path.startsWith('tables/'))
    .map(([path, text]) => ({ name: path.slice('tables/'.length), grain: grainOf(text), readsRaw: false }));
  const relations: Relation[] = [];
  for (const view of viewsInOrder(files)) {
    const readsRaw =
      /\b(from|join)\s+raw_/i.test(view.select) || relations.some((below) => below.readsRaw && reads(view, below.name));
    relations.push({ name: view.name, grain: grainOf(view.select), readsRaw });
  }
  return [...tables, ...relations].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Those that people can ask: whole at any time. */
export const askableRelations = (files: SqlFiles): Relation[] => relationsOf(files).filter(({ readsRaw }) => !readsRaw);

const grainOf = (text: string): string => (/^-- grain: (.*)/.exec(text)?.[1] ?? '').replace(/[.;:] .*/, '');
