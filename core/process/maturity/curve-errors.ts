/** How far a maturity curve may be off. */
import type { Curve } from './curve.ts';

/** By knot: standard deviations of the logarithm of the share. */
export interface CurveErrors {
  chance: number[];
  prior: number[];
}

/**
 * Errors by chance in the learned growth (over-dispersed Poisson, England & Verrall
 * 2002), and by the assumption in it, whose steps are taken to be wrong together. `growthErrors` are the assumption's, by step.
 */
export function curveErrors(
  { shares, exposure, priorShare }: Curve,
  eventSize: number,
  growthErrors: readonly number[],
): CurveErrors {
  const chance = new Array<number>(shares.length).fill(0);
  const prior = new Array<number>(shares.length).fill(0);
  let [variance, assumed] = [0, 0];
  for (let cell = shares.length - 2; cell >= 0; cell--) {
    const factor = shares[cell + 1]! / shares[cell]!;
    if (exposure[cell]! > 0) variance += (eventSize * (factor - 1)) / (factor * factor * exposure[cell]!);
    // squared: what little an assumption distorts a step that is known, the misses of past forecasts show already
    assumed += priorShare[cell]! ** 2 * growthErrors[cell]!;
    chance[cell] = Math.sqrt(variance);
    prior[cell] = assumed;
  }
  return { chance, prior };
}
