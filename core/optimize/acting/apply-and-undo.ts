/** What one run does to the platform: it settles what was left open, undoes, and applies. All of it under the lease of the writer. */
import type { ActingResult, Decision, DecisionAction } from '../../contracts/decisions.ts';
import type { AccountState } from '../../domain/account-state.ts';
import type { ChangeLog } from '../log/change-log.ts';
import { applyDecisions } from './apply.ts';
import { ownChangesIn } from './own-changes.ts';
import type { DecisionRefusal } from './refusal.ts';
import { undoDecision } from './undo.ts';
import type { ActingDeps } from './writing.ts';

export interface ActingOutcome {
  decision_id: string;
  result: ActingResult;
  detail: string;
  /** Null where it was not looked at. */
  action: DecisionAction | null;
  /** Of what is blocked or refused: why; `detail` says it to people. Null where an undo was refused. */
  refusal: DecisionRefusal | null;
}

export interface Applying {
  by: string;
  log: ChangeLog;
  states: readonly AccountState[];
  approvedOnly: boolean;
  /** By id, the newer proposal's. */
  superseded: ReadonlyMap<string, string>;
}

export async function applyAll(
  deps: ActingDeps,
  decisions: readonly Decision[],
  { log, ...applying }: Applying,
): Promise<ActingOutcome[]> {
  if (decisions.length === 0) return [];
  const { applied, open } = await ownChangesIn(log);
  const done = await applyDecisions(deps, decisions, { ...applying, ownChanges: [...applied, ...open] });
  await log.refresh(done.map(({ decision }) => decision.decision_id));
  return done.map(({ decision, result, detail, refusal }) => ({
    decision_id: decision.decision_id,
    result,
    detail,
    action: decision.action,
    refusal: refusal ?? null,
  }));
}

export interface Undoing {
  by: string;
  log: ChangeLog;
  automatic: boolean;
  force: boolean;
}

export interface WantedUndo {
  decision_id: string;
  /** Why. */
  reason: string;
}

/** One after the other. Stops at the first whose outcome is unknown. */
export async function undoAll(
  deps: ActingDeps,
  wanted: readonly WantedUndo[],
  { by, log, automatic, force }: Undoing,
): Promise<ActingOutcome[]> {
  const done: ActingOutcome[] = [];
  for (const { decision_id, reason } of wanted) {
    const { result, detail, stops } = await undoDecision(deps, decision_id, {
      by,
      detail: reason,
      automatic,
      force,
    });
    done.push({ decision_id, result, detail, action: null, refusal: null });
    deps.logger.info('undo processed', { decision_id, result, detail });
    if (stops === 'run') break;
  }
  await log.refresh(done.map(({ decision_id }) => decision_id));
  return done;
}
