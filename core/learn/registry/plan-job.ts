/** Makes a snapshot of what is mature now, and the training job that learns from it. */

import { keys } from '../../contracts/keys.ts';
import { type ModelName, modelNames } from '../../contracts/model-file.ts';
import { shortHash } from '../../contracts/short-hash.ts';
import type { TrainingJob } from '../../contracts/training.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { createIfAbsent, encodeJson, encodeText } from '../../running/documents.ts';
import { buildSnapshot, trainingQueries } from '../training/snapshot.ts';
import { type Snapshot, snapshotFiles } from '../training/snapshot-file.ts';
import type { JobRecord } from './job-record.ts';
import { sha256 } from './sha256.ts';
import { listVersions } from './versions.ts';

/** Models that an endpoint may serve: their artifacts bring `sagemaker/serving/` along. */
export const servedModels: readonly ModelName[] = ['creative_scorer'];

/** A model's training script and what it imports, by file name. */
export type TrainingCode = Readonly<Record<ModelName, ReadonlyMap<string, Uint8Array>>>;

/** By a reader of the folders below `sagemaker/`: a model's own script, and what serves it where an endpoint may. */
export function trainingCodeOf(filesOf: (part: string) => Iterable<readonly [string, Uint8Array]>): TrainingCode {
  const files = (model: ModelName) => [...filesOf(model), ...(servedModels.includes(model) ? filesOf('serving') : [])];
  return Object.fromEntries(modelNames.map((model) => [model, new Map(files(model))])) as Record<
    ModelName,
    Map<string, Uint8Array>
  >;
}

export type PlanningDeps = Pick<StageDeps, 'objects' | 'warehouse' | 'config' | 'progress' | 'now'> & {
  code: TrainingCode;
  /** Names of jobs begin with it: they must be unique where they run. */
  jobPrefix: string;
};

export type Plan = { job: TrainingJob; skipped: null } | { job: null; skipped: string };

export interface PlanOptions {
  model: ModelName;
  runId: string;
  /** Also when neither data nor code are new. */
  force: boolean;
}

/** The same run again gets the same job, with the data that it was planned with. */
export async function planJob({ model, runId, force }: PlanOptions, deps: PlanningDeps): Promise<Plan> {
  const { objects, config, progress, now } = deps;
  const job = jobOf(model, runId, deps.jobPrefix);
  const recordKey = keys.trainingJob(model, job.snapshot, job.job);
  if (await objects.get(recordKey)) return { job, skipped: null };
  progress(`collecting the training data of ${model}`);
  const { file, parameters } = trainingQueries[model];
  const rows = await deps.warehouse.rows(file, parameters);
  const options = { snapshotId: job.snapshot, createdAt: now(), kpi: config.decisions.kpi };
  const snapshot = buildSnapshot(model, rows, options);
  if (!snapshot.enough) return { job: null, skipped: tooLittle(snapshot) };
  const record: JobRecord = {
    job: job.job,
    created_at: now().toISOString(),
    data_hash: await hashOf(fitted(snapshot)),
    code_hash: await hashOf(deps.code[model]),
    hyperparameters: {},
  };
  if (!force && (await isKnown(record, model, deps)))
    return { job: null, skipped: 'neither the data nor the code has changed' };
  for (const name of snapshotFiles)
    await objects.put(keys.trainingFile(model, job.snapshot, name), encodeText(snapshot.files[name]));
  for (const [name, body] of deps.code[model])
    await objects.put(keys.trainingFile(model, job.snapshot, `code/${name}`), body);
  return { job: await begin(recordKey, record, job, deps), skipped: null };
}

function jobOf(model: ModelName, runId: string, jobPrefix: string): TrainingJob {
  const snapshot = shortHash(runId);
  const folder = (name: string) => keys.trainingFile(model, snapshot, name);
  return {
    model,
    job: `${jobPrefix}-${model.replaceAll('_', '-')}-${snapshot}`,
    snapshot,
    training_folder: folder('fit/'),
    code_folder: folder('code/'),
    output_folder: folder('jobs'),
  };
}

const tooLittle = ({ card }: Snapshot): string => {
  const { train, validation, test } = card.splits;
  return `there is too little mature data: ${train.rows} rows to train on, ${validation.rows} to validate on, ${test.rows} to test on`;
};

/** What a job sees. */
const fitted = ({ files }: Snapshot): ReadonlyMap<string, Uint8Array> =>
  new Map(snapshotFiles.filter((name) => name.startsWith('fit/')).map((name) => [name, encodeText(files[name])]));

/** Of files and their names, in the order of the names. */
async function hashOf(files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const hashes = [...files].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const lines = await Promise.all(hashes.map(async ([name, body]) => `${await sha256(body)}  ${name}\n`));
  return sha256(encodeText(lines.join('')));
}

/** Whether a version came of the same data and code: the same seed would make the same model. */
async function isKnown({ data_hash, code_hash }: JobRecord, model: ModelName, { objects }: PlanningDeps) {
  const versions = await listVersions(objects, model);
  return versions.some((version) => version.snapshot.sha256 === data_hash && version.code_hash === code_hash);
}

/** The record comes last: from then on the job is planned, and a repeat leaves the data as it is. */
async function begin(
  key: string,
  record: JobRecord,
  job: TrainingJob,
  { objects }: PlanningDeps,
): Promise<TrainingJob> {
  await createIfAbsent(objects, key, encodeJson(record));
  return job;
}
