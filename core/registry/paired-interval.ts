/** An interval of a mean difference by resampling the rows (percentile bootstrap), the same for the same seed. */

const draws = 2000;

export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/** `confidence` 0.9 leaves five percent of the resampled means on either side. NaN throughout without values. */
export function pairedInterval(differences: readonly number[], confidence: number, seed: string): Interval {
  const count = differences.length;
  const random = seeded(seed);
  const means = Array.from({ length: draws }, () => {
    let sum = 0;
    for (let at = 0; at < count; at += 1) sum += differences[Math.floor(random() * count)] as number;
    return sum / count;
  }).sort((one, other) => one - other);
  const tail = (1 - confidence) / 2;
  const at = (share: number) => means[Math.round(share * (draws - 1))] as number;
  return { mean: differences.reduce((sum, each) => sum + each, 0) / count, low: at(tail), high: at(1 - tail) };
}

/** Mulberry32, from the FNV-1a hash of the seed: small, and good enough to resample with. */
function seeded(seed: string): () => number {
  let state = [...seed].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
