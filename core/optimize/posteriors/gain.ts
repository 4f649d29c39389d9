/** What a change is expected to bring, with a 90% interval; money in the account's currency over `days`. */
import type { Decision } from '../../contracts/decisions.ts';
import { interval90 } from '../../statistics/interval.ts';
import { atDeviation, averageOf, type LogNormal, normalShare } from '../../statistics/normal.ts';

export type Gain = NonNullable<Decision['expected_gain']>;

/** JSON knows no negative zero. */
const plain = (value: number): number => value + 0;

/** Money that `stake` would save if it bought at another rate: stake × (1 - ratio), of the ratio of the one rate to the other. */
export const gainFromRatio = (ratio: LogNormal, stake: number, days: number): Gain => ({
  unit: 'money',
  days,
  mean: plain(stake * (1 - averageOf(ratio))),
  low: plain(stake * (1 - atDeviation(ratio, interval90.deviations))),
  high: plain(stake * (1 - atDeviation(ratio, -interval90.deviations))),
});

/** Money that `stake` would be worth more at another rate: stake × (ratio - 1). */
export const gainFromRise = (ratio: LogNormal, stake: number, days: number): Gain => ({
  unit: 'money',
  days,
  mean: plain(stake * (averageOf(ratio) - 1)),
  low: plain(stake * (atDeviation(ratio, -interval90.deviations) - 1)),
  high: plain(stake * (atDeviation(ratio, interval90.deviations) - 1)),
});

/** E[max(0, 1 - ratio)], as of an option on a log-normal price (Black 1976). */
export function expectedShortfall({ mean, deviation }: LogNormal): number {
  if (deviation === 0) return Math.max(0, 1 - Math.exp(mean));
  const d = -mean / deviation;
  const shortfall = normalShare(d) - Math.exp(mean + deviation ** 2 / 2) * normalShare(d - deviation);
  return Math.min(1, Math.max(0, shortfall));
}

/** Either end of a 90% interval leaves out as much. */
const outside = 0.05;

/** A gain that there is with a probability, and nothing otherwise. */
export const expectedWhile = (probability: number, gain: Gain): Gain => ({
  ...gain,
  mean: plain(probability * gain.mean),
  low: probability < 1 - outside ? Math.min(0, gain.low) : gain.low,
});
