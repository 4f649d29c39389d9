/**
 * One write to the platform, recorded before and after. An interrupted write leaves an open intent, which `settle` finds: no decision
 * is ever written twice.
 */

import type { DecisionEventName, EntityChange } from '../../contracts/decisions.ts';
import { AdsError } from '../../errors.ts';
import type { AdWriter } from '../../ports/ad-changes.ts';
import {
  AccessDeniedError,
  AdPlatformError,
  EntityNotFoundError,
  PlatformUnavailableError,
  RequestRefusedError,
} from '../../ports/ad-platform-errors.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { addEvent, type DecisionLife } from '../log/events.ts';
import { type ChangeTarget, isSameValue, readValue, shownValue, writeChange } from './entity-value.ts';

export interface ActingDeps extends Pick<StageDeps, 'objects' | 'now' | 'logger' | 'deadline'> {
  platform: AdWriter;
}

/** `open`: not known yet whether it happened. `skipped`: someone else was first, and nothing was written. */
export type WriteResult = 'applied' | 'undone' | 'voided' | 'failed' | 'open' | 'skipped';

export interface WriteOutcome {
  result: WriteResult;
  /** One sentence. */
  detail: string;
  /** What else would fail the same way: the whole account where the token may not write, everything where the platform does not answer. */
  stops?: 'account' | 'run';
}

export interface Intent {
  decisionId: string;
  kind: 'apply' | 'undo';
  target: ChangeTarget;
  change: EntityChange;
  /** A person, or the run. */
  by: string;
  /** Why it is done. */
  detail: string;
}

const names = {
  apply: { intended: 'intended', done: 'applied' },
  undo: { intended: 'undo_intended', done: 'undone' },
} as const satisfies Record<Intent['kind'], Record<string, DecisionEventName>>;

/** The caller has checked that it is allowed, and holds the writer's lease. */
export async function carryOut(deps: ActingDeps, life: DecisionLife, intent: Intent): Promise<WriteOutcome> {
  const open = await tell(deps, life, intent, { event: names[intent.kind].intended, detail: intent.detail });
  if (!open) return { result: 'skipped', detail: 'Someone else acted on it at the same moment.' };
  try {
    const result = await writeChange(deps.platform, intent.target, intent.change);
    if (result.outcome === 'conflict') return await voided(deps, open, intent, conflictDetail(intent, result.found));
    // What was written and is not seen yet may be seen later.
    if (result.outcome === 'unconfirmed')
      return {
        result: 'open',
        detail: `It was written, but the platform still shows ${shownValue(result.after)}.`,
        stops: 'run',
      };
    return await done(deps, open, intent, {
      detail: 'Written and read back.',
      change: { field: intent.change.field, from: result.before, to: result.after } as EntityChange,
      request_id: result.request_id,
    });
  } catch (error) {
    return await afterError(deps, open, intent, error);
  }
}

/** An answer that says no may have been the answer to the reading back: only the entity tells whether it was written. */
async function afterError(deps: ActingDeps, open: DecisionLife, intent: Intent, error: unknown): Promise<WriteOutcome> {
  if (!(error instanceof AdsError)) throw error;
  const requestId = error instanceof AdPlatformError ? error.requestId : null;
  const cause = `${error.message} ${error.remedy}`;
  if (error instanceof PlatformUnavailableError) return { result: 'open', detail: cause, stops: 'run' };
  const value = await readValue(deps.platform, intent.target, intent.change.field).catch(() => undefined);
  if (value === undefined) return { result: 'open', detail: cause, stops: 'run' };
  if (isSameValue(value, intent.change.to))
    return await done(deps, open, intent, { detail: `Written, but then: ${cause}`, request_id: requestId });
  if (!isSameValue(value, intent.change.from)) return await voided(deps, open, intent, conflictDetail(intent, value));
  await tell(deps, open, intent, { event: 'failed', detail: cause, request_id: requestId });
  return { result: 'failed', detail: cause, ...stoppedBy(error) };
}

function stoppedBy(error: AdsError): Pick<WriteOutcome, 'stops'> {
  if (error instanceof RequestRefusedError || error instanceof EntityNotFoundError) return {};
  return { stops: error instanceof AccessDeniedError ? 'account' : 'run' };
}

/** What an interrupted write came to, as the entity shows. Nothing is written to it. */
export async function settleByReading(deps: ActingDeps, open: DecisionLife, intent: Intent): Promise<WriteOutcome> {
  const value = await readValue(deps.platform, intent.target, intent.change.field);
  if (isSameValue(value, intent.change.to))
    return await done(deps, open, intent, { detail: 'Found written after an interruption.' });
  if (isSameValue(value, intent.change.from))
    return await voided(
      deps,
      open,
      intent,
      'The run was interrupted before it was written. The next run decides anew.',
    );
  return await voided(deps, open, intent, conflictDetail(intent, value));
}

const conflictDetail = ({ change }: Intent, found: Awaited<ReturnType<typeof readValue>>): string =>
  `Someone changed it in the meantime: expected ${shownValue(change.from)}, found ${shownValue(found)}. Nothing was overwritten.`;

async function done(
  deps: ActingDeps,
  open: DecisionLife,
  intent: Intent,
  told: Pick<Telling, 'detail' | 'change' | 'request_id'>,
): Promise<WriteOutcome> {
  const event = names[intent.kind].done;
  await tell(deps, open, intent, { event, ...told });
  return { result: event, detail: told.detail };
}

export async function voided(
  deps: Pick<ActingDeps, 'objects' | 'now'>,
  life: DecisionLife,
  intent: Intent,
  detail: string,
): Promise<WriteOutcome> {
  await tell(deps, life, intent, { event: 'voided', detail });
  return { result: 'voided', detail };
}

interface Telling {
  event: DecisionEventName;
  detail: string;
  change?: EntityChange;
  request_id?: string | null;
}

const tell = (
  { objects, now }: Pick<ActingDeps, 'objects' | 'now'>,
  life: DecisionLife,
  { decisionId, target, change, by }: Intent,
  { event, detail, change: seen = change, request_id = null }: Telling,
): Promise<DecisionLife | undefined> =>
  addEvent(objects, life, { decision_id: decisionId, event, by, detail, target, change: seen, request_id }, now());
