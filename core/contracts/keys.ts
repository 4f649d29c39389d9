import type { DecisionEventName } from './decisions.ts';
import { shortHash } from './short-hash.ts';
import { platforms } from './values.ts';

/**
 * Every object key of the pipeline is built here and nowhere else; CDK, Lambdas and the command line import this file.
 * `dt` is always the UTC date of the pull or import, never the stat date.
 */

const day = (instant: Date): string => instant.toISOString().slice(0, 10);

/** In UTF-8 a letter may take three bytes. */
const longestName = 80;

/** Keeps a foreign file name readable and harmless as the last part of a key. */
const safeName = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^\.+/, '_')
    .slice(-longestName) || 'file';

/** File systems take 255 bytes a name; the rest is room for endings. */
const longestPart = 200;
const keptOfLongPart = 150;

/** A key part made from an identifier that may hold "/" or ":" (URNs, account names). Two ids never share one. */
function part(id: string): string {
  const encoded = encodeURIComponent(id).replaceAll('.', '%2E');
  return encoded.length <= longestPart ? encoded : `${encoded.slice(0, keptOfLongPart)}~${shortHash(id)}`;
}

/** The top folders of the data: permissions and life cycles are by folder. `control` is people's alone. */
export const folders = {
  raw: 'raw/',
  quarantine: 'quarantine/',
  processed: 'processed/',
  state: 'state/',
  decisions: 'decisions/',
  control: 'control/',
  models: 'models/',
  copy: 'generated_copy/',
  warehouse: 'warehouse/',
} as const;
export type Folder = keyof typeof folders;

export const prefixes = {
  collectors: (platform: string): string => `state/collector/${platform}/`,
  importedAccounts: (platform: string): string => `state/imports/${platform}/`,
  importRows: 'raw/import-rows/',
  imports: 'raw/imports/',
  analytics: 'raw/analytics/',
  entities: 'raw/entities/',
  quarantine: 'quarantine/',
  drift: 'raw/drift/',
  decisions: 'decisions/',
  /** Of the runs, not their events. */
  decisionRuns: 'decisions/dt=',
  decisionEvents: 'decisions/events/',
  effects: 'decisions/effects/',
  eventsOf: (decisionId: string): string => `decisions/events/${part(decisionId)}/`,
  generations: 'processed/aggregates/generations/',
  training: (model: string): string => `processed/training/${model}/`,
  model: (model: string): string => `models/${model}/`,
  modelReservations: (model: string): string => `models/${model}/reservations/`,
  modelMoves: (model: string): string => `models/${model}/moves/`,
  predictions: (model: string): string => `processed/predictions/${model}/`,
  leases: 'state/leases/',
} as const;

