/** Student's t distribution, for any positive number of degrees of freedom. */
import { incompleteBeta } from './special-functions.ts';

/** Beyond this many degrees it is the normal distribution to six digits, and stays there for an infinite number. */
const mostDegrees = 1e6;
/** Halvings of an interval of 2 × `reach`: the quantile to a millionth of a millionth. */
const halvings = 80;
/** The 1 − 1e-7 quantile lies below this from two degrees of freedom on. */
const reach = 1e4;

/** Probability of a value below `t`. */
export function shareBelowT(t: number, degrees: number): number {
  const df = Math.min(degrees, mostDegrees);
  const outside = incompleteBeta(df / (df + t * t), df / 2, 0.5);
  return t < 0 ? outside / 2 : 1 - outside / 2;
}

/** The value below which `share` lies; `share` within 1e-7 and 1 - 1e-7. */
export function quantileT(share: number, degrees: number): number {
  let [low, high] = [-reach, reach];
  for (let step = 0; step < halvings; step++) {
    const middle = (low + high) / 2;
    if (shareBelowT(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
