import type { CollectorOutput } from '../contracts.ts';
import { collector } from '../stages/collector.ts';
import type { CollectorDeps } from './run.ts';

export interface Pull {
  run_id: string;
  outputs: CollectorOutput[];
  /** Accounts that could not be collected; the others are complete. */
  failures: { account: string; error: Error }[];
}

/** The configured accounts, or all that the token can read. */
export async function accountsToCollect({ config, platform }: CollectorDeps): Promise<string[]> {
  return config.linkedin.accounts ?? (await platform.accounts()).records.map(({ account_id }) => account_id);
}

/** One pull over several accounts, each until it is done. No account's failure stops another. */
export async function pullAccounts(
  input: { run_id?: string; accounts: readonly string[] },
  deps: CollectorDeps,
): Promise<Pull> {
  const pull: Pull = { run_id: input.run_id ?? deps.newId(), outputs: [], failures: [] };
  for (const account of input.accounts) {
    try {
      let output = await collector({ run_id: pull.run_id, account }, deps);
      while (output.more) output = await collector({ run_id: pull.run_id, account }, deps);
      pull.outputs.push(output);
    } catch (error) {
      pull.failures.push({ account, error: error as Error });
    }
  }
  return pull;
}
