/** What became of a decision, told by its events. Pure. */
import type { DecisionEventName } from '../../contracts/decisions.ts';

/** `proposed`: nothing happened to it yet. The two intents are open until their outcome is known. */
export type DecisionStatus =
  | 'proposed'
  | 'approved'
  | 'rejected'
  | 'intended'
  | 'applied'
  | 'voided'
  | 'failed'
  | 'undo_intended'
  | 'undone';

export interface EventName {
  number: number;
  event: DecisionEventName;
}

/**
 * By the names of its events alone, in any order. Two of the same number came at the same moment: an intent counts more than a
 * person's approval or rejection, as it may have been carried out.
 */
export function statusAfter(names: readonly EventName[]): DecisionStatus {
  return names.toSorted(inOrder).reduce<DecisionStatus>(after, 'proposed');
}

/** In the order of what happened. */
export const inOrder = (one: EventName, other: EventName): number =>
  one.number - other.number || rank[one.event] - rank[other.event];

const rank: Record<DecisionEventName, number> = {
  approved: 0,
  rejected: 1,
  intended: 2,
  undo_intended: 2,
  voided: 3,
  failed: 3,
  applied: 4,
  undone: 4,
};

function after(before: DecisionStatus, { event }: EventName): DecisionStatus {
  // An undo that was not carried out leaves what was applied.
  if (before === 'undo_intended' && (event === 'voided' || event === 'failed')) return 'applied';
  return event;
}

export const isOpen = (status: DecisionStatus): boolean => status === 'intended' || status === 'undo_intended';

/** No run has acted on it. */
export const isWaiting = (status: DecisionStatus): boolean => status === 'proposed' || status === 'approved';
