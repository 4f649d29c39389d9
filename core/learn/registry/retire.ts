/** Retires versions for good. Their files are removed later, so that a promotion that is under way still finds them. */
import { z } from 'zod';
import { keys } from '../../contracts/keys.ts';
import type { ModelName } from '../../contracts/model-file.ts';
import { msPerDay } from '../../domain/calendar.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { createIfAbsent, encodeJson, parseStored } from '../../running/documents.ts';
import type { ModelMetadata, ModelStatus } from './metadata.ts';
import { type ProductionMove, predecessors, readMoves } from './moves.ts';
import { readPointer } from './pointer.ts';
import { PromotionError } from './production.ts';
import { listVersions, readVersion } from './versions.ts';

type Deps = Pick<StageDeps, 'objects' | 'config' | 'now'>;

const retirement = z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() });

export interface Retiring {
  model: ModelName;
  version: string;
  by: string;
  reason: string;
}

/** PromotionError for the version in production and the one before it. Repeating it changes nothing. */
export async function retire(
  { model, version, by, reason }: Retiring,
  deps: Pick<Deps, 'objects' | 'now'>,
): Promise<void> {
  const { objects, now } = deps;
  if (!(await readVersion(objects, model, version)))
    throw new PromotionError(
      `There is no version ${version} of ${model}`,
      'List the versions: npm run ads -- models list.',
    );
  if ((await keptForRollback(objects, model)).includes(version))
    throw new PromotionError(
      `${model} ${version} is in production, or a rollback would return to it`,
      'Promote another version first: npm run ads -- models promote.',
    );
  const body = encodeJson({ at: now().toISOString(), by, reason });
  await createIfAbsent(objects, keys.modelRetirement(model, version), body);
}

async function keptForRollback(objects: ObjectStore, model: ModelName): Promise<string[]> {
  const { version } = await readPointer(objects, model);
  const [before] = predecessors(await readMoves(objects, model), version);
  return [version, before].filter((each) => each !== null && each !== undefined);
}

export interface StandingVersion extends ModelMetadata {
  /** Now, as latest.txt and the retirements say. */
  standing: ModelStatus;
}

/** Oldest first: `candidate` passed and never served; `retired` served once, or was taken out. */
export async function standingVersions(objects: ObjectStore, model: ModelName): Promise<StandingVersion[]> {
  const { version: production } = await readPointer(objects, model);
  const moves = await readMoves(objects, model);
  const standings = (await listVersions(objects, model)).map(async (metadata) => ({
    ...metadata,
    standing: standingOf(metadata, {
      production,
      moves,
      retired: (await objects.get(keys.modelRetirement(model, metadata.version))) !== undefined,
    }),
  }));
  return Promise.all(standings);
}

function standingOf(
  { version, status }: ModelMetadata,
  { production, moves, retired }: { production: string | null; moves: readonly ProductionMove[]; retired: boolean },
): ModelStatus {
  if (version === production) return 'production';
  if (status === 'rejected') return 'rejected';
  return retired || moves.some(({ from }) => from === version) ? 'retired' : 'candidate';
}

/** Retires all but the newest versions, and removes the files of those retired long enough ago. Returns how many were removed. */
export async function removeOldVersions(model: ModelName, deps: Deps): Promise<number> {
  const { objects, config, now } = deps;
  const { keptVersions, retiredDays } = config.models;
  const safe = await keptForRollback(objects, model);
  const versions = (await listVersions(objects, model)).map(({ version }) => version);
  const beyond = versions.slice(0, Math.max(0, versions.length - keptVersions)).filter((each) => !safe.includes(each));
  for (const version of beyond)
    await retire(
      { model, version, by: 'the housekeeper', reason: `not among the newest ${keptVersions} versions` },
      deps,
    );
  let removed = 0;
  for (const version of versions) {
    if (safe.includes(version)) continue;
    const key = keys.modelRetirement(model, version);
    const stored = await objects.get(key);
    if (!stored) continue;
    const { at } = parseStored(key, stored.body, retirement);
    if (now().getTime() - Date.parse(at) < retiredDays * msPerDay) continue;
    // the metadata first: what is left of a version that was cut off here is not visible
    await objects.delete(keys.modelVersion(model, version, 'metadata.json'));
    await objects.delete(keys.modelVersion(model, version, 'model.tar.gz'));
    removed += 1;
  }
  return removed;
}
