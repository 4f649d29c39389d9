/** Ages, in hours since a stat date ended, between which a maturity curve runs straight. */

/** The buckets of age of snapshots by age: six hours up to four days, a day up to thirty, a week from there on. */
const finest = { stepHours: 6, untilHours: 96 };
const daily = { stepHours: 24, untilHours: 720 };
const weekly = { stepHours: 168 };

/** Rising from 0 to the horizon. */
export function ageKnots(horizonDays: number): number[] {
  const horizon = horizonDays * 24;
  const knots: number[] = [];
  for (let age = 0; age < horizon; age += stepAt(age)) knots.push(age);
  return [...knots, horizon];
}

const stepAt = (age: number): number =>
  age < finest.untilHours ? finest.stepHours : age < daily.untilHours ? daily.stepHours : weekly.stepHours;

/** The last knot at or below an age; never the horizon itself, so that the cell from this knot to the next exists. */
export function cellAt(knots: readonly number[], age: number): number {
  let low = 0;
  let high = knots.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (knots[middle]! <= age) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Straight between the knots, flat outside. */
export function valueAt(knots: readonly number[], values: readonly number[], age: number): number {
  const cell = cellAt(knots, age);
  const [from, to] = [knots[cell]!, knots[cell + 1]!];
  const part = Math.min(1, Math.max(0, (age - from) / (to - from)));
  return values[cell]! + (values[cell + 1]! - values[cell]!) * part;
}
