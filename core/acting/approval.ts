/** A person's word on a proposal. It changes nothing on the platform by itself. */
import type { Decision } from '../contracts.ts';
import { isExpired } from '../domain/proposals.ts';
import type { StageDeps } from '../ports.ts';
import { targetOf } from './apply.ts';
import { shownChange } from './entity-value.ts';
import { addEvent, readLife } from './events.ts';

export interface Word {
  event: 'approved' | 'rejected';
  by: string;
  detail: string;
}

/** Null when it is told, else why it cannot be. A rejection also takes an approval back, until it is taken up. */
export async function giveWord(
  { objects, now }: Pick<StageDeps, 'objects' | 'now'>,
  decision: Decision,
  { event, by, detail }: Word,
): Promise<string | null> {
  const { decision_id, change } = decision;
  if (!change) return 'It proposes no change.';
  const life = await readLife(objects, decision_id);
  if (life.status === event) return `It is ${event} already.`;
  const mayBeSaid = life.status === 'proposed' || (life.status === 'approved' && event === 'rejected');
  if (!mayBeSaid) return `It is ${life.status.replace('_', ' ')} already.`;
  if (isExpired(decision, now())) return `The proposal ended at ${decision.expires_at ?? 'its making'}.`;
  const target = targetOf(decision);
  const told = await addEvent(
    objects,
    life,
    { decision_id, event, by, detail, target, change, request_id: null },
    now(),
  );
  return told ? null : `Something else happened to it at the same moment (${shownChange(target, change)}); look again.`;
}
