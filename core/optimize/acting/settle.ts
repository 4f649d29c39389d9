/** Finds what an interrupted run left behind between its intent and its outcome, and brings it to an end by reading. */

import type { DecisionAction } from '../../contracts/decisions.ts';
import { AdsError } from '../../errors.ts';
import { EntityNotFoundError } from '../../ports/ad-platform-errors.ts';
import type { ChangeLog } from '../log/change-log.ts';
import { isOpen } from '../log/decision-life.ts';
import { type DecisionLife, lifeOf } from '../log/events.ts';
import { type ActingDeps, type Intent, settleByReading, voided, type WriteOutcome } from './writing.ts';

export interface Settled extends WriteOutcome {
  decisionId: string;
  action: DecisionAction;
}

/** Writes nothing to the platform, so it is done in every mode. An entity that cannot be read stays open. */
export async function settleLeftovers(deps: ActingDeps, log: ChangeLog, by: string): Promise<Settled[]> {
  const open = log.lives().filter(({ status }) => isOpen(status));
  const settled: Settled[] = [];
  for (const { keys } of open) {
    const life = await lifeOf(deps.objects, keys);
    const intent = intentOf(life, by);
    if (intent)
      settled.push({
        decisionId: intent.decisionId,
        action: intent.target.action,
        ...(await settle(deps, life, intent)),
      });
  }
  await log.refresh(settled.map(({ decisionId }) => decisionId));
  return settled;
}

async function settle(deps: ActingDeps, life: DecisionLife, intent: Intent): Promise<WriteOutcome> {
  try {
    return await settleByReading(deps, life, intent);
  } catch (error) {
    if (error instanceof EntityNotFoundError) return await voided(deps, life, intent, error.message);
    if (!(error instanceof AdsError)) throw error;
    return { result: 'open', detail: `${error.message} ${error.remedy}` };
  }
}

function intentOf({ events }: DecisionLife, by: string): Intent | undefined {
  const open = events.findLast(({ event }) => event === 'intended' || event === 'undo_intended');
  if (!open?.target || !open.change) return undefined;
  const { decision_id, event, target, change } = open;
  const kind = event === 'intended' ? 'apply' : 'undo';
  return { decisionId: decision_id, kind, target, change, by, detail: open.detail };
}
