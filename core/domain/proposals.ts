/** What proposing, guarding, acting and showing must agree on: whether a decision changes something, what, and for how long. Pure. */
import type { Decision, DecisionAction, EntityChange } from '../contracts/decisions.ts';
import { msPerHour } from './calendar.ts';

/** The field that an action is about; null where it leaves everything as it is. */
const changedFields = {
  pause_creative: 'creative_status',
  resume_creative: 'creative_status',
  rotate_creative: 'creative_status',
  raise_bid: 'bid',
  lower_bid: 'bid',
  raise_budget: 'daily_budget',
  lower_budget: 'daily_budget',
  gather_evidence: null,
  keep: null,
} as const satisfies Record<DecisionAction, EntityChange['field'] | null>;

type ChangingAction = {
  [Action in DecisionAction]: (typeof changedFields)[Action] extends null ? never : Action;
}[DecisionAction];

export const changedField = (action: DecisionAction): EntityChange['field'] | null => changedFields[action];

/** Of an action: whether it is one that changes something, be it by this program or, for what was imported, by hand. */
export const proposesChange = (action: DecisionAction): action is ChangingAction => changedFields[action] !== null;

/** A decision whose change this program could write. */
export type ChangingDecision = Decision & { change: EntityChange };

export const isChanging = (decision: Decision): decision is ChangingDecision => decision.change !== null;

/** The same decision when its change is not made after all. */
export const asKept = (decision: Decision, why: string): Decision => ({
  ...decision,
  action: 'keep',
  change: null,
  expires_at: null,
  reason: `${why} What was proposed: ${decision.reason}`,
});

/** A day later everything may be different: a proposal that was not applied by then is void. */
const proposalHours = 24;

const proposalMilliseconds = proposalHours * msPerHour;

export const expiryOf = (createdAt: Date): string => new Date(createdAt.getTime() + proposalMilliseconds).toISOString();

/** No proposal that was made before has not ended. */
export const oldestLiving = (now: Date): Date => new Date(now.getTime() - proposalMilliseconds);

/** Without an end it is void: its age is not known. */
export const isExpired = ({ expires_at }: Pick<Decision, 'expires_at'>, now: Date): boolean =>
  expires_at === null || expires_at <= now.toISOString();
