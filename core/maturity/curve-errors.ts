/** How far a maturity curve may be off. */
import type { Curve } from './curve.ts';
import { priorGrowthError } from './prior.ts';

/**
 * Standard deviations of the logarithm of each share: by chance in the learned growth (over-dispersed Poisson, England & Verrall
 * 2002), and by the assumption in it, whose steps are taken to be wrong together.
 */
export function curveErrors(
  { shares, exposure, priorShare }: Curve,
  eventSize: number,
): { chance: number[]; prior: number[] } {
  const chance = new Array<number>(shares.length).fill(0);
  const prior = new Array<number>(shares.length).fill(0);
  let [variance, assumed] = [0, 0];
  for (let cell = shares.length - 2; cell >= 0; cell--) {
    const factor = shares[cell + 1]! / shares[cell]!;
    if (exposure[cell]! > 0) variance += (eventSize * (factor - 1)) / (factor * factor * exposure[cell]!);
    assumed += priorShare[cell]! * priorGrowthError * Math.log(factor);
    chance[cell] = Math.sqrt(variance);
    prior[cell] = assumed;
  }
  return { chance, prior };
}
