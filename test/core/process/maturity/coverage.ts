/** Counts how often intervals hold. */
import type { ExpectedValue } from '../../../../core/contracts/aggregates.ts';

export interface Coverage {
  days: number;
  /** Sums of the parts of outcomes that lie within. */
  within80: number;
  within95: number;
  /** Whole outcomes within, and sums of values. */
  wholly80: number;
  expected: number;
  outcome: number;
}

export const nothingCovered = (): Coverage => ({
  days: 0,
  within80: 0,
  within95: 0,
  wholly80: 0,
  expected: 0,
  outcome: 0,
});

/**
 * An outcome that comes in units is spread over the half units around it and counts as the part of them that lies within (mid-P,
 * without drawing lots): an interval of few counts cannot hold exactly 80 % of them otherwise.
 */
const places = Array.from({ length: 20 }, (_, index) => (index + 0.5) / 20 - 0.5);

export function count(coverage: Coverage, forecast: ExpectedValue, outcome: number, unit: number): void {
  const { low80, high80, low95, high95 } = forecast;
  const rounding = 1e-9 * Math.max(1, outcome);
  const lies = (value: number, low: number, high: number): boolean =>
    value >= low - rounding && value <= high + rounding;
  const part = (low: number, high: number): number =>
    // no count lies below zero, however it is spread
    places.filter((place) => lies(Math.max(0, outcome + place * unit), low, high)).length / places.length;
  coverage.days += 1;
  coverage.within80 += part(low80, high80);
  coverage.within95 += part(low95, high95);
  coverage.wholly80 += lies(outcome, low80, high80) ? 1 : 0;
  coverage.expected += forecast.expected;
  coverage.outcome += outcome;
}

/** In percent. */
export const rates = ({ days, within80, within95, wholly80, expected, outcome }: Coverage) => ({
  within80: (100 * within80) / days,
  within95: (100 * within95) / days,
  wholly80: (100 * wholly80) / days,
  bias: 100 * (expected / outcome - 1),
});