export const keys = {
  /** The imported file, untouched. */
  importFile: (platform: string, at: Date, runId: string, fileName: string): string =>
    `${prefixes.imports}platform=${platform}/dt=${day(at)}/${runId}/${safeName(fileName)}`,
  /** How the file beside it was read: dialect, columns, account, currency, counts. */
  importMapping: (platform: string, at: Date, runId: string): string =>
    `${prefixes.imports}platform=${platform}/dt=${day(at)}/${runId}/mapping.json`,
  /** The file's accepted rows, typed, one per natural key. Its arrival commits the import. */
  importRows: (platform: string, at: Date, runId: string): string =>
    `${prefixes.importRows}platform=${platform}/dt=${day(at)}/${runId}.parquet`,
  quarantine: (platform: string, at: Date, runId: string): string =>
    `${prefixes.quarantine}platform=${platform}/dt=${day(at)}/${part(runId)}.ndjson.gz`,
  /** What became of the records of an object in quarantine, beside it. */
  quarantineReprocessing: (quarantineKey: string): string =>
    quarantineKey.replace(/\.ndjson\.gz$/, '.reprocessed.json'),

  /** What the API answered, untouched but for persons: one object per account and pulled chunk. */
  analytics: (platform: string, at: Date, pullId: string): string =>
    `${prefixes.analytics}platform=${platform}/dt=${day(at)}/${part(pullId)}.ndjson.gz`,
  entities: (platform: string, at: Date, pullId: string): string =>
    `${prefixes.entities}platform=${platform}/dt=${day(at)}/${part(pullId)}.ndjson.gz`,
  /** One line a call of a collector's run: endpoint, status, latency, attempt, bytes, request id. */
  apiCalls: (platform: string, at: Date, pullId: string): string =>
    `raw/calls/platform=${platform}/dt=${day(at)}/${part(pullId)}.ndjson.gz`,
  /** Fields that a collector's run did not know, or missed: only where there were any. */
  drift: (platform: string, at: Date, pullId: string): string =>
    `${prefixes.drift}platform=${platform}/dt=${day(at)}/${part(pullId)}.json`,
  /** How far an account was collected. */
  collectorCursor: (platform: string, accountId: string): string =>
    `state/collector/${platform}/${part(accountId)}/cursor.json`,
  /** Which creatives an account has, and whose campaign each is. */
  collectorEntityIndex: (platform: string, accountId: string): string =>
    `state/collector/${platform}/${part(accountId)}/entity-index.json`,
  /** Texts of an account's ads, spread over a few objects by the hash of their reference. */
  collectorContent: (platform: string, accountId: string, shard: string): string =>
    `state/collector/${platform}/${part(accountId)}/content/${shard}.json`,
  collectorLease: (platform: string, accountId: string): string =>
    `${prefixes.leases}${platform}/${part(accountId)}.json`,
  /** Held while a refresh token is being spent. */
  tokenLease: 'state/leases/token.json',
  /** What a stage has told people already, so that it does not repeat itself. */
  alertStates: (stage: string): string => `state/alerts/${stage}.json`,

  /** What is known of an imported account: its grain and its last import. */
  importedAccount: (platform: string, accountId: string): string => `state/imports/${platform}/${part(accountId)}.json`,
  stageOutput: (stage: string, runId: string): string => `state/runs/${stage}/${part(runId)}.json`,
  dataFolder: 'state/data-folder.json',
  /** Virtual days that the demo has simulated. */
  demoClock: 'state/demo-days.txt',
  /** Which simulated world the demo lives in. */
  demoWorld: 'state/demo-world.json',
  aggregateCopies: 'state/aggregate-copies.json',
  /** Who merges raw objects into the facts at this moment. */
  mergeLease: 'state/leases/merge.json',
  /** Which SQL the warehouse was set up with last. */
  warehouseSetup: 'state/warehouse-setup.json',
  /** How what was predicted came true of late, by source. */
  predictionAccuracy: 'state/prediction-accuracy.json',
  /** How an account's numbers grow until they are final, as learned. */
  maturity: 'state/maturity.json',

  generation: (id: string, file: AggregateFile): string => `${prefixes.generations}${id}/${file}`,
  aggregate: (file: AggregateFile): string => `processed/aggregates/${file}`,
  manifest: 'processed/aggregates/manifest.json',

  /** `fit/…` is what a training job may see; `unseen/…` judges it; `code/…` is the script that it ran. */
  trainingFile: (model: string, snapshot: string, file: string): string =>
    `${prefixes.training(model)}${part(snapshot)}/${file}`,
  /** Where a training job of SageMaker leaves what it made, below the folder that it was told. */
  trainingArtifact: (model: string, snapshot: string, job: string): string =>
    `${prefixes.training(model)}${part(snapshot)}/jobs/${part(job)}/output/model.tar.gz`,
  /** What a training job was given: hashes of its data and its code. */
  trainingJob: (model: string, snapshot: string, job: string): string =>
    `${prefixes.training(model)}${part(snapshot)}/jobs/${part(job)}/job.json`,
  /** Immutable; visible from when its metadata.json is there. */
  modelVersion: (model: string, version: string, file: ModelVersionFile): string =>
    `${prefixes.model(model)}${version}/${file}`,
  /** Names the version in production, and alone decides it. */
  modelLatest: (model: string): string => `${prefixes.model(model)}latest.txt`,
  /** For people: follows latest.txt. */
  modelLatestCopy: (model: string, file: ModelVersionFile): string => `${prefixes.model(model)}latest/${file}`,
  /** A number is taken by this object, and never given again. */
  modelReservation: (model: string, version: string): string => `${prefixes.modelReservations(model)}${version}.json`,
  /** Which version a training job became. */
  modelRegistration: (model: string, job: string): string => `${prefixes.model(model)}registrations/${part(job)}.json`,
  /** What latest.txt was about to be moved from and to, before it was. */
  modelMove: (model: string, number: number): string =>
    `${prefixes.modelMoves(model)}${String(number).padStart(6, '0')}.json`,
  /** The version may never be in production again; its files may go. */
  modelRetirement: (model: string, version: string): string => `${prefixes.model(model)}retired/${version}.json`,
  /** Written once a run: what each creative is expected to do, by which version. */
  predictions: (model: string, at: Date, runId: string): string =>
    `${prefixes.predictions(model)}dt=${day(at)}/${part(runId)}.ndjson.gz`,
  /** The newest predictions, for readers that look for no run. */
  newestPredictions: (model: string): string => `${prefixes.predictions(model)}newest.json`,
  /** How predictions did against what became of them, by version. */
  versionAccuracy: (model: string): string => `${prefixes.predictions(model)}accuracy-by-version.json`,
  /** That a model should be trained anew, and why. */
  trainingRequest: (model: string): string => `state/training/${model}/request.json`,

  decisions: (at: Date, runId: string): string => `${prefixes.decisions}dt=${day(at)}/${part(runId)}.ndjson`,
  /** What own changes did, as a run found it. */
  effects: (at: Date, runId: string): string => `${prefixes.effects}dt=${day(at)}/${part(runId)}.json`,
  /** What became of a decision. `number` counts from 1 within the decision. */
  decisionEvent: (decisionId: string, number: number, event: DecisionEventName): string =>
    `${prefixes.eventsOf(decisionId)}${number}-${event}.json`,
  /** Events that were read before, so that a run reads only new ones. */
  changeLog: 'state/change-log.json',
  /** Only its holder writes to the platform. */
  writerLease: 'state/leases/writer.json',

  /** Both are people's alone. */
  guardrails: 'control/guardrails.json',
  stopWrites: 'control/stop-writes.json',
} as const;

