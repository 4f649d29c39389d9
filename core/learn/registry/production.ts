/** Which version serves: promoting, rolling back, and reading the one in production. */

import { keys } from '../../contracts/keys.ts';
import type { ModelName } from '../../contracts/model-file.ts';
import type { ProductionChange } from '../../contracts/training.ts';
import { AdsError, ObjectConflictError, StoredDataError } from '../../errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { encodeJson } from '../../running/documents.ts';
import { type Artifact, ArtifactError, readArtifact } from './artifact.ts';
import type { ModelMetadata } from './metadata.ts';
import { type ProductionMove, predecessors, readMoves, writeMove } from './moves.ts';
import { movePointer, type Pointer, readPointer } from './pointer.ts';
import { sha256 } from './sha256.ts';
import { readVersion } from './versions.ts';

type Deps = Pick<StageDeps, 'objects' | 'now'>;

/** A version that may not go into production, or none that it could go back to. */
export class PromotionError extends AdsError {}

export interface LoadedModel extends Artifact {
  metadata: ModelMetadata;
  /** The bytes as stored. */
  body: Uint8Array;
}

/** StoredDataError when a file is missing or is not the one that was registered. */
export async function loadVersion(objects: ObjectStore, model: ModelName, version: string): Promise<LoadedModel> {
  const metadata = await readVersion(objects, model, version);
  if (!metadata) throw noSuchVersion(model, version);
  const key = keys.modelVersion(model, version, 'model.tar.gz');
  const stored = await objects.get(key);
  if (!stored) throw new StoredDataError(key, 'there is no such object');
  if ((await sha256(stored.body)) !== metadata.sha256)
    throw new StoredDataError(key, 'its SHA-256 is not the registered one');
  return { metadata, body: stored.body, ...(await readArtifact(stored.body)) };
}

/** Undefined where no version is in production. StoredDataError when the one that is cannot be read: nothing takes its place. */
export async function loadProduction(objects: ObjectStore, model: ModelName): Promise<LoadedModel | undefined> {
  const { version } = await readPointer(objects, model);
  return version === null ? undefined : loadVersion(objects, model, version);
}

export interface Promotion {
  model: ModelName;
  version: string;
  by: string;
  reason: string;
  /** Only when this is still so: what the version was compared with. Without it, whatever is in production now. */
  over?: Pointer;
}

/** Refuses what was rejected or retired, and what cannot be read. The same twice changes nothing the second time. */
export async function promote({ model, version, by, reason, over }: Promotion, deps: Deps): Promise<ProductionChange> {
  const { objects } = deps;
  const pointer = over ?? (await readPointer(objects, model));
  if (pointer.version === version) {
    await followPointer(objects, model);
    return { model, from: version, to: version, changed: false };
  }
  await assertServable(objects, model, version);
  await change({ kind: 'promote', from: pointer.version, to: version, by, reason }, model, pointer, deps);
  return { model, from: pointer.version, to: version, changed: true };
}

/**
 * Back to the version that was in production before; where that one cannot be read, to the one before it. PromotionError when there
 * is none.
 */
export async function rollback(
  { model, by, reason }: Omit<Promotion, 'version' | 'over'>,
  deps: Deps,
): Promise<ProductionChange> {
  const { objects } = deps;
  const pointer = await readPointer(objects, model);
  const unusable: string[] = [];
  for (const version of predecessors(await readMoves(objects, model), pointer.version)) {
    try {
      await assertServable(objects, model, version);
    } catch (error) {
      if (!isUnusable(error)) throw error;
      unusable.push(`${version}: ${(error as Error).message}`);
      continue;
    }
    await change({ kind: 'rollback', from: pointer.version, to: version, by, reason }, model, pointer, deps);
    return { model, from: pointer.version, to: version, changed: true };
  }
  throw new PromotionError(
    `There is no version of ${model} to roll back to${unusable.length > 0 ? ` (${unusable.join('; ')})` : ''}`,
    `List the versions: npm run ads -- models list. Promote a sound one: npm run ads -- models promote ${model} vN.`,
  );
}

/** A version that is damaged, gone or not allowed; a store that did not answer says nothing about the version. */
export const isUnusable = (error: unknown): boolean =>
  error instanceof StoredDataError || error instanceof ArtifactError || error instanceof PromotionError;

async function assertServable(objects: ObjectStore, model: ModelName, version: string): Promise<void> {
  const metadata = await readVersion(objects, model, version);
  if (!metadata) throw noSuchVersion(model, version);
  const remedy = 'Choose another version: npm run ads -- models list.';
  if (metadata.status === 'rejected')
    throw new PromotionError(`${model} ${version} was rejected: ${metadata.gate.reasons.join(' ')}`, remedy);
  if (await objects.get(keys.modelRetirement(model, version)))
    throw new PromotionError(`${model} ${version} is retired`, remedy);
  await loadVersion(objects, model, version);
}

async function change(
  what: Pick<ProductionMove, 'kind' | 'from' | 'to' | 'by' | 'reason'>,
  model: ModelName,
  pointer: Pointer,
  { objects, now }: Deps,
): Promise<void> {
  await writeMove(objects, model, { ...what, at: now().toISOString() });
  await movePointer(objects, model, pointer, what.to);
  await followPointer(objects, model);
}

const copyAttempts = 5;

/** Makes `latest/` a copy of what latest.txt names; of two copies at once, the last one checks again. */
async function followPointer(objects: ObjectStore, model: ModelName): Promise<void> {
  for (let attempt = 0; attempt < copyAttempts; attempt += 1) {
    const { version } = await readPointer(objects, model);
    if (version === null) return;
    const { metadata, body } = await loadVersion(objects, model, version);
    await objects.put(keys.modelLatestCopy(model, 'model.tar.gz'), body);
    const shown = { ...metadata, status: 'production' as const };
    await objects.put(keys.modelLatestCopy(model, 'metadata.json'), encodeJson(shown));
    if ((await readPointer(objects, model)).version === version) return;
  }
  throw new ObjectConflictError(keys.modelLatest(model));
}

const noSuchVersion = (model: ModelName, version: string): PromotionError =>
  new PromotionError(`There is no version ${version} of ${model}`, 'List the versions: npm run ads -- models list.');
