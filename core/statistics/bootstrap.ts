/** How sure a difference is that was seen on these rows: the same, on rows drawn anew from them. */

export interface Lift {
  /** Share of the reference's loss that is saved; below 0 it is worse. Null where the reference loses nothing. */
  lift: number | null;
  /** Four of five draws lie between these. */
  low: number | null;
  high: number | null;
  /** Share of the draws in which it is better. */
  probabilityBetter: number | null;
}

const draws = 1000;
const seed = 7;

/** Losses by row; rows of one cluster are drawn together, for they are alike. The same rows always give the same interval. */
export function bootstrapLift(ours: Float64Array, reference: Float64Array, clusters: readonly string[]): Lift {
  const sums = clusterSums(ours, reference, clusters);
  const lift = liftOf(
    sums,
    sums.map((_, at) => at),
  );
  if (lift === null) return { lift, low: null, high: null, probabilityBetter: null };
  const next = generator(seed);
  const drawn = Array.from(
    { length: draws },
    () =>
      liftOf(
        sums,
        sums.map(() => Math.floor(next() * sums.length)),
      ) ?? 0,
  );
  const ordered = drawn.toSorted((one, other) => one - other);
  return {
    lift,
    low: ordered[Math.floor(draws * 0.1)] ?? null,
    high: ordered[Math.ceil(draws * 0.9) - 1] ?? null,
    probabilityBetter: drawn.filter((each) => each > 0).length / draws,
  };
}

function clusterSums(ours: Float64Array, reference: Float64Array, clusters: readonly string[]): [number, number][] {
  const sums = new Map<string, [number, number]>();
  for (const [row, cluster] of clusters.entries()) {
    const [mine, theirs] = sums.get(cluster) ?? [0, 0];
    sums.set(cluster, [mine + ours[row]!, theirs + reference[row]!]);
  }
  return [...sums.values()];
}

function liftOf(sums: readonly [number, number][], chosen: readonly number[]): number | null {
  let mine = 0;
  let theirs = 0;
  for (const at of chosen) {
    const [ours, reference] = sums[at]!;
    mine += ours;
    theirs += reference;
  }
  return theirs > 0 ? 1 - mine / theirs : null;
}

/** Mulberry32 (Tommy Ettinger, public domain): numbers from 0 to 1 that only depend on the seed. */
function generator(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
