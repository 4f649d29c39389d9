/** How far past forecasts missed, in units of what their intervals reached: every day is forecast again from its earlier snapshots. */

import type { DaySeries } from './day-snapshot.ts';
import { forecast, type Level } from './forecast.ts';
import { cellAt, valueAt } from './knots.ts';

/** Bands of age, by the hours they begin at: within a day, three days, a week, two weeks, a month, and later. */
export const bandAges = [0, 24, 72, 168, 336, 720];

const bandKnots = [...bandAges, Number.POSITIVE_INFINITY];

export const bandOf = (ageHours: number): number => cellAt(bandKnots, ageHours);

/** A past miss, as multiples of what the interval reached on that side: one for each place of the outcome within its unit. */
export interface Miss {
  band: number;
  80: number[];
  95: number[];
}

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
const placesOfCount = 10;
/** Moves the places from day to day, evenly and never to the same again, so that they do not pile up. */
const goldenRatio = (Math.sqrt(5) - 1) / 2;

const placesOf = (day: number): number[] =>
  Array.from({ length: placesOfCount }, (_, place) => (place + ((day * goldenRatio) % 1)) / placesOfCount - 0.5);

/** Forecasts of what each day came to, from one earlier snapshot in each band of age. */
export function missesOf(hindsight: Hindsight): Miss[] {
  const { series, knots, shares, meanDays, isCounted } = hindsight;
  return series.flatMap((days, index) => {
    const { day, ages, values } = days;
    const outcomes = outcomesOf(days, knots, shares);
    const places = isCounted ? placesOf(day) : [0];
    return oneSnapshotPerBand(ages, index)
      .map((snapshot) => {
        const age = ages[snapshot]!;
        const outcome = outcomes.find((each) => each.fromAge >= 2 * age + correctionHours);
        const seen = { age, value: values[snapshot]!, meanDay: meanDays[index] ?? null };
        return outcome ? missOf(seen, outcome, places, hindsight) : null;
      })
      .filter((miss) => miss !== null);
  });
}

/** A correction of a day may take as long as the day is old, and a day more, to be taken back. */
const correctionHours = 24;

/** What a day came to: the mean of its last snapshots, at the age of the newest one. */
interface Outcome {
  fromAge: number;
  age: number;
  share: number;
  value: number;
}

/** Snapshots count as last ones from this part of the newest snapshot's share on. */
const nearlyAll = 0.999;

/**
 * Outcomes by the first of the last snapshots that they are the mean of, oldest first. A single snapshot may be off for a day itself, and
 * its miss would be taken for the forecast's.
 */
function outcomesOf({ ages, values }: DaySeries, knots: readonly number[], shares: readonly number[]): Outcome[] {
  const outcomes: Outcome[] = [];
  const age = ages.at(-1)!;
  const share = valueAt(knots, shares, age);
  let finals = 0;
  for (let snapshot = ages.length - 1; snapshot > 0; snapshot--) {
    const own = valueAt(knots, shares, ages[snapshot]!);
    if (own < nearlyAll * share) break;
    finals += values[snapshot]! / own;
    outcomes.push({ fromAge: ages[snapshot]!, age, share, value: (share * finals) / (ages.length - snapshot) });
  }
  return outcomes.reverse();
}

/** Snapshots of the same day say nearly the same, so each day gives one of each band, at ages that take turns. */
function oneSnapshotPerBand(ages: readonly number[], turn: number): number[] {
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

interface Seen {
  age: number;
  value: number;
  meanDay: number | null;
}

/** Null while the smaller part of the rest has come: such an outcome says little of the final value. */
function missOf(
  { age, value, meanDay }: Seen,
  outcome: Outcome,
  places: readonly number[],
  { knots, shares, chanceErrors, eventSize, isCounted, dayShape }: Hindsight,
): Miss | null {
  const share = valueAt(knots, shares, age);
  if (outcome.share - share < 0.5 * (1 - share)) return null;
  const laterError = valueAt(knots, chanceErrors, outcome.age);
  const chanceError = Math.sqrt(Math.max(0, valueAt(knots, chanceErrors, age) ** 2 - laterError ** 2));
  const partialDay = {
    seen: value,
    share,
    laterShare: outcome.share,
    eventSize,
    isCounted,
    dayShape,
    meanDay,
    chanceError,
  };
  const prediction = forecast(partialDay);
  if (prediction.expected <= 0) return null;
  const off = places.map((place) => outcome.value + place * eventSize - prediction.expected);
  const miss = (level: Level): number[] => {
    const { below, above } = prediction.reach(level);
    return off.map((distance) => (distance >= 0 ? distance / above : -distance / below));
  };
  return { band: bandOf(age), 80: miss(80), 95: miss(95) };
}
