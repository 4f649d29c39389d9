/** A maturity curve: chain ladder with every development factor pulled towards a parent's, then made monotone. */
import type { Triangle } from './triangle.ts';

/** By knot. The last knot is the horizon, where nothing grows any more. */
export interface Curve {
  /** Share of the final value that is visible; within (0, 1], never falling, 1 at the horizon. */
  shares: number[];
  /** What the step to the next knot was learned from, pseudo-days included, in the metric's unit. */
  exposure: number[];
  /** Part of that which is assumption, 0 to 1. */
  priorShare: number[];
}

/** `pseudoVolume` is what the parent counts as in each step, in the triangle's unit. A triangle without volume gives the parent. */
export function curveOf(triangle: Triangle, parent: Curve, pseudoVolume: number): Curve {
  const cells = triangle.exposure.length;
  if (pseudoVolume <= 0) return parent;
  const exposure = [...triangle.exposure, 0].map((seen) => seen + pseudoVolume);
  const shares = new Array<number>(cells + 1).fill(1);
  for (let cell = cells - 1; cell >= 0; cell--) {
    const expected = parent.shares[cell + 1]! / parent.shares[cell]! - 1;
    const growth = (triangle.growth[cell]! + pseudoVolume * expected) / exposure[cell]!;
    shares[cell] = shares[cell + 1]! / Math.max(smallestFactor, 1 + growth);
  }
  return {
    shares: monotone(shares.slice(0, -1), exposure)
      .map((share) => Math.min(1, share))
      .concat(1),
    exposure,
    priorShare: exposure.map((all, cell) => (parent.priorShare[cell]! * pseudoVolume) / all),
  };
}

/** A day cannot lose more than this in a step: only a fault does that, and it must not turn the curve over. */
const smallestFactor = 0.1;

/**
 * The nearest never-falling values (pool adjacent violators). Clipping each step instead would keep every upward error and drop
 * every downward one, and so make the shares too low.
 */
export function monotone(values: readonly number[], weights: readonly number[]): number[] {
  const blocks: { value: number; weight: number; length: number }[] = [];
  values.forEach((value, index) => {
    let block = { value, weight: weights[index]!, length: 1 };
    for (let last = blocks.at(-1); last && last.value > block.value; last = blocks.at(-1)) {
      const weight = last.weight + block.weight;
      block = {
        value: (last.value * last.weight + block.value * block.weight) / weight,
        weight,
        length: last.length + block.length,
      };
      blocks.pop();
    }
    blocks.push(block);
  });
  return blocks.flatMap(({ value, length }) => new Array<number>(length).fill(value));
}
