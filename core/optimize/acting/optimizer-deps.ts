import type { AdWriter } from '../../ports/ad-changes.ts';
import type { VersionScorer } from '../../ports/model-serving.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import type { Deciding } from '../deciding.ts';
import type { ChangeLog } from '../log/change-log.ts';
import type { ActingOutcome } from './apply-and-undo.ts';
import { settleLeftovers } from './settle.ts';
import { underWriterLease } from './writer-lease.ts';
import type { ActingDeps } from './writing.ts';

/** What the stage `optimizer` gets. */
export interface OptimizerDeps
  extends Pick<
    StageDeps,
    'objects' | 'warehouse' | 'metrics' | 'notifier' | 'logger' | 'config' | 'simulated' | 'now' | 'newId' | 'deadline'
  > {
  /** Undefined where there is no platform to write to, as for imported files. */
  platform?: AdWriter | undefined;
  /** For leases, where `now` is the demo's time; else `now` is. */
  wallClock?: () => Date;
  /** Who is asked what ads are expected to do; computed here unless another is given. */
  scorer?: VersionScorer | undefined;
  /** How it decides; the warehouse's own way unless another is given. */
  deciding?: Deciding;
}

/** No other run writes meanwhile. Without a platform there is nothing to protect. */
export function withPlatform<T>(
  { platform, objects, now, logger, deadline, wallClock }: OptimizerDeps,
  runId: string,
  work: (acting: ActingDeps | undefined) => Promise<T>,
): Promise<T> {
  if (!platform) return work(undefined);
  return underWriterLease({ platform, objects, now, logger, wallClock, ...(deadline && { deadline }) }, runId, work);
}

export async function settle(acting: ActingDeps, log: ChangeLog, runId: string): Promise<ActingOutcome[]> {
  const settled = await settleLeftovers(acting, log, runId);
  return settled.map(({ decisionId, ...outcome }) => ({ decision_id: decisionId, refusal: null, ...outcome }));
}
