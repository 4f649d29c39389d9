/** The chi-square distribution, for any positive number of degrees of freedom. */
import { logGamma } from './special-functions.ts';

/** Of the quantile itself, however small: with half a degree of freedom most of the distribution lies close to zero. */
const quantilePrecision = 1e-13;
const seriesPrecision = 1e-16;

/** Probability of a value below `value`. */
export function shareBelowChiSquare(value: number, degrees: number): number {
  return value <= 0 ? 0 : Math.min(1, incompleteGamma(degrees / 2, value / 2));
}

/** The value below which `share` lies; `share` within 0 and 1, neither of them itself. */
export function quantileChiSquare(share: number, degrees: number): number {
  const tail = -Math.log1p(-share);
  // no more than exp(-tail) lies beyond this (Laurent & Massart 2000, lemma 1)
  let high = degrees + 2 * Math.sqrt(degrees * tail) + 2 * tail;
  let low = 0;
  while (high - low > quantilePrecision * high) {
    const middle = (low + high) / 2;
    if (shareBelowChiSquare(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(a, x), the regularised lower incomplete gamma function, by its series (Abramowitz & Stegun 6.5.29), which converges everywhere. */
function incompleteGamma(a: number, x: number): number {
  let term = 1;
  let series = 1;
  for (let next = a + 1; term > seriesPrecision * series; next++) {
    term *= x / next;
    series += term;
  }
  return series * Math.exp(a * Math.log(x) - x - logGamma(a + 1));
}
