/**
 * Keeps two merging runs apart where the warehouse has no transaction over statements: one might publish what the other has half merged.
 * One machine needs none: there the database admits one process.
 */

import { keys } from '../../contracts/keys.ts';
import { AdsError } from '../../errors.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { holdingLease } from '../../running/lease.ts';

/** Another run merges at this moment. */
export class MergeBusyError extends AdsError {
  constructor(runId: string, until: string) {
    super(
      `Run ${runId} is merging raw objects, until ${until} at the latest`,
      'Let it finish: it merges everything that is waiting. If it died, wait until that time, or run it again with its own run id.',
    );
  }
}

/** The work of one invocation, which ends at its deadline: so does its lease, should it be killed. */
export const underMergeLease = <T>(
  deps: Pick<StageDeps, 'objects' | 'now'> & { deadline: Date },
  runId: string,
  work: () => Promise<T>,
): Promise<T> =>
  holdingLease(
    deps,
    {
      key: keys.mergeLease,
      holder: runId,
      seconds: (deps.deadline.getTime() - deps.now().getTime()) / 1000,
      busy: (lease) => new MergeBusyError(lease.run_id, lease.expires_at),
    },
    work,
  );
