/**
 * Keeps two merging runs apart where the warehouse has no transaction over statements: one might publish what the other has half merged.
 * One machine needs none: there the database admits one process.
 */

import { keys } from '../../contracts/keys.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { holdUnderLease } from '../../running/lease.ts';

const busy = {
  activity: 'Raw objects are being merged',
  remedy:
    'Let it finish: it merges everything that is waiting. If it died, wait until that time, or run it again with its own run id.',
};

/** The work of one invocation, which ends at its deadline: so does its lease, should it be killed. */
export const underMergeLease = <T>(
  deps: Pick<StageDeps, 'objects' | 'now'> & { deadline: Date },
  runId: string,
  work: () => Promise<T>,
): Promise<T> =>
  holdUnderLease(
    deps,
    {
      key: keys.mergeLease,
      holder: runId,
      seconds: (deps.deadline.getTime() - deps.now().getTime()) / 1000,
      busy,
    },
    work,
  );
