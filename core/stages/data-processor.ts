import {
  copyToFixedKeys,
  type DataSpan,
  publishAggregates,
  readManifest,
  readSpan,
  settingsOf,
} from '../aggregates/publish.ts';
import { type DataProcessorOutput, dataProcessorOutput, type Manifest, type StageInput } from '../contracts.ts';
import { WarehouseError } from '../errors.ts';
import { countRejected } from '../imports/rejected.ts';
import { prefixes, runIdOf } from '../keys.ts';
import type { StageDeps } from '../ports.ts';
import { mustStop } from './deadline.ts';
import { once } from './once.ts';

type Deps = Omit<StageDeps, 'notifier'>;

/** Checks whose every row is a number that must not be published. */
const integrityChecks = ['checks/totals_agree_across_grains', 'checks/no_negative_values'] as const;

/** What one run does to the facts, in this order and in one transaction; the watermark comes last. */
export const mergeStatements = [
  'intermediate/superseded_observation',
  'intermediate/creative_daily',
  'intermediate/campaign',
  'intermediate/creative',
  'intermediate/account_coverage',
  'intermediate/processed_run',
] as const;

/** Merges raw runs into the facts, each once, checks them, and publishes the aggregates when anything changed. */
export function dataProcessor(input: StageInput, deps: Deps): Promise<DataProcessorOutput> {
  return once('data-processor', input, deps, dataProcessorOutput, async (runId) => {
    const merged = await mergePending(deps);
    const span = await readSpan(deps);
    const published = merged.more ? undefined : await publishIfChanged(deps, span, merged.runIds.length > 0);
    const rejected = await countRejected(deps.objects);
    const newlyRejected = rejected.objects.filter(({ key }) => merged.runIds.includes(runIdOf(key)));
    await deps.metrics.put('LinkedInAds/Pipeline', [
      { name: 'RowsMerged', value: merged.rows, unit: 'Count' },
      { name: 'Quarantined', value: rejected.total, unit: 'Count' },
    ]);
    return {
      run_id: runId,
      more: merged.more,
      merged_runs: merged.runIds.length,
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
  runIds: string[];
  rows: number;
  newKeys: number;
  changedKeys: number;
  more: boolean;
}

async function mergePending(deps: Deps): Promise<Merged> {
  const { warehouse, objects, logger, progress } = deps;
  const done = new Set((await warehouse.rows('marts/processed_runs')).map((row) => String(row.run_id)));
  const pending: string[] = [];
  for await (const { key } of objects.list(prefixes.importRows)) if (!done.has(runIdOf(key))) pending.push(key);
  // Run ids sort by time: of two imports of one day's numbers the later one must come last.
  pending.sort((left, right) => (runIdOf(left) < runIdOf(right) ? -1 : 1));

  const merged: Merged = { runIds: [], rows: 0, newKeys: 0, changedKeys: 0, more: false };
  for (const key of pending) {
    if (mustStop(deps)) return { ...merged, more: true };
    const runId = runIdOf(key);
    progress('merging imports', merged.runIds.length, pending.length);
    await warehouse.expose('raw_import_rows', [key]);
    await warehouse.run(mergeStatements, { run_id: runId, now: deps.now() });
    const [counts = {}] = await warehouse.rows('marts/run_counts', { run_id: runId });
    merged.runIds.push(runId);
    merged.rows += Number(counts.merged_rows);
    merged.newKeys += Number(counts.new_keys);
    merged.changedKeys += Number(counts.changed_keys);
    logger.info('merged an import', { run_id: runId, ...counts });
  }
  return merged;
}

/** A new generation only for new facts or settings: the same input twice changes nothing the second time. */
async function publishIfChanged(deps: Deps, span: DataSpan, changed: boolean): Promise<Manifest | undefined> {
  if (span.data_through === null) return undefined;
  const current = (await readManifest(deps))?.manifest;
  if (current && !changed && current.settings === settingsOf(deps) && current.data_through === span.data_through) {
    await copyToFixedKeys(deps, current);
    return current;
  }
  await checkIntegrity(deps);
  return publishAggregates(deps, { ...span, data_through: span.data_through });
}

async function checkIntegrity({ warehouse, progress }: Deps): Promise<void> {
  progress('checking that totals agree');
  for (const check of integrityChecks) {
    const [first, ...others] = await warehouse.rows(check);
    if (!first) continue;
    throw new WarehouseError(
      `${check} found ${others.length + 1} row(s) that must not be there, the first: ${JSON.stringify(first)}`,
      'The published aggregates were left as they are. Run "npm run ads -- doctor" and report what it prints.',
    );
  }
}