export type ModelVersionFile = 'model.tar.gz' | 'metadata.json';

/** The generation that an object of one belongs to. */
export const generationOf = (key: string): string => key.slice(prefixes.generations.length).split('/')[0] ?? '';

/** The training snapshot that an object of one belongs to. */
export const snapshotOf = (model: string, key: string): string =>
  key.slice(prefixes.training(model).length).split('/')[0] ?? '';

/** One whole set of aggregates; the names are the same inside a generation and at the fixed keys. */
export const aggregateFiles = [
  'daily/all_days.parquet',
  'weekly/all_weeks.parquet',
  'creative_metadata.parquet',
  'creative_metadata.json',
  'provisional_days.json',
] as const;

export type AggregateFile = (typeof aggregateFiles)[number];

/**
 * Names one object of a pull: unique, and in the order of time among its day's, whatever the run ids look like. `piece` is the
 * first day of an analytics chunk, or `entities`.
 */
export const pullIdOf = (at: Date, runId: string, account: string, piece: string): string =>
  `${at.toISOString().replace(/[-:.]/g, '')}~${runId}~${account}~${piece}`;

/** The parts of such a name; undefined for an import's. */
export function pullOf(pullId: string): { runId: string; account: string; piece: string } | undefined {
  const [, runId, account, piece] = /^\d{8}T\d{9}Z~(.+)~([^~]+)~([^~]+)$/.exec(pullId) ?? [];
  return runId && account && piece ? { runId, account, piece } : undefined;
}

/** Where the objects of a prefix lie that were pulled or imported on a day or later: keys are in the order of days by platform. */
export const partitionsSince = (prefix: string, since: string): { below: string; after: string }[] =>
  platforms.map((platform) => ({
    below: `${prefix}platform=${platform}/`,
    after: `${prefix}platform=${platform}/dt=${since}`,
  }));

/** When such a pull asked; undefined for an import's name. */
export function pulledAt(pullId: string): Date | undefined {
  const instant = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z~/.exec(pullId);
  if (!instant) return undefined;
  const [, year, month, date, hour, minute, second, millisecond] = instant;
  return new Date(`${year}-${month}-${date}T${hour}:${minute}:${second}.${millisecond}Z`);
}

/** Names the run that tries again what another one rejected: unique, and beside that one wherever names are sorted. */
export const reprocessRunId = (runId: string, newId: string): string => `${reprocessPrefix(runId)}${newId}`;

/** What the names of all runs that reprocess a run begin with. */
export const reprocessPrefix = (runId: string): string => `${runId}-reprocess-`;

/** Whether a run, or the import that an object is named after, is such a one. */
export const isReprocessRun = (runId: string): boolean => runId.includes(reprocessPrefix(''));

/** The object whose arrival makes what lies in quarantine count: an import's rows, or that piece of a pull. */
export function rawObjectOf(quarantineKey: string): string {
  const pull = pullOf(decodeURIComponent(runIdOf(quarantineKey)));
  const name = quarantineKey.slice(prefixes.quarantine.length);
  if (!pull) return `${prefixes.importRows}${name.replace(/\.ndjson\.gz$/, '.parquet')}`;
  return `${pull.piece === 'entities' ? prefixes.entities : prefixes.analytics}${name}`;
}

/** The folder of an import's original and mapping. */
export const importFolderOf = (quarantineKey: string): string =>
  `${prefixes.imports}${quarantineKey.slice(prefixes.quarantine.length).replace(/\.ndjson\.gz$/, '')}/`;

/** The platform that an object of `raw/` or `quarantine/` is of. */
export const platformOf = (key: string): string => /\/platform=([^/]+)\//.exec(key)?.[1] ?? '';

/** The UTC date of the pull or import that an object of `raw/` belongs to. */
export const dateOf = (key: string): string => /\/dt=(\d{4}-\d{2}-\d{2})\//.exec(key)?.[1] ?? '';

/** The run that an object of `raw/` or `quarantine/` belongs to: its file name without the endings. */
export function runIdOf(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return name.slice(0, name.indexOf('.'));
}
