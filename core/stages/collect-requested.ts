/** What a deployment asks of the collector: one account, the list of accounts for a workflow, or all of them in turn. */

import { type CollectorDeps, platformNameOf } from '../collect/collection/run.ts';
import { assertNotImported } from '../collect/imports/overlap.ts';
import type { CollectorOutput, CollectorRequest } from '../contracts/stages.ts';
import { counted } from '../domain/language.ts';
import { AdsError } from '../errors.ts';
import { collector } from './collector.ts';
import { accountsToCollect, type Pull, pullAccounts } from './pull-accounts.ts';

/** Some accounts could not be collected; the others are complete. */
class AccountsNotCollectedError extends AdsError {
  constructor({ failures, outputs }: Pull) {
    super(
      `${failures.length} of ${counted(failures.length + outputs.length, 'account')} could not be collected: ${failures
        .map(({ account, error }) => `${account}: ${error.message}`)
        .join('; ')}`,
      'What was stored is kept. Run the collector again, or for a single account with {"account": "…"}.',
      { cause: failures[0]?.error },
    );
  }
}

export type Collected =
  | CollectorOutput
  | { accounts: string[] }
  | { run_id: string; more: boolean; outputs: CollectorOutput[] };

/** `depsFor` gives each account a client and a log of calls of its own. */
export async function collectRequested(
  { run_id, account, list_accounts }: CollectorRequest,
  depsFor: () => CollectorDeps,
): Promise<Collected> {
  if (account !== undefined) return collector({ run_id, account }, depsFor());
  const deps = depsFor();
  const accounts = await accountsToCollect(deps);
  await assertNotImported(deps.objects, platformNameOf(deps), accounts);
  if (list_accounts) return { accounts };
  const pull = await pullAccounts({ run_id: run_id ?? deps.newId(), accounts }, depsFor);
  if (pull.failures.length > 0) throw new AccountsNotCollectedError(pull);
  return { run_id: pull.run_id, more: pull.outputs.some(({ more }) => more), outputs: pull.outputs };
}
