import { describe, expect, it } from 'vitest';
import { positionOf, responseTo } from '../../../../core/optimize/market/auction.ts';
import { normalShare } from '../../../../core/statistics/normal.ts';

/** The mean of a log-normal price below a bid, by adding up thin slices. */
function brute(bid: number, spread: number): { paid: number; won: number } {
  let paid = 0;
  let won = 0;
  const slice = 1e-4;
  for (let x = -8; Math.exp(spread * x) < bid; x += slice) {
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    won += density * slice;
    paid += density * slice * Math.exp(spread * x);
  }
  return { paid: paid / won, won };
}

describe('the model of the auction', () => {
  it.each([
    [2, 0.5],
    [1, 0.3],
    [0.6, 0.8],
  ])('finds where a bid of %d medians stands among bids that spread by %d, by what it pays', (bid, spread) => {
    const { paid } = brute(bid, spread);
    expect(positionOf(paid / bid, spread).z).toBeCloseTo(Math.log(bid) / spread, 2);
  });

  it.each([
    [2, 0.5, 0.8],
    [1, 0.3, 1.2],
  ])('says what becomes of prices and volume of a bid of %d medians, spread %d, times %d', (bid, spread, factor) => {
    const [before, after] = [brute(bid, spread), brute(bid * factor, spread)];
    const response = responseTo({ z: Math.log(bid) / spread, spread }, factor);
    expect(response.price).toBeCloseTo(Math.log(after.paid / before.paid), 3);
    expect(response.won).toBeCloseTo(Math.log(after.won / before.won), 3);
    expect(response.spend).toBeCloseTo(response.price + response.won, 12);
  });

  it('stays finite where all of the bid is paid, or nearly nothing of it', () => {
    for (const paidShare of [0.999_999, 1e-9]) expect(Number.isFinite(positionOf(paidShare, 0.5).z)).toBe(true);
  });

  it('rests on a normal distribution that is right in its tails', () => {
    expect(normalShare(0)).toBeCloseTo(0.5, 7);
    expect(normalShare(1.6448536269514722)).toBeCloseTo(0.95, 7);
    expect(normalShare(-3.090232306167814)).toBeCloseTo(0.001, 7);
  });
});
