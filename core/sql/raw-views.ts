/**
 * Narrows raw relations for one statement. Where an engine has no temporary views, changing a shared view for each run would show one
 * run's objects to another; so the raw relations, and the views that rest on them, are spelled out in front of the statement's own query.
 */
import { WarehouseError } from '../errors.ts';
import { type RawRelation, rawRelations } from '../ports/warehouse.ts';
import type { View } from './sql-models.ts';

/**
 * The statement with `with <raw relation> as (…), <views on it> as (…)` before its query: of a SELECT the whole, of a MERGE what stands
 * in `using (…)`. `views` come in the order in which they read each other; `raw` has a SELECT per relation. A statement that reads
 * nothing raw comes back as it is.
 */
export function withRawSelects(
  statement: string,
  views: readonly View[],
  raw: Readonly<Record<RawRelation, string>>,
): string {
  const sources = [...rawRelations.map((name) => ({ name, select: raw[name] })), ...viewsOnRaw(views)];
  const needed = new Set<string>();
  // From the last to the first: each is looked at when all that may read it are known.
  for (const { name } of sources.toReversed()) {
    const readers = [statement, ...sources.filter((each) => needed.has(each.name)).map(({ select }) => select)];
    if (readers.some((text) => isRead(name, text))) needed.add(name);
  }
  const spelt = sources
    .filter(({ name }) => needed.has(name))
    .map(({ name, select }) => `${name} as (\n${select.trim()}\n)`);
  return spelt.length === 0 ? statement : inserted(statement.trim(), spelt.join(',\n'));
}

/** Views that read a raw relation, or a view that does. */
export function viewsOnRaw(views: readonly View[]): View[] {
  const names = new Set<string>(rawRelations);
  const found: View[] = [];
  for (const view of views) {
    if (![...names].some((name) => isRead(name, view.select))) continue;
    names.add(view.name);
    found.push(view);
  }
  return found;
}

/** A relation that a database's name stands before is another one. */
const isRead = (name: string, text: string): boolean =>
  new RegExp(`\\b(from|join)\\s+${name}\\b(?!\\.)`, 'i').test(text);

function inserted(statement: string, spelt: string): string {
  const [, before, query] = /^(select\b|with\b)/i.test(statement)
    ? [statement, '', statement]
    : (/^(merge\b.*?\busing\s*\(\s*)(.*)$/is.exec(statement) ?? []);
  if (before === undefined || query === undefined)
    throw new WarehouseError(
      `raw relations are read by a statement that is neither a SELECT nor a MERGE: ${statement.slice(0, 80)}`,
      'Rewrite it as a SELECT or a MERGE.',
    );
  const own = query.replace(/^with\s+/i, '');
  return `${before}with ${spelt}${own === query ? '\n' : ',\n'}${own}`;
}
