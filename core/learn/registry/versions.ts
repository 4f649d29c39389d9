/** The versions of a model. A version without metadata.json does not exist yet. */

import { z } from 'zod';
import { keys, prefixes } from '../../contracts/keys.ts';
import type { ModelName } from '../../contracts/model-file.ts';
import { StoredDataError } from '../../errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { createIfAbsent, createOnce, encodeJson, parseStored, readDocument } from '../../running/documents.ts';
import { type ModelMetadata, modelMetadata, numberOf, versionName } from './metadata.ts';

/** Oldest first. */
export async function listVersions(objects: ObjectStore, model: ModelName): Promise<ModelMetadata[]> {
  const found: ModelMetadata[] = [];
  for await (const { key } of objects.list(prefixes.model(model))) {
    const [version, file] = key.slice(prefixes.model(model).length).split('/');
    if (file !== 'metadata.json' || !versionName.safeParse(version).success) continue;
    const metadata = await readVersion(objects, model, version as string);
    if (metadata) found.push(metadata);
  }
  return found.toSorted((one, other) => numberOf(one.version) - numberOf(other.version));
}

/** Undefined when there is no such version. */
export async function readVersion(
  objects: ObjectStore,
  model: ModelName,
  version: string,
): Promise<ModelMetadata | undefined> {
  const key = keys.modelVersion(model, version, 'metadata.json');
  const stored = await objects.get(key);
  if (!stored) return undefined;
  const metadata = parseStored(key, stored.body, modelMetadata);
  if (metadata.model !== model || metadata.version !== version)
    throw new StoredDataError(key, `it describes ${metadata.model} ${metadata.version}`);
  return metadata;
}

const registration = z.object({ version: versionName });

/**
 * The version that a training job becomes: the same at every call. Numbers increase, and none is given twice, even to simultaneous
 * calls. A number that was reserved and not used stays unused.
 */
export async function reserveVersion(objects: ObjectStore, model: ModelName, job: string, at: Date): Promise<string> {
  const key = keys.modelRegistration(model, job);
  const known = await readDocument(objects, key, registration);
  if (known) return known.version;
  const version = await takeNumber(objects, model, job, at);
  return parseStored(key, await createOnce(objects, key, encodeJson({ version })), registration).version;
}

async function takeNumber(objects: ObjectStore, model: ModelName, job: string, at: Date): Promise<string> {
  const body = encodeJson({ job, at: at.toISOString() });
  for (let number = 1 + (await highestNumber(objects, model)); ; number += 1)
    if (await createIfAbsent(objects, keys.modelReservation(model, `v${number}`), body)) return `v${number}`;
}

/** Folders of other tools count too: their numbers are taken. */
async function highestNumber(objects: ObjectStore, model: ModelName): Promise<number> {
  let highest = 0;
  for await (const { key } of objects.list(prefixes.model(model))) {
    const rest = key.slice(prefixes.model(model).length);
    const [, number] = /^(?:reservations\/|retired\/)?v(\d+)(?:\.json$|\/)/.exec(rest) ?? [];
    highest = Math.max(highest, Number(number ?? 0));
  }
  return highest;
}
