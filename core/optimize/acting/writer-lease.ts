/** One writer at a time, so that two runs never count against the same limits. */

import { keys } from '../../contracts/keys.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { holdUnderLease } from '../../running/lease.ts';

const busy = {
  activity: 'Ads are being changed',
  remedy: 'Let it finish. If that run died, wait until then, or repeat it under its own run id.',
};

/** Without a deadline, as on one machine. */
const usualSeconds = 15 * 60;

interface Deps extends Pick<StageDeps, 'objects' | 'now' | 'deadline'> {
  /** The clock on the wall, where `now` is another one: a lease of the demo must end although its time stands still. */
  wallClock?: (() => Date) | undefined;
}

/** Nothing is written when the lease may be another's: the work gets a deadline that ends with it. */
export function underWriterLease<D extends Deps, T>(deps: D, runId: string, work: (deps: D) => Promise<T>): Promise<T> {
  const { objects, now, deadline, wallClock = now } = deps;
  const start = now().getTime();
  const end = deadline?.getTime() ?? start + usualSeconds * 1000;
  return holdUnderLease(
    { objects, now: wallClock },
    {
      key: keys.writerLease,
      holder: runId,
      seconds: (end - start) / 1000,
      busy,
    },
    () => work({ ...deps, deadline: new Date(end) }),
  );
}
