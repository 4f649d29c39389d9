/**
 * Whether intervals would have held in the past, and by what factor to stretch them so that they do: conformalised quantile
 * regression (Romano et al. 2019), multiplied instead of added. It takes up what the model leaves out, in either direction: days
 * that mature unlike each other, temporary corrections, counts that come more regularly than chance.
 */

import { forecast, type Level, levels } from './forecast.ts';
import { cellAt, valueAt } from './knots.ts';
import type { DaySeries } from './look.ts';

/** Ages in hours from which each stretch holds: within a day, three days, a week, two weeks, a month, and later. */
export const stretchAges = [0, 24, 72, 168, 336, 720];

/** By band of age. */
export interface Stretch {
  80: number[];
  95: number[];
}

/** A past miss, as multiples of what the interval reached on that side: one for each place of the outcome within its unit. */
export interface Miss {
  band: number;
  80: number[];
  95: number[];
}

export const unstretched: Stretch = { 80: stretchAges.map(() => 1), 95: stretchAges.map(() => 1) };

export const bandOf = (ageHours: number): number => cellAt([...stretchAges, Number.POSITIVE_INFINITY], ageHours);

interface Hindsight {
  series: readonly DaySeries[];
  knots: readonly number[];
  shares: readonly number[];
  chanceErrors: readonly number[];
  /** Mean day before each of the days. */
  meanDays: readonly (number | null)[];
  eventSize: number;
  /** Then an outcome stands for everything within half an event. */
  isCounted: boolean;
  dayShape: number;
}

/** An outcome's places within its event, as parts of it: bounds lie between counts (`count-quantile.ts`), so outcomes must too. */
const placesOfCount = [-0.4, -0.2, 0, 0.2, 0.4];
const placesOfAmount = [0];

/** Forecasts of each day's newest value from one earlier look in each band of age, against what came. */
export function missesOf(hindsight: Hindsight): Miss[] {
  const { series, knots, shares, chanceErrors, meanDays, eventSize, isCounted, dayShape } = hindsight;
  const places = (isCounted ? placesOfCount : placesOfAmount).map((part) => part * eventSize);
  const misses: Miss[] = [];
  series.forEach(({ ages, values }, index) => {
    const last = ages.length - 1;
    const [laterAge, outcome] = [ages[last]!, values[last]!];
    const [laterShare, laterError] = [valueAt(knots, shares, laterAge), valueAt(knots, chanceErrors, laterAge)];
    for (let look = 0; look < last; look++) {
      const age = ages[look]!;
      const band = bandOf(age);
      // one look a band: looks of the same day are hardly news
      if (bandOf(ages[look + 1]!) === band && look + 1 < last) continue;
      const share = valueAt(knots, shares, age);
      if (!hasMatured({ age, share, laterAge, laterShare })) continue;
      const chanceError = Math.sqrt(Math.max(0, valueAt(knots, chanceErrors, age) ** 2 - laterError ** 2));
      const meanDay = meanDays[index] ?? null;
      const known = { eventSize, isCounted, dayShape, meanDay, chanceError };
      const prediction = forecast({ seen: values[look]!, share, laterShare, ...known });
      if (prediction.expected <= 0) continue;
      const off = places.map((place) => outcome + place - prediction.expected);
      const miss = (level: Level): number[] => {
        const { below, above } = prediction.reach(level);
        return off.map((distance) => (distance >= 0 ? distance / above : -distance / below));
      };
      misses.push({ band, 80: miss(80), 95: miss(95) });
    }
  });
  return misses;
}

/** The later look stands for the final value when most of the rest had come, and a correction of the day had time to pass. */
const hasMatured = (pair: { age: number; share: number; laterAge: number; laterShare: number }): boolean =>
  pair.laterShare - pair.share >= 0.5 * (1 - pair.share) && pair.laterAge >= 2 * pair.age + 24;

/** Misses that the next wider group's stretch counts as. */
export const stretchPseudoMisses = { platform: 5, band: 10, account: 20 };
/** An interval never shrinks to less than this part of what the model says: a run of luck is no certainty. */
const smallestStretch = 0.01;
const largestStretch = 100;

/** From all ages to each band; `parent` is what holds where nothing was seen. */
export function stretchOf(misses: readonly Miss[], parent: Stretch, pseudoMisses: number): Stretch {
  const byBand = stretchAges.map((_, band) => misses.filter((miss) => miss.band === band));
  const learned = (level: Level): number[] =>
    byBand.map((group, band) =>
      learnedStretch(
        group.map((miss) => miss[level]),
        levels[level].inside,
        parent[level][band]!,
        pseudoMisses,
      ),
    );
  return { 80: learned(80), 95: learned(95) };
}

/** One stretch over all ages, as the parent of the bands'. */
export function overallStretch(misses: readonly Miss[]): Stretch {
  const overall = (level: Level): number[] => {
    const all = misses.map((miss) => miss[level]);
    const stretch = learnedStretch(all, levels[level].inside, 1, stretchPseudoMisses.platform);
    return stretchAges.map(() => stretch);
  };
  return { 80: overall(80), 95: overall(95) };
}

/** The quantile of the misses with the finite-sample correction (n + 1) / n, pulled towards the parent on the scale of ratios. */
export function learnedStretch(
  misses: readonly (readonly number[])[],
  inside: number,
  parent: number,
  pseudoMisses: number,
): number {
  const count = misses.length;
  if (count === 0) return parent;
  const sorted = Float64Array.from(misses.flat()).sort();
  const rank = Math.min(sorted.length, Math.ceil(((count + 1) / count) * inside * sorted.length));
  const quantile = Math.min(largestStretch, Math.max(smallestStretch, sorted[rank - 1]!));
  return Math.exp((count * Math.log(quantile) + pseudoMisses * Math.log(parent)) / (count + pseudoMisses));
}
