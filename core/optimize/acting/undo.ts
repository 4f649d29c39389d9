/** Gives an entity back the value that it had before a decision, once, and only where what we wrote is still there. */
import { readControl } from '../guardrails/read-control.ts';
import type { DecisionStatus } from '../log/decision-life.ts';
import { type DecisionLife, readLife } from '../log/events.ts';
import { reversed } from './entity-value.ts';
import { type ActingDeps, carryOut, type WriteOutcome } from './writing.ts';

export interface UndoOptions {
  /** A person's name, or the run. */
  by: string;
  /** Why. */
  detail: string;
  /** A program that undoes by itself needs guardrails that can be read; a person does not. */
  automatic: boolean;
  /** A person may undo although writing is stopped. */
  force?: boolean;
}

export interface UndoOutcome extends Omit<WriteOutcome, 'result'> {
  /** `refused`: nothing was tried. */
  result: WriteOutcome['result'] | 'refused';
}

const refused = (detail: string): UndoOutcome => ({ result: 'refused', detail });

/** The caller holds the lease of the writer. */
export async function undoDecision(
  deps: ActingDeps,
  decisionId: string,
  { by, detail, automatic, force = false }: UndoOptions,
): Promise<UndoOutcome> {
  const life = await readLife(deps.objects, decisionId);
  const applied = life.events.findLast(({ event }) => event === 'applied');
  if (life.status !== 'applied' || !applied?.target || !applied.change) return refused(whyNot(life));
  const { stopWrites, problem } = await readControl(deps.objects);
  if (stopWrites !== null && (automatic || !force)) return refused(stopWrites);
  if (automatic && problem) return refused(problem.detail);
  const { target } = applied;
  return await carryOut(deps, life, { decisionId, kind: 'undo', target, change: reversed(applied.change), by, detail });
}

function whyNot({ status, events }: DecisionLife): string {
  const last = events.at(-1);
  if (status === 'undone') return `It was already undone at ${last?.at} by ${last?.by}. A change is undone only once.`;
  return whyNotUndone[status] ?? 'Nothing was applied, so there is nothing to undo.';
}

const whyNotUndone: Partial<Record<DecisionStatus, string>> = {
  intended: 'It is not known yet whether it was applied. The next run finds out.',
  undo_intended: 'It is being undone, or an undo was interrupted. The next run finds out.',
};
