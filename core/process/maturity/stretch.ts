/**
 * Whether intervals would have held in the past, and by what factor to stretch them so that they do: conformalised quantile
 * regression (Romano et al. 2019), multiplied instead of added. It takes up what the model leaves out, in either direction: days
 * that mature unlike each other, temporary corrections, counts that come more regularly than chance.
 */
import { type Level, levels } from './forecast.ts';
import { bandAges, type Miss } from './misses.ts';

/** By band of age. */
export interface Stretch {
  80: number[];
  95: number[];
}

export const unstretched: Stretch = { 80: bandAges.map(() => 1), 95: bandAges.map(() => 1) };

/** Misses that the stretch before it counts as. */
const stretchPseudoMisses = { platform: 5, account: 20 };
/** An interval never shrinks to less than this part of what the model says: a run of luck is no certainty. */
const smallestStretch = 0.01;
const largestStretch = 100;

/** Of a platform: each band is pulled towards the one before it, the first towards no stretch at all. */
export function platformStretch(misses: readonly Miss[]): Stretch {
  const learned = (level: Level): number[] => {
    let younger = 1;
    return bandAges.map((_, band) => {
      younger = learnedStretch(missesIn(misses, band, level), level, younger, stretchPseudoMisses.platform);
      return younger;
    });
  };
  return { 80: learned(80), 95: learned(95) };
}

/** Of an account: each band is pulled towards its platform's. */
export function accountStretch(misses: readonly Miss[], platform: Stretch): Stretch {
  const learned = (level: Level): number[] =>
    platform[level].map((parent, band) =>
      learnedStretch(missesIn(misses, band, level), level, parent, stretchPseudoMisses.account),
    );
  return { 80: learned(80), 95: learned(95) };
}

const missesIn = (misses: readonly Miss[], band: number, level: Level): number[][] =>
  misses.filter((miss) => miss.band === band).map((miss) => miss[level]);

/** The quantile of the misses with the finite-sample correction (n + 1) / n, pulled towards the parent on the scale of ratios. */
export function learnedStretch(
  misses: readonly (readonly number[])[],
  level: Level,
  parent: number,
  pseudoMisses: number,
): number {
  const count = misses.length;
  if (count === 0) return parent;
  const places = misses[0]!.length;
  const sorted = new Float64Array(count * places);
  for (let miss = 0; miss < count; miss++) sorted.set(misses[miss]!, miss * places);
  sorted.sort();
  const rank = Math.min(sorted.length, Math.ceil(((count + 1) / count) * levels[level].share * sorted.length));
  const quantile = Math.min(largestStretch, Math.max(smallestStretch, sorted[rank - 1]!));
  return Math.exp((count * Math.log(quantile) + pseudoMisses * Math.log(parent)) / (count + pseudoMisses));
}
