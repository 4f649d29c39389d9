/**
 * Chance without a stream: every draw is a hash of the seed and of what it is for (entity, day, purpose), so a value never
 * depends on the order in which it is asked for. Mixing constants: the finaliser of MurmurHash3 (public domain).
 */

const goldenRatio32 = 0x9e3779b1;
const uint32Range = 2 ** 32;

/** Folds one more number into a hash. Both are taken as 32-bit integers. */
export function mix(hash: number, key: number): number {
  let mixed = Math.imul(hash ^ key, goldenRatio32);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}

/** A hash key made from a name (FNV-1a). */
export function keyOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}

/** Evenly between 0 (included) and 1 (excluded). */
export const uniform = (hash: number): number => (mix(hash, 0x5bd1e995) >>> 0) / uint32Range;

/** Standard normal, by Box and Muller. */
export function gaussian(hash: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(mix(hash, 1))));
  return radius * Math.cos(2 * Math.PI * uniform(mix(hash, 2)));
}

/** A factor around 1 whose mean is 1 and whose logarithm has this standard deviation. */
export const noiseFactor = (hash: number, sigma: number): number =>
  sigma === 0 ? 1 : Math.exp(sigma * gaussian(hash) - (sigma * sigma) / 2);

/** Above this mean the normal approximation of a count is as good as exact for our purpose, and much cheaper. */
const largeMean = 30;

/** A Poisson count. */
export function count(hash: number, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > largeMean) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian(hash)));
  let term = Math.exp(-mean);
  let cumulated = term;
  const level = uniform(hash);
  let drawn = 0;
  while (level > cumulated && drawn < largeMean * 4) {
    drawn += 1;
    term *= mean / drawn;
    cumulated += term;
  }
  return drawn;
}

/** One of several, evenly. */
export function pick<T>(hash: number, choices: readonly T[]): T {
  return choices[Math.floor(uniform(hash) * choices.length)] as T;
}
