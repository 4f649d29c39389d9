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
const placesOfCount = [-0.45, -0.35, -0.25, -0.15, -0.05, 0.05, 0.15, 0.25, 0.35, 0.45];
const placesOfAmount = [0];

/** Forecasts of each day's newest value from one earlier look in each band of age, against what came. */
export function missesOf({ series, ...known }: Hindsight): Miss[] {
  const places = (known.isCounted ? placesOfCount : placesOfAmount).map((part) => part * known.eventSize);
  const judge = judgeOf(known, places);
  return series.flatMap(({ ages, values }, index) => {
    const last = ages.length - 1;
    const later = { age: ages[last]!, value: values[last]! };
    return oneLookPerBand(ages, index)
      .map((look) => judge({ age: ages[look]!, value: values[look]! }, later, known.meanDays[index] ?? null))
      .filter((miss) => miss !== null);
  });
}

/** Looks of the same day are hardly news of each other; from day to day another age of the band has its turn. */
function oneLookPerBand(ages: readonly number[], turn: number): number[] {
  const chosen: number[] = [];
  let from = 0;
  while (from < ages.length - 1) {
    const band = bandOf(ages[from]!);
    let through = from;
    while (through + 1 < ages.length - 1 && bandOf(ages[through + 1]!) === band) through += 1;
    chosen.push(from + (turn % (through - from + 1)));
    from = through + 1;
  }
  return chosen;
}

interface SeenAt {
  age: number;
  value: number;
}

function judgeOf(
  { knots, shares, chanceErrors, eventSize, isCounted, dayShape }: Omit<Hindsight, 'series'>,
  places: number[],
) {
  return (look: SeenAt, later: SeenAt, meanDay: number | null): Miss | null => {
    const share = valueAt(knots, shares, look.age);
    const laterShare = valueAt(knots, shares, later.age);
    if (!hasMatured({ age: look.age, share, laterAge: later.age, laterShare })) return null;
    const [error, laterError] = [look, later].map(({ age }) => valueAt(knots, chanceErrors, age)) as [number, number];
    const chanceError = Math.sqrt(Math.max(0, error ** 2 - laterError ** 2));
    const sight = { seen: look.value, share, laterShare, eventSize, isCounted, dayShape, meanDay, chanceError };
    const prediction = forecast(sight);
    if (prediction.expected <= 0) return null;
    const off = places.map((place) => later.value + place - prediction.expected);
    const miss = (level: Level): number[] => {
      const { below, above } = prediction.reach(level);
      return off.map((distance) => (distance >= 0 ? distance / above : -distance / below));
    };
    return { band: bandOf(look.age), 80: miss(80), 95: miss(95) };
  };
}

/** The later look stands for the final value when most of the rest had come, and a correction of the day had time to pass. */
const hasMatured = (pair: { age: number; share: number; laterAge: number; laterShare: number }): boolean =>
  pair.laterShare - pair.share >= 0.5 * (1 - pair.share) && pair.laterAge >= 2 * pair.age + 24;

/** Misses that the stretch before it counts as. */
const stretchPseudoMisses = { platform: 5, account: 20 };
/** An interval never shrinks to less than this part of what the model says: a run of luck is no certainty. */
const smallestStretch = 0.01;
const largestStretch = 100;

/** Of a platform: each band is pulled towards the one before it, the first towards no stretch at all. */
export function platformStretch(misses: readonly Miss[]): Stretch {
  const learned = (level: Level): number[] => {
    let younger = 1;
    return stretchAges.map((_, band) => {
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
  const sorted = Float64Array.from(misses.flat()).sort();
  const rank = Math.min(sorted.length, Math.ceil(((count + 1) / count) * levels[level].inside * sorted.length));
  const quantile = Math.min(largestStretch, Math.max(smallestStretch, sorted[rank - 1]!));
  return Math.exp((count * Math.log(quantile) + pseudoMisses * Math.log(parent)) / (count + pseudoMisses));
}
