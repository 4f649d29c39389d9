/** How often a SQL file reads each table and raw relation, its views and CTEs unfolded as an engine does that keeps none of them. */
import type { SqlFiles, View } from '../../core/sql/sql-models.ts';

type Uses = Map<string, number>;

export function relationUses(files: SqlFiles, views: readonly View[]): (file: string) => Uses {
  const viewText = new Map(views.map(({ name, select }) => [name, select]));
  const known = new Map<string, Uses>();

  const usesOf = (text: string): Uses => {
    const bare = text.replace(/'(?:[^']|'')*'|--.*$/gm, '').replaceAll('distinct from', '');
    const ctes = new Map([...bare.matchAll(/^(\w+) as \(\n([\s\S]*?)^\)/gm)].map(([, name, body]) => [name!, body!]));
    const main = bare.replace(/^(\w+) as \(\n[\s\S]*?^\)/gm, '');
    const unfold = (part: string): Uses => {
      const sum: Uses = new Map();
      for (const [, name] of part.matchAll(/\b(?:from|join|merge into)\s+([a-z_]\w*)/g)) {
        const inner = ctes.get(name!);
        add(sum, inner === undefined ? ofRelation(name!) : unfold(inner));
      }
      return sum;
    };
    return unfold(main);
  };

  const ofRelation = (name: string): Uses => {
    const view = viewText.get(name);
    if (view === undefined) return new Map([[name, 1]]);
    const uses = known.get(name) ?? usesOf(view);
    known.set(name, uses);
    return uses;
  };

  return (file) => usesOf(files.get(file) ?? '');
}

function add(sum: Uses, more: Uses): void {
  for (const [name, times] of more) sum.set(name, (sum.get(name) ?? 0) + times);
}
