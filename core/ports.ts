/**
 * What the stages need from the world. Each port has an adapter per world (`adapters/local`, `adapters/aws`), and every adapter
 * passes the port's suite in `test/conformance/`.
 */
import type { AdsConfig } from './config.ts';
import type { FinishedJob, TrainingJob } from './contracts/training.ts';
import type { ModelFile, ModelName } from './models/model-file.ts';
import type { Prediction } from './models/scorer.ts';

export interface StoredObject {
  body: Uint8Array;
  /** Changes whenever the content does; compare, never parse. */
  etag: string;
}

export interface ListedObject {
  key: string;
  bytes: number;
}

/** `ifMatch`: only over this version. `ifNoneMatch`: only where there is nothing yet. Else ObjectConflictError. */
export type PutCondition = { ifMatch: string } | { ifNoneMatch: '*' };

/** Immutable-by-habit storage of whole objects. A put is seen whole or not at all. */
export interface ObjectStore {
  /** Undefined when there is no such object. */
  get(key: string): Promise<StoredObject | undefined>;
  put(key: string, body: Uint8Array | AsyncIterable<Uint8Array>, condition?: PutCondition): Promise<{ etag: string }>;
  /** Every object below the prefix, in key order (UTF-8 bytes, as S3 lists), or only those after a key. */
  list(prefix: string, after?: string): AsyncIterable<ListedObject>;
  /** No error when there is no such object. */
  delete(key: string): Promise<void>;
}

/** A value for a `:name` in a SQL file. Dates are `YYYY-MM-DD` strings; instants are Date objects. */
export type SqlValue = string | number | boolean | Date | null;
export type SqlParameters = Record<string, SqlValue>;

/** Relations over raw objects; their columns are in contracts.ts. */
export const rawRelations = ['raw_import_rows', 'raw_analytics', 'raw_entities'] as const;
export type RawRelation = (typeof rawRelations)[number];

/** The relations of `athena/`. Files are named by their path in that folder without `.sql`. */
export interface Warehouse {
  /** Creates what is missing; changes nothing that is there. */
  setUp(): Promise<void>;
  /** Makes exactly these raw objects readable under a raw relation's name. `next` will be exposed after them: an engine may begin with it. */
  expose(relation: RawRelation, objectKeys: readonly string[], next?: readonly string[]): Promise<void>;
  /** Runs the files' statements in order: all of them or none, where the engine has transactions; repeatable where not. */
  run(files: readonly string[], parameters?: SqlParameters): Promise<void>;
  /** The rows that a file selects. Exact decimals and bigints arrive as strings, dates as `YYYY-MM-DD`. */
  rows(file: string, parameters?: SqlParameters): Promise<Record<string, unknown>[]>;
  /** Packs the tables anew and drops what no reader needs; changes no value. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}

export type ParquetType = 'date' | 'int32' | 'double' | 'string' | 'boolean';

export interface ParquetColumn {
  name: string;
  type: ParquetType;
  optional: boolean;
}

/** Rows to a Parquet file that parquetjs-lite, hyparquet, DuckDB, pandas and Athena all open. */
export interface ParquetEncoder {
  /** Dates in the rows are `YYYY-MM-DD` strings. */
  encode(columns: readonly ParquetColumn[], rows: readonly object[]): Promise<Uint8Array>;
}

export type Secret = Record<string, string>;

export interface SecretStore {
  /** Undefined when there is no such secret. */
  read(name: string): Promise<Secret | undefined>;
  write(name: string, secret: Secret): Promise<void>;
}

export interface Metric {
  name: string;
  value: number;
  unit: 'Count' | 'Percent' | 'None' | 'Seconds';
  dimensions?: Record<string, string>;
}

export interface Metrics {
  put(namespace: string, metrics: readonly Metric[]): Promise<void>;
}

export interface Notification {
  severity: 'info' | 'warning' | 'error';
  subject: string;
  /** Plain text. */
  body: string;
}

export interface Notifier {
  notify(notification: Notification): Promise<void>;
}

/** Runs training jobs to their end. In the deployment the workflow begins them, and what became of them is asked here. */
export interface ModelTrainer {
  /** How the job ended, well or not; throws when it could not begin, or has not ended in time. The same job again is the same. */
  train(job: TrainingJob): Promise<FinishedJob>;
  /** How a job stands, in the words of whoever runs it, also while it still runs; undefined where it is not known. */
  outcome(job: Pick<TrainingJob, 'model' | 'job' | 'snapshot'>): Promise<FinishedJob | undefined>;
}

/** A version of a model, as whoever serves it must know it. */
export interface ServedVersion {
  model: ModelName;
  version: string;
  /** Of its artifact. */
  sha256: string;
}

/** What a version of the creative scorer expects of rows of its features: computed here, or asked where it is served. */
export interface VersionScorer {
  /** One prediction a row; `campaigns` has one key a row. Throws when this very version does not answer. */
  predict(
    served: ServedVersion,
    file: ModelFile,
    rows: readonly (readonly number[])[],
    campaigns: readonly string[],
  ): Promise<Prediction[]>;
}

/** Where the version in production also answers other programs. */
export interface ModelEndpoint {
  /**
   * Lets it serve this version: `serving` when it does, `changing` while it does not yet. The same version again changes nothing.
   * Throws when the change failed, or another one is under way: what served before goes on.
   */
  serve(version: ServedVersion): Promise<'serving' | 'changing'>;
}

/** Fields are for machines to search; never a secret, never data of a person. */
export interface Logger {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

/** Shown to a person who waits; a Lambda ignores it. `done` of `total`, both in the unit that the label names. */
export type Progress = (label: string, done?: number, total?: number) => void;

/** What every stage gets. A stage takes only the ports that it uses: `Pick<StageDeps, …>`. */
export interface StageDeps {
  objects: ObjectStore;
  warehouse: Warehouse;
  parquet: ParquetEncoder;
  metrics: Metrics;
  notifier: Notifier;
  logger: Logger;
  progress: Progress;
  config: AdsConfig;
  /** Whether the data is the demo's. */
  simulated: boolean;
  now(): Date;
  /** Sortable by time, unique. */
  newId(): string;
  /** When the stage must have ended; it stops 60 s before. Undefined on a laptop. */
  deadline?: Date;
}
