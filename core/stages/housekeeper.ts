/**
 * Stage `housekeeper`, weekly: files that are no longer read are removed, old versions of models among them, and the warehouse's tables are compacted. Facts, raw objects and
 * decisions stay; how long raw is kept is the bucket's rule.
 */

import { generationOf, prefixes } from '../contracts/keys.ts';
import { modelNames } from '../contracts/model-file.ts';
import { type HousekeeperOutput, housekeeperOutput, type StageInput } from '../contracts/stages.ts';
import { counted, plural } from '../domain/language.ts';
import { removeOldSnapshots } from '../learn/registry/remove-snapshots.ts';
import { removeOldVersions } from '../learn/registry/retire.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { readManifest } from '../process/aggregates/publish.ts';
import { mergedObjectIds, readWatermark } from '../process/merging/merged-objects.ts';
import { pendingSets } from '../process/merging/pending-sets.ts';
import { mustStop } from '../running/deadline.ts';
import { once } from '../running/once.ts';

type Deps = Pick<StageDeps, 'objects' | 'warehouse' | 'config' | 'logger' | 'now' | 'newId' | 'deadline' | 'progress'>;

export function housekeeper(input: StageInput, deps: Deps): Promise<HousekeeperOutput> {
  return once('housekeeper', input ?? {}, deps, housekeeperOutput, async (runId) => {
    const removed = await removeOldGenerations(deps);
    const late = await lateObjects(deps);
    if (late > 0)
      deps.logger.warn(
        `${counted(late, 'raw object')} arrived days after newer ones were merged. Run "npm run ads -- process --all" to merge ${plural(late, 'it', 'them')}.`,
      );
    deps.progress('compacting the tables');
    if (!removed.more) await deps.warehouse.maintain();
    let versions = 0;
    for (const model of modelNames) {
      versions += await removeOldVersions(model, deps);
      await removeOldSnapshots(model, deps);
    }
    return {
      run_id: runId,
      more: removed.more,
      removed_objects: removed.objects,
      late_objects: late,
      removed_versions: versions,
    };
  });
}

/** The generation in force and the ones before it stay: a reader may be in the middle of one. */
async function removeOldGenerations(deps: Deps): Promise<{ objects: number; more: boolean }> {
  const { objects, config } = deps;
  const current = (await readManifest(deps))?.manifest.generation;
  const found = new Map<string, string[]>();
  for await (const { key } of objects.list(prefixes.generations)) {
    const generation = generationOf(key);
    found.set(generation, [...(found.get(generation) ?? []), key]);
  }
  // Their names sort by time. One that is younger than the manifest is being built.
  const past = [...found.keys()].filter((generation) => current !== undefined && generation < current).toSorted();
  let removed = 0;
  for (const generation of past.slice(0, Math.max(0, past.length - config.aggregates.keptGenerations)))
    for (const key of found.get(generation) ?? []) {
      if (mustStop(deps)) return { objects: removed, more: true };
      await objects.delete(key);
      removed += 1;
    }
  return { objects: removed, more: false };
}

/** Raw objects that the data-processor does not see, as it lists the newest days only. */
async function lateObjects({ objects, warehouse }: Deps): Promise<number> {
  const done = await mergedObjectIds(warehouse, null);
  const newest = (await readWatermark(warehouse)).newestDay ?? '';
  return (await pendingSets(objects, done))
    .filter(({ day }) => day < newest)
    .reduce((sum, { objectIds }) => sum + objectIds.length, 0);
}
