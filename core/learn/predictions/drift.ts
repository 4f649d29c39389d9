/** Whether the ads of today are like those that a model learned from, feature by feature. */

export interface FeatureSample {
  name: string;
  learned: Float64Array;
  now: Float64Array;
}

export interface FeatureDrift {
  name: string;
  /** Population stability index: 0 is the same, from 0.2 on people speak of a shift. */
  stabilityIndex: number;
  /** Largest distance of the two distributions (Kolmogorov–Smirnov), and how often chance alone makes one as large. */
  distance: number;
  pValue: number;
  drifted: boolean;
}

export interface DriftOptions {
  /** Share of false alarms among the alarms (Benjamini–Hochberg). */
  falseDiscoveryRate: number;
  /** Smaller shifts do not matter, however sure they are. */
  stabilityIndex: number;
  /** Creatives that the learned rows are of: rows of one creative are no witnesses of their own. */
  learnedCreatives: number;
}

/** Many features are looked at together, so one that looks odd by chance alone is expected and not counted. */
export function findDrift(samples: readonly FeatureSample[], options: DriftOptions): FeatureDrift[] {
  const measured = samples.map(({ name, learned, now }) => {
    const [one, other] = [learned.toSorted(), now.toSorted()];
    const distance = largestDistance(one, other);
    return {
      name,
      stabilityIndex: stabilityIndex(one, other),
      distance,
      pValue: chanceOf(distance, Math.min(options.learnedCreatives, one.length), other.length),
    };
  });
  const limit = discoveryLimit(
    measured.map(({ pValue }) => pValue),
    options.falseDiscoveryRate,
  );
  return measured.map((each) => ({
    ...each,
    drifted: each.pValue <= limit && each.stabilityIndex >= options.stabilityIndex,
  }));
}

/** The largest p-value that is a discovery; below 0 when none is. */
export function discoveryLimit(pValues: readonly number[], rate: number): number {
  const sorted = pValues.toSorted((one, other) => one - other);
  return sorted.findLast((pValue, at) => pValue <= ((at + 1) / sorted.length) * rate) ?? -1;
}

/** Of two sorted samples. */
function largestDistance(one: Float64Array, other: Float64Array): number {
  let [i, j, largest] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const value = Math.min(one[i] as number, other[j] as number);
    while (i < one.length && one[i] === value) i += 1;
    while (j < other.length && other[j] === value) j += 1;
    largest = Math.max(largest, Math.abs(i / one.length - j / other.length));
  }
  return largest;
}

const terms = 100;

/** Kolmogorov's limit with Stephens' correction; with ties, as counts have, it is on the careful side. */
function chanceOf(distance: number, one: number, other: number): number {
  if (one === 0 || other === 0) return 1;
  const size = Math.sqrt((one * other) / (one + other));
  const scaled = (size + 0.12 + 0.11 / size) * distance;
  // the series does not settle below this, where chance makes it nearly always
  if (scaled < 0.3) return 1;
  let sum = 0;
  for (let term = 1; term <= terms; term += 1) sum += 2 * (-1) ** (term - 1) * Math.exp(-2 * (term * scaled) ** 2);
  return Math.min(1, Math.max(0, sum));
}

const bins = 10;

/** Bins at the tenths of what was learned from; half a row in each, so that an empty one is large and not infinite. */
function stabilityIndex(one: Float64Array, other: Float64Array): number {
  const edges = [
    ...new Set(Array.from({ length: bins - 1 }, (_, at) => one[Math.floor(((at + 1) * one.length) / bins)] ?? 0)),
  ];
  const binned = (values: Float64Array): number[] => {
    const counts = new Array<number>(edges.length + 1).fill(0.5);
    for (const value of values) {
      const bin = edges.findIndex((edge) => value <= edge);
      counts[bin < 0 ? edges.length : bin]! += 1;
    }
    return counts.map((count) => count / (values.length + counts.length / 2));
  };
  const [learned, now] = [binned(one), binned(other)];
  return learned.reduce(
    (sum, share, bin) => sum + ((now[bin] as number) - share) * Math.log((now[bin] as number) / share),
    0,
  );
}
