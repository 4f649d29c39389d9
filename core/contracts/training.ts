/** Training jobs and the models that come of them. */
import { z } from 'zod';
import { modelNames } from './model-file.ts';
import { runId } from './stages.ts';

/** A name that a training job may have; the same name twice is the same job. */
const jobName = z.string().regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/);

/** What a training job is to do. Folders are prefixes of keys. */
export const trainingJob = z.object({
  model: z.enum(modelNames),
  job: jobName,
  snapshot: z.string(),
  /** train.csv, validation.csv and nothing else: the rows that judge the model are not here. */
  training_folder: z.string(),
  /** The script and what it imports, as they run in this job. */
  code_folder: z.string(),
  /** Where `<job>/output/model.tar.gz` comes to lie. */
  output_folder: z.string(),
});

export type TrainingJob = z.infer<typeof trainingJob>;

/** How a training job ended, in the words of the service that runs it: only `Completed` may become a version. */
export const finishedJob = z.object({
  model: z.enum(modelNames),
  job: jobName,
  snapshot: z.string(),
  status: z.string(),
  /** Why it did not complete. */
  reason: z.string().optional(),
  /** What its machine ran, and what of that is charged: less on a spare one. Where the service tells. */
  trained_seconds: z.int().min(0).optional(),
  billed_seconds: z.int().min(0).optional(),
});

export type FinishedJob = z.infer<typeof finishedJob>;

/** For a model that has no job this time. */
const noJob = z.strictObject({ skipped: z.literal(true) });

export const modelTrainerInput = z
  .object({
    run_id: runId.optional(),
    /** Trains although the data is the same as last time. */
    force: z.boolean().default(false),
  })
  .prefault({});

export type ModelTrainerInput = z.input<typeof modelTrainerInput>;

const eachModel = <T extends z.ZodType>(value: T) => z.record(z.enum(modelNames), value);

export const modelTrainerOutput = z.object({
  run_id: z.string(),
  /** Null where there is nothing to train. */
  jobs: eachModel(trainingJob.nullable()),
  /** Why there is no job; null where there is one. */
  skipped: eachModel(z.string().nullable()),
});

export type ModelTrainerOutput = z.infer<typeof modelTrainerOutput>;

const oneModel = { model: z.enum(modelNames) };

const oneVersion = { ...oneModel, version: z.string().regex(/^v[1-9]\d*$/) };

/** Who asked for it, for the record. */
const asked = { by: z.string().max(200).default('unnamed'), reason: z.string().max(500).default('') };

/** Without an action: what a run of `train` came to, model by model. Nothing at all lists the versions. */
export const modelRegistrarInput = z
  .union([
    z.object({ run_id: runId.optional(), jobs: z.array(z.union([finishedJob, noJob])).max(20) }),
    z.object({ action: z.literal('promote'), ...oneVersion, ...asked }),
    z.object({ action: z.literal('rollback'), ...oneModel, ...asked }),
    z.object({ action: z.literal('retire'), ...oneVersion, ...asked }),
    z.strictObject({ action: z.literal('list').default('list') }),
  ])
  .prefault({});

export type ModelRegistrarInput = z.input<typeof modelRegistrarInput>;

export const registeredModel = z.object({
  model: z.enum(modelNames),
  job: z.string(),
  version: z.string(),
  status: z.enum(['production', 'candidate', 'rejected', 'retired']),
  model_type: z.string(),
  reasons: z.array(z.string()),
});

export type RegisteredModel = z.infer<typeof registeredModel>;

/** Which version is in production; null when none is. */
export const productionChange = z.object({
  model: z.enum(modelNames),
  from: z.string().nullable(),
  to: z.string().nullable(),
  changed: z.boolean(),
  /** Whether the endpoint serves it, or why not; absent where there is none. */
  endpoint: z.string().optional(),
});

export type ProductionChange = z.infer<typeof productionChange>;
