import {
  aggregateSchemaVersion,
  type CreativeAggregate,
  type DailyAggregate,
  type Manifest,
  manifest as manifestSchema,
  type WeeklyAggregate,
} from '../contracts.ts';
import { ObjectConflictError } from '../errors.ts';
import { type AggregateFile, aggregateFiles, keys } from '../keys.ts';
import { provisionalDays } from '../maturity/provisional-days.ts';
import type { Maturity } from '../maturity/stored.ts';
import type { StageDeps } from '../ports.ts';
import { decodeText, encodeJson, encodeText, parseStored, toJson } from '../stored-json.ts';
import { aggregateColumns, typedRows } from './columns.ts';

type Deps = Pick<
  StageDeps,
  'objects' | 'warehouse' | 'parquet' | 'config' | 'simulated' | 'now' | 'newId' | 'progress'
>;

/** Days that the facts cover; all null when there are none. */
export interface DataSpan {
  data_from: string | null;
  data_through: string | null;
  provisional_from: string | null;
}

export async function readSpan({ warehouse }: Pick<Deps, 'warehouse'>): Promise<DataSpan> {
  const [row = {}] = await warehouse.rows('marts/data_span');
  const day = (name: keyof DataSpan) => (row[name] ? String(row[name]).slice(0, 10) : null);
  return { data_from: day('data_from'), data_through: day('data_through'), provisional_from: day('provisional_from') };
}

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
  const built = [...(await buildFiles(deps, span.data_through)), await provisionalFile(deps, span.maturity)];
  const files: Manifest['files'] = {};
  for (const [file, { body, rows }] of built) {
    const key = keys.generation(generation, file);
    await deps.objects.put(key, body);
    files[file] = { key, rows, bytes: body.byteLength };
  }
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
  await deps.objects.put(keys.manifest, encodeJson(next), current ? { ifMatch: current.etag } : { ifNoneMatch: '*' });
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
  for (const file of aggregateFiles) {
    const key = files[file]?.key;
    // A set of an older release has no file of this kind.
    if (key === undefined) continue;
    const stored = await objects.get(key);
    if (!stored) throw new ObjectConflictError(key);
    await objects.put(keys.aggregate(file), stored.body);
  }
  await objects.put(keys.aggregateCopies, encodeText(generation));
}

interface BuiltFile {
  body: Uint8Array;
  rows: number;
}

async function provisionalFile(
  { warehouse }: Deps,
  maturity: Maturity | undefined,
): Promise<[AggregateFile, BuiltFile]> {
  const days = maturity ? await provisionalDays(warehouse, maturity) : [];
  return ['provisional_days.json', { body: encodeJson(days), rows: days.length }];
}

async function buildFiles(deps: Deps, dataThrough: string): Promise<[AggregateFile, BuiltFile][]> {
  const { warehouse, parquet, config, progress } = deps;
  progress('building the daily aggregate');
  const daily = typedRows<DailyAggregate>(
    aggregateColumns['daily/all_days.parquet'],
    await warehouse.rows('marts/aggregate_daily', {
      data_through: dataThrough,
      days: config.aggregates.dailyDays,
    }),
  );
  progress('building the weekly aggregate');
  const weekly = typedRows<WeeklyAggregate>(
    aggregateColumns['weekly/all_weeks.parquet'],
    await warehouse.rows('marts/aggregate_weekly', { data_through: dataThrough, weeks: config.aggregates.weeklyWeeks }),
  );
  progress('building the creative aggregate');
  const creatives = typedRows<CreativeAggregate>(
    aggregateColumns['creative_metadata.parquet'],
    await warehouse.rows('marts/aggregate_creative', config.categories),
  );
  progress('writing the aggregates');
  const json = encodeJson(byCreative(creatives.rows));
  return [
    ['daily/all_days.parquet', { body: await parquet.encode(daily.columns, daily.rows), rows: daily.rows.length }],
    ['weekly/all_weeks.parquet', { body: await parquet.encode(weekly.columns, weekly.rows), rows: weekly.rows.length }],
    [
      'creative_metadata.parquet',
      { body: await parquet.encode(creatives.columns, creatives.rows), rows: creatives.rows.length },
    ],
    ['creative_metadata.json', { body: json, rows: creatives.rows.length }],
  ];
}

/**
 * Keyed by creative id. Imported ids are only unique inside their account, so where two rows share one, every key of it is
 * spelt out to `platform/account/creative_id/currency`: none may hide another.
 */
function byCreative(rows: readonly CreativeAggregate[]): Record<string, CreativeAggregate> {
  const uses = new Map<string, number>();
  for (const { creative_id } of rows) uses.set(creative_id, (uses.get(creative_id) ?? 0) + 1);
  return Object.fromEntries(
    rows.map((row) => [
      (uses.get(row.creative_id) ?? 0) > 1
        ? `${row.platform}/${row.account_id}/${row.creative_id}/${row.currency}`
        : row.creative_id,
      row,
    ]),
  );
}
