/** `models/<model>/vN/metadata.json`: what a version is, where it came from and what the gate said. Written once. */
import { z } from 'zod';
import { modelNames } from '../../contracts/model-file.ts';

export const versionName = z.string().regex(/^v[1-9]\d*$/, 'a version such as v2');

export const modelStatuses = ['production', 'candidate', 'rejected', 'retired'] as const;
export type ModelStatus = (typeof modelStatuses)[number];

/** How much of an opponent's loss on the same unseen rows a model saves; below 0 it is worse. */
export const comparison = z.object({
  /** `baseline` or a version. */
  against: z.string(),
  rows: z.int(),
  /** Groups that were resampled for the interval. */
  groups: z.int(),
  /** Shares; null where there is nothing to compare. Four of five draws lie between `low` and `high`. */
  lift: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  probability_better: z.number().nullable(),
});
export type ModelComparison = z.infer<typeof comparison>;

export const gateVerdict = z.object({
  passed: z.boolean(),
  /** One sentence each, for people: why it failed, or what it beats. */
  reasons: z.array(z.string()),
  /** The version in production when it was judged; null before the first. */
  production: versionName.nullable(),
  comparisons: z.array(comparison),
  checks: z.array(z.object({ rule: z.string(), passed: z.boolean(), detail: z.string() })),
});
export type GateVerdict = z.infer<typeof gateVerdict>;

export const modelMetadata = z.object({
  schema_version: z.literal(1),
  version: versionName,
  model: z.enum(modelNames),
  /** `forest`, `boosted`, `bid_response`, `baseline`: how the model computes; `unreadable` where it could not be read. */
  model_type: z.string(),
  training_job: z.string(),
  /** How long the job's machine ran, and how much of that was billed; null where unknown. */
  machine_seconds: z.object({ trained: z.int(), billed: z.int().nullable() }).nullable().default(null),
  created_at: z.iso.datetime(),
  /** Key of the artifact. */
  model_artifacts: z.string(),
  /** With `train:rmse` and `validation:rmse` where the job reported them. */
  metrics: z.record(z.string(), z.number()),
  /** As registered: what is in production now, latest.txt says. */
  status: z.enum(modelStatuses),
  features: z.array(z.string()),
  snapshot: z.object({
    id: z.string(),
    created_at: z.iso.datetime(),
    /** Of the rows that it was fitted and validated on. */
    sha256: z.string(),
    data_through: z.string().nullable(),
  }),
  code_hash: z.string(),
  hyperparameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  library_versions: z.record(z.string(), z.string()),
  /** Of model.tar.gz, checked whenever it is read. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int(),
  gate: gateVerdict,
  /** Whether the data is the demo's. */
  simulated: z.boolean(),
});
export type ModelMetadata = z.infer<typeof modelMetadata>;

export const numberOf = (version: string): number => Number(version.slice(1));
