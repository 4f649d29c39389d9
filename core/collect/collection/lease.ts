/** Only the holder of an account's lease collects it. */

import { keys } from '../../contracts/keys.ts';
import { AdsError } from '../../errors.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { holdingLease } from '../../running/lease.ts';

/** Another run collects the account at this moment. */
export class AccountBusyError extends AdsError {
  constructor(account: string, runId: string, until: string) {
    super(
      `Account ${account} is being collected by run ${runId} until ${until} at the latest`,
      'Let it finish. If that run died, wait until then, or repeat it with the same run id.',
    );
  }
}

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
  holdingLease(
    deps,
    {
      key: keys.collectorLease(platform, account),
      holder: runId,
      seconds: minutes * 60,
      busy: (lease) => new AccountBusyError(account, lease.run_id, lease.expires_at),
    },
    work,
  );
