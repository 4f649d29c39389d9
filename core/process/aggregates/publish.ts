import { z } from 'zod';
import { aggregateSchemaVersion, type Manifest, manifest as manifestSchema } from '../../contracts/aggregates.ts';
import { aggregateFiles, keys } from '../../contracts/keys.ts';
import { ObjectConflictError } from '../../errors.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { decodeText, encodeJson, encodeText, parseStored, toJson, unchangedSince } from '../../running/documents.ts';
import { waitForAll } from '../../running/wait-for-all.ts';
import { askOne } from '../../sql/ask.ts';
import { day } from '../../sql/columns.ts';
import type { Maturity } from '../maturity/schema.ts';
import { buildAggregates } from './build.ts';

type Deps = Pick<
  StageDeps,
  'objects' | 'warehouse' | 'parquet' | 'config' | 'simulated' | 'now' | 'newId' | 'progress'
>;

/** Days that the facts cover; all null when there are none. */
const dataSpan = z.object({
  data_from: day.nullable(),
  data_through: day.nullable(),
  provisional_from: day.nullable(),
});
export type DataSpan = z.infer<typeof dataSpan>;

export const readSpan = ({ warehouse }: Pick<Deps, 'warehouse'>): Promise<DataSpan> =>
  askOne(warehouse, 'queries/process/data_span', dataSpan);

/** The newest published set, with the version to replace it by; undefined before the first. */
export async function readManifest({
  objects,
}: Pick<Deps, 'objects'>): Promise<{ manifest: Manifest; etag: string } | undefined> {
  const stored = await objects.get(keys.manifest);
  return stored && { manifest: parseStored(keys.manifest, stored.body, manifestSchema), etag: stored.etag };
}

/** The settings that shape aggregates: with others, the same facts make another generation. */
export const settingsOf = ({ config }: Pick<Deps, 'config'>): string =>
  toJson({
    categories: config.categories,
    maturity: config.maturity,
    dailyDays: config.aggregates.dailyDays,
    weeklyWeeks: config.aggregates.weeklyWeeks,
  });

/**
 * Builds one whole generation, then names it in the manifest: a reader that follows the manifest never sees half a set. The
 * copies at fixed keys follow, for readers that know no manifest.
 */
export async function publishAggregates(
  deps: Deps,
  span: DataSpan &
    Pick<Manifest, 'reconciled' | 'merged_objects'> & { data_through: string; maturity?: Maturity | undefined },
): Promise<Manifest> {
  const generation = deps.newId();
  const built = await buildAggregates(deps, span);
  const files: Manifest['files'] = {};
  for (const [file, { body, rows }] of built)
    files[file] = { key: keys.generation(generation, file), rows, bytes: body.byteLength };
  await waitForAll(built.map(([file, { body }]) => deps.objects.put(keys.generation(generation, file), body)));
  const next: Manifest = {
    schema_version: aggregateSchemaVersion,
    generation,
    generated_at: deps.now().toISOString(),
    data_through: span.data_through,
    provisional_from: span.provisional_from,
    reconciled: span.reconciled,
    merged_objects: span.merged_objects,
    settings: settingsOf(deps),
    simulated: deps.simulated,
    files,
  };
  const current = await readManifest(deps);
  await deps.objects.put(keys.manifest, encodeJson(next), unchangedSince(current));
  await copyToFixedKeys(deps, next);
  return next;
}

/** Makes the copies at fixed keys those of this generation, unless they are already: a run that was killed here is healed. */
export async function copyToFixedKeys(
  { objects }: Pick<Deps, 'objects'>,
  { generation, files }: Manifest,
): Promise<void> {
  const marker = await objects.get(keys.aggregateCopies);
  if (marker && decodeText(marker.body) === generation) return;
  const copies = aggregateFiles.map(async (file) => {
    const key = files[file]?.key;
    // A set of an older release has no file of this kind.
    if (key === undefined) return;
    const stored = await objects.get(key);
    if (!stored) throw new ObjectConflictError(key);
    await objects.put(keys.aggregate(file), stored.body);
  });
  await waitForAll(copies);
  await objects.put(keys.aggregateCopies, encodeText(generation));
}
