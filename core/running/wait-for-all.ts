/**
 * All results in order, or the first failure; but only when nothing of it is going on any more. A put that outlives its stage might land
 * over what a later run has put.
 */
export async function waitForAll<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
