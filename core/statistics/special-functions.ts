/** The few special functions that Beta distributions need; absolute accuracy about 1e-8 for arguments up to 1e7. */

/** From here on Stirling's series with the terms below is exact to double precision. */
const stirlingFrom = 10;
/** B(2n) / (2n (2n-1)), the coefficients of Stirling's series (Abramowitz & Stegun 6.1.40). */
const stirlingTerms = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188];
const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  // Γ(x + 1) = x Γ(x) carries a small x to where the series holds
  while (shifted < stirlingFrom) product *= shifted++;
  const inverse = 1 / shifted;
  let power = inverse;
  let series = 0;
  for (const term of stirlingTerms) {
    series += term * power;
    power *= inverse * inverse;
  }
  return (shifted - 0.5) * Math.log(shifted) - shifted + halfLogTwoPi + series - Math.log(product);
}

/** ln B(a, b) for a, b > 0. */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** I_x(a, b): the share of a Beta(a, b) distribution that lies below x. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
  // the continued fraction converges fast only on its own side of the mean
  const below =
    x < (a + 1) / (a + b + 2)
      ? (front * continuedFraction(x, a, b)) / a
      : 1 - (front * continuedFraction(1 - x, b, a)) / b;
  return Math.min(1, Math.max(0, below));
}

const tiny = 1e-300;
const precision = 1e-13;
/** It needs about the square root of the larger argument: enough for 1e8. */
const maximumSteps = 10_000;

/** Lentz's evaluation of the continued fraction of I_x(a, b) (Numerical Recipes, 6.4). */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= maximumSteps; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < precision) break;
  }
  return fraction;
}

const awayFromZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
