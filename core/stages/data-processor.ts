import { z } from 'zod';
import type { Manifest } from '../contracts/aggregates.ts';
import { pipelineMetrics } from '../contracts/cloudwatch-names.ts';
import { runIdOf } from '../contracts/keys.ts';
import { type DataProcessorInput, type DataProcessorOutput, dataProcessorOutput } from '../contracts/stages.ts';
import { dayOf } from '../domain/calendar.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { rawRelations } from '../ports/warehouse.ts';
import {
  copyToFixedKeys,
  type DataSpan,
  publishAggregates,
  readManifest,
  readSpan,
  settingsOf,
} from '../process/aggregates/publish.ts';
import type { Maturity } from '../process/maturity/schema.ts';
import { everyDay, type FactDays, isApart, noDays, spanOf } from '../process/merging/fact-days.ts';
import { keepMaturity } from '../process/merging/keep-maturity.ts';
import { mergedObjectIds, readWatermark } from '../process/merging/merged-objects.ts';
import { listedSince, type PendingSet, pendingSets } from '../process/merging/pending-sets.ts';
import { statementsFor } from '../process/merging/statements.ts';
import { readReconciliation } from '../process/platform-totals.ts';
import { publishSpend } from '../process/publish-spend.ts';
import { checkIntegrity } from '../process/quality/integrity.ts';
import { countRejected } from '../process/quarantine/open-records.ts';
import { mustStop } from '../running/deadline.ts';
import { once } from '../running/once.ts';
import { askOne } from '../sql/ask.ts';
import { count, day } from '../sql/columns.ts';

type Deps = Omit<StageDeps, 'notifier'>;

/** Merges raw runs into the facts, each once, checks them, and publishes the aggregates when anything changed. */
export function dataProcessor(input: DataProcessorInput, deps: Deps): Promise<DataProcessorOutput> {
  return once('data-processor', input ?? {}, deps, dataProcessorOutput, async (runId) => {
    const merged = await mergePending(deps, input?.all_days === true);
    const maturity = await keepMaturity(deps);
    const span = await readSpan(deps);
    const mayPublish = !merged.more && input?.publish !== false;
    const published = mayPublish ? await publishIfChanged(deps, { span, merged, maturity }) : undefined;
    if (mayPublish) await publishSpend(deps, span.data_through);
    const rejected = await countRejected(deps.objects);
    const newlyRejected = rejected.objects.filter(({ key }) => merged.objectIds.has(decodeURIComponent(runIdOf(key))));
    await deps.metrics.put('LinkedInAds/Pipeline', [
      { name: pipelineMetrics.rowsMerged, value: merged.rows, unit: 'Count' },
      { name: pipelineMetrics.quarantined, value: rejected.total, unit: 'Count' },
    ]);
    return {
      run_id: runId,
      more: merged.more,
      merged_runs: merged.runs,
      merged_rows: merged.rows,
      new_keys: merged.newKeys,
      changed_keys: merged.changedKeys,
      generation: published?.generation ?? null,
      data_through: span.data_through,
      rejected: newlyRejected.reduce((sum, each) => sum + each.rejected, 0),
    };
  });
}

interface Merged {
  runs: number;
  objectIds: Set<string>;
  /** Objects in the facts, those of earlier runs included. */
  total: number;
  rows: number;
  newKeys: number;
  changedKeys: number;
  /** Stat dates that were merged now. */
  days: FactDays;
  more: boolean;
}

async function mergePending(deps: Deps, allDays: boolean): Promise<Merged> {
  const { warehouse, objects, logger, progress } = deps;
  const { objects: total, newestDay } = await readWatermark(warehouse);
  const since = allDays ? null : listedSince(newestDay, dayOf(deps.now()));
  const pending = await pendingSets(objects, await mergedObjectIds(warehouse, since), since);
  const merged: Merged = {
    runs: 0,
    objectIds: new Set(),
    total,
    rows: 0,
    newKeys: 0,
    changedKeys: 0,
    days: noDays,
    more: false,
  };
  const counted: Counted = new Map();
  for (const [index, set] of pending.entries()) {
    if (mustStop(deps)) return { ...merged, more: true };
    progress('merging', index, pending.length);
    const next = pending[index + 1]?.objects;
    for (const relation of rawRelations) await warehouse.expose(relation, set.objects[relation], next?.[relation]);
    const days = await exposedDays(set, deps);
    const parameters = {
      run_id: set.runId,
      now: deps.now(),
      object_ids: set.objectIds.join(','),
      dt: set.day,
      ...days,
    };
    const daysAreNew = total === 0 && isApart(days, merged.days);
    await warehouse.run(statementsFor(set, { daysAreNew }), parameters);
    const counts = await countsOf(set, days, deps, counted);
    for (const id of set.objectIds) merged.objectIds.add(id);
    merged.total += set.objectIds.length;
    merged.runs += 1;
    merged.days = spanOf(merged.days, days);
    merged.rows += counts.rows;
    merged.newKeys += counts.newKeys;
    merged.changedKeys += counts.changedKeys;
    logger.info('merged a run', { run_id: set.runId, objects: set.objectIds.length, ...counts });
  }
  return merged;
}

