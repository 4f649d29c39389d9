/**
 * The development triangle of a metric: how much days grew while they aged from each knot to the next. Snapshots come at any age
 * and stop where a day is still young, so growth between two snapshots is spread over the cells between them by the current
 * curve. Repeated with the better curve, that is self-consistent (Turnbull 1976, for interval-censored data).
 */

import type { DaySeries } from './day-snapshot.ts';
import { cellAt, valueAt } from './knots.ts';

/** By cell, from its knot to the next; in the metric's unit. */
export interface Triangle {
  /** Value at the start of the cell, summed over the days seen in it, times the part of the cell between their snapshots. */
  exposure: Float64Array;
  /** What those days grew by there. Negative after a correction. */
  growth: Float64Array;
}

export const emptyTriangle = (knots: readonly number[]): Triangle => ({
  exposure: new Float64Array(knots.length - 1),
  growth: new Float64Array(knots.length - 1),
});

export function triangleOf(
  series: readonly DaySeries[],
  knots: readonly number[],
  currentShares: readonly number[],
): Triangle {
  const triangle = emptyTriangle(knots);
  for (const { ages, values } of series) {
    for (let index = 1; index < ages.length; index++) {
      const step = { fromAge: ages[index - 1]!, toAge: ages[index]!, value: values[index - 1]!, grown: 0 };
      step.grown = values[index]! - step.value;
      spread(step, knots, currentShares, triangle);
    }
  }
  return triangle;
}

interface Step {
  fromAge: number;
  toAge: number;
  /** At `fromAge`. */
  value: number;
  grown: number;
}

function spread(
  { fromAge, toAge, value, grown }: Step,
  knots: readonly number[],
  currentShares: readonly number[],
  into: Triangle,
): void {
  const firstShare = valueAt(knots, currentShares, fromAge);
  const lastShare = valueAt(knots, currentShares, toAge);
  const last = cellAt(knots, toAge);
  let [age, share, current] = [fromAge, firstShare, value];
  for (let cell = cellAt(knots, fromAge); cell <= last && age < toAge; cell++) {
    const end = Math.min(toAge, knots[cell + 1]!);
    const endShare = end === toAge ? lastShare : currentShares[cell + 1]!;
    const part =
      lastShare > firstShare ? (endShare - share) / (lastShare - firstShare) : (end - age) / (toAge - fromAge);
    into.exposure[cell]! += (current * (end - age)) / (knots[cell + 1]! - knots[cell]!);
    into.growth[cell]! += grown * part;
    current += grown * part;
    [age, share] = [end, endShare];
  }
}

/** Adds a triangle in units of `typicalDay`, so that currencies and sizes can be pooled. */
export function addScaled(pool: Triangle, { exposure, growth }: Triangle, typicalDay: number): void {
  if (typicalDay <= 0) return;
  for (let cell = 0; cell < exposure.length; cell++) {
    pool.exposure[cell]! += exposure[cell]! / typicalDay;
    pool.growth[cell]! += growth[cell]! / typicalDay;
  }
}

/**
 * The day that a unit of volume falls on: Σ v² / Σ v. For steady days that is their mean, for rare conversions one conversion
 * more than it, so that Σ v / typical day counts what the days are worth as evidence (Kish's effective number).
 */
export function typicalDay(values: readonly number[]): number {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return sum > 0 ? squares / sum : 0;
}
