/** How long to wait between two looks at what takes minutes: a training job, an endpoint that is being changed. */

const firstLookSeconds = 5;
const longestLookSeconds = 60;
const lookGrowth = 1.5;

/** Waits before the second, third … look: 5, 7.5, 11.25 … s, at most a minute. */
export const lookMilliseconds = (look: number): number =>
  1000 * Math.min(longestLookSeconds, firstLookSeconds * lookGrowth ** look);