const spanRow = z.object({ from_day: day.nullable(), to_day: day.nullable() });
const countsRow = z.object({ merged_rows: count, new_keys: count, changed_keys: count });

/** The stat dates that a set is about. */
async function exposedDays({ runId }: PendingSet, { warehouse }: Deps): Promise<FactDays> {
  const { from_day, to_day } = await askOne(warehouse, 'queries/process/exposed_span', spanRow, { run_id: runId });
  return from_day === null || to_day === null ? noDays : { from_day, to_day };
}

/** What the sets of each run brought so far, and in which days. */
type Counted = Map<string, FactDays & { newKeys: number; changedKeys: number }>;

/** The warehouse counts by run; what earlier sets of the same run brought is taken off. */
async function countsOf({ runId }: PendingSet, days: FactDays, { warehouse }: Deps, counted: Counted) {
  const before = counted.get(runId) ?? { ...days, newKeys: 0, changedKeys: 0 };
  const span = spanOf(before, days);
  const row = await askOne(warehouse, 'queries/process/run_counts', countsRow, { run_id: runId, ...span });
  const all = { newKeys: row.new_keys, changedKeys: row.changed_keys };
  counted.set(runId, { ...span, ...all });
  return {
    rows: row.merged_rows,
    newKeys: all.newKeys - before.newKeys,
    changedKeys: all.changedKeys - before.changedKeys,
  };
}

interface Publishable {
  span: DataSpan;
  merged: Merged;
  maturity: Maturity | undefined;
}

/**
 * A new generation only for new facts or settings: the same input twice changes nothing the second time. The manifest says how many
 * raw objects are in it, so that merges of a run that was killed, or that was not to publish, are published by the next.
 */
async function publishIfChanged(deps: Deps, { span, merged, maturity }: Publishable): Promise<Manifest | undefined> {
  if (span.data_through === null) return undefined;
  const { total, runs } = merged;
  const current = (await readManifest(deps))?.manifest;
  const isCurrent = current && (current.merged_objects === undefined ? runs === 0 : current.merged_objects === total);
  const isSame = current?.data_through === span.data_through && current.provisional_from === span.provisional_from;
  if (isCurrent && current.settings === settingsOf(deps) && isSame) {
    await copyToFixedKeys(deps, current);
    return current;
  }
  await checkIntegrity(deps, { days: daysToCheck(merged, current), rows: merged.rows });
  return publishAggregates(deps, {
    ...span,
    data_through: span.data_through,
    merged_objects: total,
    reconciled: await reconcile(deps),
    maturity,
  });
}

/** What was merged since the last publication: all days where not all of that was merged now. */
function daysToCheck({ total, objectIds, days }: Merged, current: Manifest | undefined): FactDays {
  const isAllOfIt = current?.merged_objects === total - objectIds.size;
  return isAllOfIt ? days : everyDay;
}

/** Null where no platform gave totals to compare with, as for imports. */
async function reconcile({ warehouse, metrics, logger }: Deps): Promise<boolean | null> {
  const { days, open_days: openDays, cost_gap_percent: gap } = await readReconciliation(warehouse);
  if (days === 0) return null;
  await metrics.put('LinkedInAds/Pipeline', [
    { name: pipelineMetrics.reconciliationGap, value: gap ?? 0, unit: 'Percent' },
    { name: pipelineMetrics.unreconciledDays, value: openDays, unit: 'Count' },
  ]);
  if (openDays > 0) logger.warn('some days do not add up to the platform’s own totals', { days, open_days: openDays });
  return openDays === 0;
}
