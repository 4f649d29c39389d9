/**
 * Difference in differences: how far one campaign moved apart from comparable ones at the same time. All values are logarithms of
 * ratios of after to before.
 *
 * How far campaigns move apart by themselves is learned from those that nobody changed: at the same time and at earlier ones
 * (placebo times). A movement consists of chance in the counts, which is known from the counts, and of drift, whose variance is
 * estimated by the method of moments (Hedges & Olkin 1985). Before and after are two sums (Bertrand, Duflo & Mullainathan 2004), so
 * that days which resemble one another do not pass for independent evidence. With few campaigns the drift is uncertain: the interval is
 * Student's, with Satterthwaite's degrees of freedom.
 */

/** How one campaign moved. */
export interface Movement {
  value: number;
  /** Variance of `value` by chance in the counts. */
  noise: number;
}

export interface MovementComparison {
  changed: Movement;
  /** At the same time. */
  unchanged: readonly Movement[];
  /** Of earlier times of the same shape: what moved without any change, one list a time. */
  placebos: readonly (readonly Movement[])[];
  /** What part of the placebo times and this one count as independent, in (0, 1]: neighbours overlap. */
  independence: number;
}

export interface Difference {
  /** Logarithm of how much more the changed campaign grew than it would have without the change. */
  effect: number;
  /** Variance of its own, and of the comparison, which others that are compared with the same campaigns share. */
  ownVariance: number;
  sharedVariance: number;
  /** Degrees of freedom of the sum of both. */
  degrees: number;
  /** Standard deviation of how campaigns drift apart by themselves, and the degrees of freedom that it is known with. */
  drift: number;
  driftDegrees: number;
}

export const deviationOf = ({ ownVariance, sharedVariance }: Difference): number =>
  Math.sqrt(ownVariance + sharedVariance);

/** Undefined without anything to learn the drift from. */
export function differenceOf({
  changed,
  unchanged,
  placebos,
  independence,
}: MovementComparison): Difference | undefined {
  const drift = driftOf([unchanged, ...placebos], independence);
  if (drift === undefined || unchanged.length === 0) return undefined;
  const weights = unchanged.map(({ noise }) => 1 / (drift.variance + noise + smallestVariance));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  const squares = shares.reduce((sum, share) => sum + share * share, 0);
  const counterfactual = unchanged.reduce((sum, { value }, index) => sum + value * shares[index]!, 0);
  const ownVariance = drift.variance + changed.noise;
  const sharedVariance = unchanged.reduce(
    (sum, { noise }, index) => sum + shares[index]! ** 2 * (drift.variance + noise),
    0,
  );
  const ofDrift = (1 + squares) ** 2 * drift.varianceOfVariance;
  return {
    effect: changed.value - counterfactual,
    ownVariance,
    sharedVariance,
    degrees:
      ofDrift > 0
        ? Math.max(drift.degrees, (2 * (ownVariance + sharedVariance) ** 2) / ofDrift)
        : Number.POSITIVE_INFINITY,
    drift: Math.sqrt(drift.variance),
    driftDegrees: drift.degrees,
  };
}

/** Keeps weights finite where neither counts nor drift vary. */
const smallestVariance = 1e-12;
/** No two campaigns move exactly together: a drift of 1% from window to window is assumed. */
const leastDrift = 0.01 ** 2;

interface Drift {
  variance: number;
  varianceOfVariance: number;
  degrees: number;
}

/**
 * Each time's spread around its own mean, less what chance in the counts explains: first with equal weights, then with those that
 * follow from that (DerSimonian & Kacker 2007), so that campaigns with few results do not drown the others.
 */
function driftOf(times: readonly (readonly Movement[])[], independence: number): Drift | undefined {
  const several = times.filter((movements) => movements.length > 1);
  const degrees = several.reduce((sum, movements) => sum + movements.length - 1, 0);
  if (degrees === 0) return undefined;
  const rough = momentsOf(several, () => 1).variance;
  const { variance, varianceOfVariance } = momentsOf(several, (noise) => 1 / (rough + noise + smallestVariance));
  return { variance, varianceOfVariance: varianceOfVariance / independence, degrees: degrees * independence };
}

function momentsOf(times: readonly (readonly Movement[])[], weightOf: (noise: number) => number) {
  let [spread, explained, exposed] = [0, 0, 0];
  for (const movements of times) {
    const weights = movements.map(({ noise }) => weightOf(noise));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = movements.reduce((sum, { value }, index) => sum + weights[index]! * value, 0) / total;
    for (const [index, { value, noise }] of movements.entries()) {
      const weight = weights[index]!;
      spread += weight * (value - mean) ** 2;
      explained += weight * (1 - weight / total) * noise;
      exposed += weight * (1 - weight / total);
    }
  }
  const variance = Math.max(leastDrift, (spread - explained) / exposed);
  let squares = 0;
  for (const movements of times) {
    const shrinkage = 1 - 1 / movements.length;
    for (const { noise } of movements) squares += shrinkage * (weightOf(noise) * (variance + noise)) ** 2;
  }
  return { variance, varianceOfVariance: (2 * squares) / exposed ** 2 };
}

/** A window before and one after, in days; `gap` are the days of the change itself. */
export interface Shape {
  before: number;
  gap: number;
  after: number;
}

/**
 * What part of so many times, each a week after the one before it, are worth independent ones: from how much of the contrast of
 * before and after two neighbours share (Kish's effective number).
 */
export function independenceOf(shape: Shape, times: number): number {
  const contrast = [
    ...new Array<number>(shape.before).fill(-1 / shape.before),
    ...new Array<number>(shape.gap).fill(0),
    ...new Array<number>(shape.after).fill(1 / shape.after),
  ];
  const overlap = (days: number): number =>
    contrast.reduce((sum, value, day) => sum + value * (contrast[day + days] ?? 0), 0);
  const whole = overlap(0);
  let squares = times;
  for (let weeks = 1; weeks < times; weeks++) squares += 2 * (times - weeks) * (overlap(7 * weeks) / whole) ** 2;
  return times / squares;
}
