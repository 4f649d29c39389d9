/** A lower rate may still be the cheaper way to a result: impressions have prices, too. */
import type { Evidence } from './evidence.ts';

/** Money per KPI result over several creatives of one currency; null when a cost is unknown, Infinity when nothing came of it. */
export function costPerResult(creatives: readonly Evidence[]): number | null {
  let cost = 0;
  let results = 0;
  for (const creative of creatives) {
    if (creative.cost === null) return null;
    cost += creative.cost;
    results += creative.counts.successes;
  }
  if (results === 0) return cost === 0 ? null : Number.POSITIVE_INFINITY;
  return cost / results;
}

/** Money for as many more impressions at the creative's own price; null when that is not known. */
export function costOfImpressions({ cost, counts }: Evidence, impressions: number | null): number | null {
  if (cost === null || impressions === null || counts.trials === 0) return null;
  return (cost / counts.trials) * impressions;
}
