/** One run at a time collects an account. */

import { keys } from '../../contracts/keys.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { holdUnderLease } from '../../running/lease.ts';

export interface AccountLease {
  platform: string;
  account: string;
  runId: string;
  minutes: number;
}

/** Does the work under the account's lease. A repeat of the same run takes its lease over. */
export const underLease = <T>(
  deps: Pick<StageDeps, 'objects' | 'now'>,
  { platform, account, runId, minutes }: AccountLease,
  work: () => Promise<T>,
): Promise<T> =>
  holdUnderLease(
    deps,
    {
      key: keys.collectorLease(platform, account),
      holder: runId,
      seconds: minutes * 60,
      busy: {
        activity: `Account ${account} is being collected`,
        remedy: 'Let it finish. If that run died, wait until then, or repeat it under its own run id.',
      },
    },
    work,
  );
