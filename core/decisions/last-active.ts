/** A campaign never loses its last active creative. */

/** What must stay among the active creatives of one campaign: the one of them that is believed best. */
export function bestOf<T extends { posteriorRate: number; probabilityWorse: number; id: string }>(
  active: readonly T[],
): T | undefined {
  return [...active].sort(
    (a, b) => b.posteriorRate - a.posteriorRate || a.probabilityWorse - b.probabilityWorse || (a.id < b.id ? -1 : 1),
  )[0];
}
