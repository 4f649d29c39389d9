/** A person's word on a proposal. It changes nothing on the platform by itself. */
import type { Decision } from '../../contracts/decisions.ts';
import { isChanging, isExpired } from '../../domain/proposals.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { addEvent, readLife } from '../log/events.ts';
import { targetOf } from './apply.ts';
import { shownChange } from './entity-value.ts';
import type { DecisionRefusal } from './refusal.ts';

export interface Word {
  event: 'approved' | 'rejected';
  by: string;
  detail: string;
  /** The newer proposal, where there is one: the older one can no longer be approved. */
  supersededBy?: string | undefined;
}

/** Null when it is told, else why it is not. A rejection also takes an approval back, until it is taken up. */
export async function approveOrReject(
  { objects, now }: Pick<StageDeps, 'objects' | 'now'>,
  decision: Decision,
  { event, by, detail, supersededBy }: Word,
): Promise<DecisionRefusal | null> {
  if (!isChanging(decision)) return { code: 'no-change' };
  const { decision_id, change, expires_at: expiresAt } = decision;
  const life = await readLife(objects, decision_id);
  const mayBeSaid = life.status === 'proposed' || (life.status === 'approved' && event === 'rejected');
  if (!mayBeSaid) return { code: 'already', status: life.status };
  if (supersededBy !== undefined && event === 'approved') return { code: 'superseded', by: supersededBy };
  if (isExpired(decision, now())) return { code: 'ended', expiresAt };
  const target = targetOf(decision);
  const told = await addEvent(
    objects,
    life,
    { decision_id, event, by, detail, target, change, request_id: null },
    now(),
  );
  return told ? null : { code: 'overtaken', change: shownChange(target, change) };
}
