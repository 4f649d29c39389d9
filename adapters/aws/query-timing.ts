/** Back-off, as pure functions: how long to wait for a query before looking again, and before starting it again. */

const firstPollMilliseconds = 200;
const longestPollMilliseconds = 5000;
const pollGrowth = 1.5;

/**
 * Waits before the second, third … look at a query: 200, 300, 450 … ms, at most 5 s. Most of ours take one to three seconds and are
 * seen some 0.3 s after their end; one of 14 minutes costs some 180 looks, of the 100 a second that an account may take.
 */
export const pollMilliseconds = (poll: number): number =>
  Math.min(longestPollMilliseconds, firstPollMilliseconds * pollGrowth ** poll);

const firstRestartMilliseconds = 1000;

/** Waits before the second, third … start of a query that failed for no fault of its own: 1, 2, 4 … s. */
export const restartMilliseconds = (failures: number): number => firstRestartMilliseconds * 2 ** (failures - 1);
