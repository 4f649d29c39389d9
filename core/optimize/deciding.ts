/** How the optimizer comes to its decisions: what it knows of the accounts, what it finds of its own changes, what it decides. */
import type { Decision } from '../contracts/decisions.ts';
import type { AccountState, OwnChange } from '../domain/account-state.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { reviewForUndo } from './effects/review.ts';
import { withLearnedBids } from './market/learned-bids.ts';
import type { Run } from './proposals/decide.ts';
import { propose } from './proposals/propose.ts';
import { readAccountStates } from './state/read-state.ts';

export type DecidingDeps = Pick<StageDeps, 'warehouse' | 'objects' | 'config' | 'now'>;

export interface Deciding {
  states(deps: DecidingDeps, ownChanges: readonly OwnChange[]): Promise<AccountState[]>;
  /** What very likely does harm and should be undone; stores the effects of own changes. */
  review?(
    deps: DecidingDeps,
    states: readonly AccountState[],
    runId: string,
  ): Promise<{ decision_id: string; reason: string }[]>;
  decide(states: readonly AccountState[], run: Run): Decision[];
}

/** From what the warehouse holds. */
export const warehouseDeciding: Deciding = {
  states: async (deps, ownChanges) => withLearnedBids(await readAccountStates(deps, ownChanges), deps.objects),
  review: reviewForUndo,
  decide: propose,
};
