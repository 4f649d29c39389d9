/** Of what was done with probability p, a share p should be right. */

export interface Judged {
  action: string;
  probability: number;
  right: boolean;
}

export interface Bin {
  from: number;
  /** Included in the last bin only. */
  to: number;
  count: number;
  /** Mean stated probability and share that was right; null without any. */
  stated: number | null;
  right: number | null;
}

/** By deciles of probability, ten bins of a tenth each. */
export function calibrationOf(judged: readonly Judged[]): Bin[] {
  return Array.from({ length: 10 }, (_, decile) => {
    const own = judged.filter(({ probability }) => Math.min(9, Math.floor(probability * 10)) === decile);
    const share = (value: (each: Judged) => number): number | null =>
      own.length > 0 ? own.reduce((sum, each) => sum + value(each), 0) / own.length : null;
    return {
      from: decile / 10,
      to: (decile + 1) / 10,
      count: own.length,
      stated: share(({ probability }) => probability),
      right: share(({ right }) => (right ? 1 : 0)),
    };
  });
}

/** Mean distance between what was stated and what was right, bins weighed by their counts; null without any decision. */
export function calibrationError(bins: readonly Bin[]): number | null {
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  if (count === 0) return null;
  return bins.reduce((sum, bin) => sum + bin.count * Math.abs((bin.stated ?? 0) - (bin.right ?? 0)), 0) / count;
}
