/** Central intervals of the normal distribution. */
export interface Interval {
  /** Probability of what lies within, and beyond either end. */
  share: number;
  tail: number;
  /** Each end is so many standard deviations from the middle. */
  deviations: number;
}

export const interval80: Interval = { share: 0.8, tail: 0.1, deviations: 1.2815515655446004 };
export const interval90: Interval = { share: 0.9, tail: 0.05, deviations: 1.6448536269514722 };
export const interval95: Interval = { share: 0.95, tail: 0.025, deviations: 1.959963984540054 };
