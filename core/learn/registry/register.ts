/**
 * A finished training job becomes a version. The order of the writes is the point: the number, the artifact, metadata.json (from then
 * on the version is there), latest.txt. Wherever it is cut off, the same job again goes on from there.
 */

import { keys } from '../../contracts/keys.ts';
import type { ModelName } from '../../contracts/model-file.ts';
import type { FinishedJob, RegisteredModel } from '../../contracts/training.ts';
import { AdsError, ObjectConflictError } from '../../errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { createOnce, encodeJson, parseStored } from '../../running/documents.ts';
import { dataCard } from '../training/snapshot-file.ts';
import { type Artifact, ArtifactError, readArtifact } from './artifact.ts';
import { judgeCandidate } from './gate.ts';
import { readJobRecord } from './job-record.ts';
import { type GateVerdict, type ModelMetadata, modelMetadata } from './metadata.ts';
import { hadItsTurn, readMoves } from './moves.ts';
import { type Pointer, readPointer } from './pointer.ts';
import { isUnusable, loadVersion, promote } from './production.ts';
import { sha256 } from './sha256.ts';
import { readUnseenRows } from './unseen-rows.ts';
import { readVersion, reserveVersion } from './versions.ts';

export type RegistryDeps = Pick<StageDeps, 'objects' | 'config' | 'logger' | 'simulated' | 'now'> & {
  /** A monotonic clock, to time scoring. */
  milliseconds(): number;
};

const byItself = 'the gate';

/** The job did not complete, or left no artifact, so there is nothing to register. */
class TrainingFailedError extends AdsError {
  constructor({ model, job, status, reason }: FinishedJob) {
    super(
      `The training job ${job} of ${model} did not complete (${status})${reason ? `: ${reason}` : ''}`,
      'The version in production stays in place. See the job’s log, then train again: npm run ads -- train --force.',
    );
  }
}

/** Safe to repeat, and for two at once; a version that was rolled back is not promoted again by a job that comes late. */
export async function registerJob(finished: FinishedJob, deps: RegistryDeps): Promise<RegisteredModel> {
  if (finished.status !== 'Completed') throw new TrainingFailedError(finished);
  const { objects } = deps;
  const { model, job } = finished;
  const version = await reserveVersion(objects, model, job, deps.now());
  const metadata = (await readVersion(objects, model, version)) ?? (await createVersion(finished, version, deps));
  const promoted = metadata.status === 'candidate' && (await promoteIfStillBetter(metadata, deps));
  deps.logger.info('model registered', { model, version, sha256: metadata.sha256, status: metadata.status, promoted });
  return {
    model,
    job,
    version,
    status: promoted ? 'production' : metadata.status,
    model_type: metadata.model_type,
    reasons: metadata.gate.reasons,
  };
}

/** Another registrar of the same job may be first with either: then that one counts. */
async function createVersion(finished: FinishedJob, version: string, deps: RegistryDeps): Promise<ModelMetadata> {
  const { objects } = deps;
  const { model, snapshot, job } = finished;
  const body = (await objects.get(keys.trainingArtifact(model, snapshot, job)))?.body;
  if (!body) throw new TrainingFailedError({ ...finished, reason: 'it left no model.tar.gz' });
  const artifactKey = keys.modelVersion(model, version, 'model.tar.gz');
  const stored = await createOnce(objects, artifactKey, body);
  const metadata = await describe(finished, version, stored, deps);
  const key = keys.modelVersion(model, version, 'metadata.json');
  return parseStored(key, await createOnce(objects, key, encodeJson(metadata)), modelMetadata);
}

async function describe(
  { model, snapshot, job, trained_seconds: trained, billed_seconds: billed }: FinishedJob,
  version: string,
  body: Uint8Array,
  deps: RegistryDeps,
): Promise<ModelMetadata> {
  const { objects, simulated, now } = deps;
  const cardKey = keys.trainingFile(model, snapshot, 'data_card.json');
  const cardBody = (await objects.get(cardKey))?.body ?? new Uint8Array();
  const card = parseStored(cardKey, cardBody, dataCard);
  const run = await readJobRecord(objects, { model, snapshot, job });
  const artifact = await readArtifact(body).catch((error) => {
    if (error instanceof ArtifactError) return error;
    throw error;
  });
  const readable = artifact instanceof ArtifactError ? undefined : artifact;
  const createdAt = card.created_at;
  const gate = readable
    ? await judged(readable, { model, snapshot, body, createdAt }, deps)
    : unreadable(artifact as ArtifactError);
  return {
    schema_version: 1,
    version,
    model,
    model_type: readable?.model.kind ?? 'unreadable',
    training_job: job,
    machine_seconds: trained === undefined ? null : { trained, billed: billed ?? null },
    created_at: now().toISOString(),
    model_artifacts: keys.modelVersion(model, version, 'model.tar.gz'),
    metrics: readable?.metrics ?? {},
    status: gate.passed ? 'candidate' : 'rejected',
    features: readable?.model.features ?? [],
    snapshot: {
      id: snapshot,
      created_at: card.created_at,
      sha256: run.data_hash,
      data_through: card.splits.train.last_day,
    },
    code_hash: run.code_hash,
    hyperparameters: run.hyperparameters,
    library_versions: readable?.model.libraries ?? {},
    sha256: await sha256(body),
    bytes: body.byteLength,
    gate,
    simulated,
  };
}

async function judged(
  artifact: Artifact,
  { model, snapshot, body, createdAt }: { model: ModelName; snapshot: string; body: Uint8Array; createdAt: string },
  { objects, config, milliseconds }: RegistryDeps,
): Promise<GateVerdict> {
  const { version } = await readPointer(objects, model);
  return judgeCandidate({
    file: artifact.model,
    bytes: body.byteLength,
    rows: await readUnseenRows(objects, model, snapshot),
    production: version === null ? null : await inProduction(objects, model, version, createdAt),
    settings: config.models.gate,
    milliseconds,
  });
}

/** A version in production that cannot be read any more does not block a new one. */
async function inProduction(objects: ObjectStore, model: ModelName, version: string, createdAt: string) {
  try {
    const { model: file, metadata } = await loadVersion(objects, model, version);
    return { version, file, isNewer: metadata.snapshot.created_at > createdAt };
  } catch (error) {
    if (!isUnusable(error)) throw error;
    return { version, file: undefined, isNewer: false };
  }
}

const unreadable = ({ message }: ArtifactError): GateVerdict => ({
  passed: false,
  reasons: [message],
  production: null,
  comparisons: [],
  checks: [{ rule: 'readable', passed: false, detail: message }],
});

/** Only over the version that it was compared with, and only once. */
async function promoteIfStillBetter({ model, version, gate }: ModelMetadata, deps: RegistryDeps): Promise<boolean> {
  const { objects, logger } = deps;
  const over: Pointer = await readPointer(objects, model);
  if (over.version !== version) {
    if (over.version !== gate.production || hadItsTurn(await readMoves(objects, model), version)) return false;
  }
  try {
    await promote({ model, version, by: byItself, reason: gate.reasons.join(' '), over }, deps);
    return true;
  } catch (error) {
    if (!(error instanceof ObjectConflictError)) throw error;
    logger.warn(
      `${model} ${version} passed the gate, but another version was promoted meanwhile, so it stays a candidate`,
    );
    return false;
  }
}
