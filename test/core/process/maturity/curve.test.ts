import { describe, expect, it } from 'vitest';
import { type Curve, curveOf, monotone } from '../../../../core/process/maturity/curve.ts';
import { curveErrors } from '../../../../core/process/maturity/curve-errors.ts';

const parent: Curve = { shares: [0.5, 0.8, 1], exposure: [0, 0, 0], priorShare: [1, 1, 1] };
const triangle = (growth: number[], exposure: number[]) => ({
  growth: Float64Array.from(growth),
  exposure: Float64Array.from(exposure),
});

describe('a maturity curve', () => {
  it('is the product of the development factors, from the horizon back', () => {
    // factors 1.5 and 1.25; a parent that counts next to nothing
    const { shares } = curveOf(triangle([20, 10], [40, 40]), parent, 1e-9);
    expect(shares[0]).toBeCloseTo(1 / 1.25 / 1.5, 9);
    expect(shares[1]).toBeCloseTo(1 / 1.25, 9);
    expect(shares[2]).toBe(1);
  });

  it('pulls each factor towards the parent’s by what the parent counts as', () => {
    const curve = curveOf(triangle([20, 10], [40, 40]), parent, 10);
    // (20 + 10 · 0.6) / 50 and (10 + 10 · 0.25) / 50
    expect(curve.shares[1]).toBeCloseTo(1 / 1.25, 12);
    expect(curve.shares[0]).toBeCloseTo(1 / 1.25 / 1.52, 12);
    expect(curve.exposure).toEqual([50, 50, 10]);
    expect(curve.priorShare).toEqual([0.2, 0.2, 1]);
  });

  it('is the parent where nothing was seen', () => {
    expect(curveOf(triangle([0, 0], [0, 0]), parent, 0)).toBe(parent);
    const { shares } = curveOf(triangle([0, 0], [0, 0]), parent, 3);
    shares.forEach((share, knot) => {
      expect(share).toBeCloseTo(parent.shares[knot]!, 12);
    });
  });

  it('never falls and never exceeds the whole, however corrections went', () => {
    // down by a tenth in the last step: raw shares 0.74 and 1.11
    const { shares } = curveOf(triangle([20, -4], [40, 40]), parent, 1e-9);
    expect(shares[0]).toBeCloseTo(1 / 1.5 / 0.9, 8);
    expect(shares.slice(1)).toEqual([1, 1]);
    expect(curveOf(triangle([-1000, -1000], [1, 1]), parent, 1).shares).toEqual([1, 1, 1]);
  });

  it('pools what is out of order by weight', () => {
    expect(monotone([0.2, 0.6, 0.3, 0.9], [1, 1, 3, 1])).toEqual([0.2, 0.375, 0.375, 0.9]);
    expect(monotone([3, 2, 1], [1, 1, 1])).toEqual([2, 2, 2]);
    expect(monotone([1, 2, 3], [1, 1, 1])).toEqual([1, 2, 3]);
  });

  it('has an error by chance that adds up in squares, and one by assumption that adds up as it is', () => {
    const curve: Curve = { shares: [0.5, 0.8, 1], exposure: [100, 400, 0], priorShare: [0.5, 0.1, 1] };
    const { chance, prior } = curveErrors(curve, 2, [0.3, 0.2]);
    // event size · (factor - 1) / (factor² · exposure)
    const last = (2 * 0.25) / (1.25 ** 2 * 400);
    expect(chance[1]).toBeCloseTo(Math.sqrt(last), 12);
    expect(chance[0]).toBeCloseTo(Math.sqrt(last + (2 * 0.6) / (1.6 ** 2 * 100)), 12);
    expect(prior[1]).toBeCloseTo(0.01 * 0.2, 12);
    expect(prior[0]).toBeCloseTo(0.25 * 0.3 + 0.01 * 0.2, 12);
    expect([chance[2], prior[2]]).toEqual([0, 0]);
  });
});
