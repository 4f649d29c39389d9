import type { CollectorDeps } from '../collect/collection/run.ts';
import type { CollectorInput, CollectorOutput } from '../contracts/stages.ts';
import { mustStop } from '../running/deadline.ts';
import { accountsAtOnce } from '../workflows/pipeline.ts';
import { collector } from './collector.ts';

export interface Pull {
  run_id: string;
  outputs: CollectorOutput[];
  /** Accounts that could not be collected; the others are complete. */
  failures: { account: string; error: Error }[];
}

/** The configured accounts, or all that the token can read. */
export async function accountsToCollect({
  config,
  platform,
}: Pick<CollectorDeps, 'config' | 'platform'>): Promise<string[]> {
  return config.linkedin.accounts ?? (await platform.accounts()).records.map(({ account_id }) => account_id);
}

/**
 * One pull over several accounts, each until it is done. No account's failure stops another. `depsFor` gives each account a client
 * and a log of calls of its own, as some run at the same time.
 */
export async function pullAccounts(
  { run_id, accounts }: { run_id: string; accounts: readonly string[] },
  depsFor: (account: string) => CollectorDeps,
): Promise<Pull> {
  const pull: Pull = { run_id, outputs: [], failures: [] };
  for (let start = 0; start < accounts.length; start += accountsAtOnce) {
    const some = accounts.slice(start, start + accountsAtOnce);
    const settled = await Promise.allSettled(some.map((account) => untilDone({ run_id, account }, depsFor(account))));
    for (const [index, result] of settled.entries()) {
      if (result.status === 'fulfilled') pull.outputs.push(result.value);
      else pull.failures.push({ account: some[index] as string, error: result.reason });
    }
  }
  return pull;
}

async function untilDone(input: CollectorInput, deps: CollectorDeps): Promise<CollectorOutput> {
  let output = await collector(input, deps);
  // Past its deadline every further call would only say so again; the caller starts a new one.
  while (output.more && !mustStop(deps)) output = await collector(input, deps);
  return output;
}
