/** A person's approval or rejection of a proposal. It changes nothing on the platform by itself. */
import type { Decision } from '../../contracts/decisions.ts';
import { isChanging, isExpired } from '../../domain/proposals.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { addEvent, readLife } from '../log/events.ts';
import { targetOf } from './apply.ts';
import { shownChange } from './entity-value.ts';
import type { DecisionRefusal } from './refusal.ts';

export interface Approval {
  event: 'approved' | 'rejected';
  by: string;
  detail: string;
  /** The newer proposal, where there is one: the older one can no longer be approved. */
  supersededBy?: string | undefined;
}

/** Null once it is recorded, else why it is not. A rejection also withdraws an approval, until the change is applied. */
export async function approveOrReject(
  { objects, now }: Pick<StageDeps, 'objects' | 'now'>,
  decision: Decision,
  { event, by, detail, supersededBy }: Approval,
): Promise<DecisionRefusal | null> {
  if (!isChanging(decision)) return { code: 'no-change' };
  const { decision_id, change, expires_at: expiresAt } = decision;
  const life = await readLife(objects, decision_id);
  const isOpenToReview = life.status === 'proposed' || (life.status === 'approved' && event === 'rejected');
  if (!isOpenToReview) return { code: 'already', status: life.status };
  if (supersededBy !== undefined && event === 'approved') return { code: 'superseded', by: supersededBy };
  if (isExpired(decision, now())) return { code: 'ended', expiresAt };
  const target = targetOf(decision);
  const recorded = await addEvent(
    objects,
    life,
    { decision_id, event, by, detail, target, change, request_id: null },
    now(),
  );
  return recorded ? null : { code: 'overtaken', change: shownChange(target, change) };
}
