/**
 * How good estimates are: counts that came, against what was expected of them. The training's metrics.py computes the same, to
 * the last digits. All arrays have one entry a row; exposures are above 0.
 */

export interface EstimatedCounts {
  counts: Float64Array;
  exposures: Float64Array;
  /** Expected counts per exposure. */
  rates: Float64Array;
}

export interface Calibration {
  /** How counts follow the logarithm of the estimate: 1 is right, less is too bold. Null where the estimates are all alike. */
  slope: number | null;
  /** Logarithm of what came over what was expected: 0 is right. */
  intercept: number;
  /** Share of the events that was put into the wrong tenth of the estimates. */
  expectedError: number;
}

const bins = 10;
const newtonSteps = 50;
const closestToCertain = 1e-12;

/** Weighted by exposure, in units of the rate. */
export function rootMeanSquare({ counts, exposures, rates }: EstimatedCounts): number {
  const squares = sumOf(counts, (count, row) => exposures[row]! * (count / exposures[row]! - rates[row]!) ** 2);
  return Math.sqrt(squares / total(exposures));
}

/** Nats per exposure, of the exposures with and without an event. */
export function meanLogLoss({ counts, exposures, rates }: EstimatedCounts): number {
  const loss = sumOf(counts, (count, row) => {
    const rate = Math.min(1 - closestToCertain, Math.max(closestToCertain, rates[row]!));
    return -(count * Math.log(rate) + (exposures[row]! - count) * Math.log1p(-rate));
  });
  return loss / total(exposures);
}

/** Poisson deviance by row: 0 where the estimate is what came. */
export const deviances = ({ counts, exposures, rates }: EstimatedCounts): Float64Array =>
  counts.map((count, row) => {
    const expected = exposures[row]! * rates[row]!;
    return 2 * ((count > 0 ? count * Math.log(count / expected) : 0) - count + expected);
  });

export function calibrationOf(outcomes: EstimatedCounts): Calibration {
  const { counts, exposures, rates } = outcomes;
  const expected = exposures.map((exposure, row) => exposure * rates[row]!);
  return {
    slope: calibrationSlope(rates.map(Math.log), expected, counts),
    intercept: Math.log(Math.max(total(counts), 0.5) / total(expected)),
    expectedError: expectedErrorOf(outcomes, expected),
  };
}

/** Poisson regression of the counts on the logarithm of the estimate, by Newton's steps. */
function calibrationSlope(logs: Float64Array, expected: Float64Array, counts: Float64Array): number | null {
  const centre = sumOf(logs, (log, row) => expected[row]! * log) / total(expected);
  const centred = logs.map((log) => log - centre);
  if (sumOf(centred, (log, row) => expected[row]! * log * log) < 1e-9 || total(counts) === 0) return null;
  let intercept = Math.log(total(counts) / total(expected));
  let slope = 0;
  for (let step = 0; step < newtonSteps; step++) {
    const mean = expected.map((each, row) => each * Math.exp(intercept + slope * centred[row]!));
    const level = sumOf(counts, (count, row) => count - mean[row]!);
    const tilt = sumOf(counts, (count, row) => (count - mean[row]!) * centred[row]!);
    const a = total(mean);
    const b = sumOf(mean, (each, row) => each * centred[row]!);
    const c = sumOf(mean, (each, row) => each * centred[row]! ** 2);
    const determinant = a * c - b * b;
    const up = bounded((c * level - b * tilt) / determinant);
    const on = bounded((a * tilt - b * level) / determinant);
    intercept += up;
    slope += on;
    if (Math.max(Math.abs(up), Math.abs(on)) < 1e-13) break;
  }
  return 1 + slope;
}

const bounded = (step: number): number => Math.min(1, Math.max(-1, step));

function expectedErrorOf({ counts, exposures, rates }: EstimatedCounts, expected: Float64Array): number {
  const order = [...rates.keys()].toSorted((one, other) => rates[one]! - rates[other]! || one - other);
  const gaps = new Float64Array(bins);
  const all = total(exposures);
  let passed = 0;
  for (const row of order) {
    const tenth = Math.min(bins - 1, Math.floor((bins * (passed + exposures[row]! / 2)) / all));
    gaps[tenth]! += counts[row]! - expected[row]!;
    passed += exposures[row]!;
  }
  return sumOf(gaps, Math.abs) / total(expected);
}

/** Spearman's, with mean ranks for ties; null where a side is all alike. */
export function rankCorrelation(one: Float64Array, other: Float64Array): number | null {
  if (one.length < 2) return null;
  const [a, b] = [centredRanks(one), centredRanks(other)];
  const scale = Math.sqrt(sumOf(a, (rank) => rank * rank) * sumOf(b, (rank) => rank * rank));
  return scale > 0 ? sumOf(a, (rank, row) => rank * b[row]!) / scale : null;
}

function centredRanks(values: Float64Array): Float64Array {
  const order = [...values.keys()].toSorted((one, other) => values[one]! - values[other]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to += 1;
    for (let place = from; place <= to; place++) ranks[order[place]!] = (from + to) / 2;
    from = to + 1;
  }
  const middle = (values.length - 1) / 2;
  return ranks.map((rank) => rank - middle);
}

const total = (values: Float64Array): number => sumOf(values, (value) => value);

function sumOf(values: Float64Array, part: (value: number, row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += part(values[row]!, row);
  return sum;
}
