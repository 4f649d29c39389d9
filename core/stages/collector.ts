/**
 * Stage `collector`: one account a call. Lists what there is, reads what the ads say, then pulls the figures of its window in
 * pieces. The cursor moves only after a piece is stored, so that a run may be killed anywhere and repeated.
 */

import { callMetrics, storeCalls } from '../collect/collection/call-budget.ts';
import { type OpenCursor, openCursor } from '../collect/collection/cursor.ts';
import { type EntityIndex, isDue, readEntityIndex, writeEntityIndex } from '../collect/collection/entity-index.ts';
import { underLease } from '../collect/collection/lease.ts';
import { askChunk, type ChunkAnswers, newcomers, newestSpendOf, storeChunk } from '../collect/collection/pull-chunk.ts';
import { refreshEntities } from '../collect/collection/refresh-entities.ts';
import {
  type CollectorDeps,
  type CollectorRun,
  newRun,
  platformNameOf,
  storeDrift,
} from '../collect/collection/run.ts';
import { type Days, firstChunk, plannedPull } from '../collect/collection/window.ts';
import { type CollectorInput, type CollectorOutput, collectorOutput } from '../contracts/stages.ts';
import { addDays } from '../domain/calendar.ts';
import { DailyQuotaError } from '../ports/ad-platform-errors.ts';
import { withLearnedWindow } from '../process/maturity/store.ts';
import { mustStop } from '../running/deadline.ts';
import { once } from '../running/once.ts';

export type { CollectorDeps } from '../collect/collection/run.ts';

/** Throws what kept this account from being collected; what was stored until then stays. */
export function collector(input: CollectorInput, deps: CollectorDeps): Promise<CollectorOutput> {
  const { account } = input;
  const runId = input.run_id ?? deps.newId();
  const own = input.run_id === undefined ? {} : { run_id: `${runId}-${account}` };
  return once('collector', own, deps, collectorOutput, () =>
    underLease(
      deps,
      { platform: platformNameOf(deps), account, runId, minutes: deps.config.collection.leaseMinutes },
      () => collect(newRun(deps, runId, account)),
    ),
  );
}

type Ending = Pick<CollectorOutput, 'stopped' | 'resumes_at'>;

const done: Ending = { stopped: 'done', resumes_at: null };
const outOfTime: Ending = { stopped: 'deadline', resumes_at: null };

async function collect(run: CollectorRun): Promise<CollectorOutput> {
  const { deps, account } = run;
  const startedAt = deps.now();
  const stored: Days[] = [];
  try {
    const ending = await pull(run, stored).catch(endedByQuota(run));
    return await finish(run, startedAt, stored, ending);
  } catch (error) {
    await finish(run, startedAt, stored, done);
    deps.logger.warn('the account was only partly collected', { account, reason: (error as Error).message });
    throw error;
  }
}

/** Nothing is lost: the cursor stays, and the next run goes on from it. */
const endedByQuota =
  ({ deps, account }: CollectorRun) =>
  (error: unknown): Ending => {
    if (!(error instanceof DailyQuotaError)) throw error;
    deps.logger.warn(error.message, { account, resumes_at: error.resetsAt.toISOString() });
    return { stopped: 'daily_quota', resumes_at: error.resetsAt.toISOString() };
  };

async function pull(run: CollectorRun, stored: Days[]): Promise<Ending> {
  const { objects, config, now } = run.deps;
  const platform = platformNameOf(run.deps);
  const known = await readEntityIndex(objects, platform, run.account);
  const due = !known || known.content_pending > 0 || isDue(known, now(), config.collection.entitiesEveryHours);
  let index = due ? await refreshEntities(run) : known;
  if (!index) return outOfTime;
  const cursor = await openCursor(objects, platform, run.account);
  const account = { platform, account_id: run.account };
  const settings = await withLearnedWindow(config.collection, account, objects);
  const plan = plannedPull(cursor.value, now(), settings);
  for (let from: string = plan.from; from <= plan.to; ) {
    if (mustStop(run.deps)) return outOfTime;
    run.deps.progress(`collecting account ${run.account} up to ${plan.to}`, stored.length);
    const days = firstChunk({ from, to: plan.to }, config.collection.chunkDays);
    const answers = await askChunk(run, days, cursor.value.newest_spend);
    index = await withNewcomers(run, answers, index);
    if (!index) return outOfTime;
    await storeChunk(run, days, answers, index);
    stored.push(days);
    await moveCursor(cursor, { plan, days, answers });
    from = addDays(days.to, 1);
  }
  return done;
}

/** Creatives that appeared since the last list are listed now; those that no list names are remembered as such. */
async function withNewcomers(
  run: CollectorRun,
  answers: ChunkAnswers,
  index: EntityIndex,
): Promise<EntityIndex | undefined> {
  if (newcomers(answers, index).length === 0) return index;
  const listed = run.entities === null ? await refreshEntities(run) : index;
  if (!listed) return undefined;
  const unlisted = newcomers(answers, listed);
  if (unlisted.length === 0) return listed;
  const updated = { ...listed, unlisted: [...listed.unlisted, ...unlisted] };
  await writeEntityIndex(run.deps.objects, platformNameOf(run.deps), updated);
  return updated;
}

interface Step {
  plan: ReturnType<typeof plannedPull>;
  days: Days;
  answers: ChunkAnswers;
}

async function moveCursor(cursor: OpenCursor, { plan, days, answers }: Step): Promise<void> {
  const spent = newestSpendOf(answers);
  const { newest_spend: before } = cursor.value;
  const newest_spend = spent !== null && (before === null || spent > before) ? spent : before;
  const isLast = days.to === plan.to;
  await cursor.move({
    newest_spend,
    next: isLast ? null : addDays(days.to, 1),
    wide: isLast ? false : plan.wide,
    ...(isLast && { collected_through: plan.to, collected_at: answers.at.toISOString() }),
    ...(isLast && plan.wide && { wide_at: answers.at.toISOString() }),
  });
}

async function finish(
  run: CollectorRun,
  startedAt: Date,
  stored: readonly Days[],
  ending: Ending,
): Promise<CollectorOutput> {
  const { deps, account, runId } = run;
  const calls = deps.calls?.take() ?? [];
  const drift = [...run.drift.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  if (drift.length > 0) {
    deps.logger.warn('the platform sent unknown fields or left out known ones', { account, drift });
    await storeDrift(run, startedAt, drift);
  }
  await storeCalls(calls, run, startedAt);
  const seconds = (deps.now().getTime() - startedAt.getTime()) / 1000;
  await deps.metrics.put('LinkedInAds/Collector', callMetrics(calls, run, seconds));
  return {
    run_id: runId,
    account,
    more: ending.stopped === 'deadline',
    ...ending,
    from: stored[0]?.from ?? null,
    to: stored.at(-1)?.to ?? null,
    objects: run.objects,
    rows: run.rows,
    entities: run.entities,
    content_pending: run.contentPending,
    rejected: run.rejected,
    calls: calls.length,
    drift,
  };
}
