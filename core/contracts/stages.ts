/** Inputs and outputs of the stages: keys and counts, never data. */
import { z } from 'zod';
import { actingResults, modes } from './decisions.ts';
import { fieldDrift } from './raw-rows.ts';
import { isoDate } from './values.ts';

export const runId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);

export const stageInput = z.object({ run_id: runId.optional() }).prefault({});

export type StageInput = z.infer<typeof stageInput>;

export const collectorInput = z.object({ run_id: runId.optional(), account: z.string().regex(/^\d+$/) });

export type CollectorInput = z.infer<typeof collectorInput>;

/** What the collector of a deployment is asked for: one account, only the list of accounts, or, with neither, all of them. */
export const collectorRequest = collectorInput
  .partial({ account: true })
  .extend({ list_accounts: z.boolean().default(false) })
  .prefault({});

export type CollectorRequest = z.infer<typeof collectorRequest>;

export const collectorOutput = z.object({
  run_id: z.string(),
  account: z.string(),
  /** The stage stopped before its deadline; nothing is lost. */
  more: z.boolean(),
  /** `daily_quota`: the platform's calls of today are used up, and the next run goes on from the same place. */
  stopped: z.enum(['done', 'deadline', 'daily_quota']),
  resumes_at: z.iso.datetime().nullable(),
  /** First and last day that were stored now; null when none was. */
  from: isoDate.nullable(),
  to: isoDate.nullable(),
  objects: z.array(z.string()),
  rows: z.int(),
  /** Null when they were not listed now. */
  entities: z.int().nullable(),
  /** Creatives whose text could not be read yet. */
  content_pending: z.int(),
  /** Elements in quarantine. */
  rejected: z.int(),
  calls: z.int(),
  drift: z.array(fieldDrift),
});

export type CollectorOutput = z.infer<typeof collectorOutput>;

export const dataProcessorInput = z
  .object({
    run_id: runId.optional(),
    /** False leaves the aggregates for a later run: for callers that merge many pulls one after the other. */
    publish: z.boolean().default(true),
    /** Looks for objects of any day, however long ago, not only of the newest. */
    all_days: z.boolean().default(false),
  })
  .prefault({});

export type DataProcessorInput = z.input<typeof dataProcessorInput>;

export const dataProcessorOutput = z.object({
  run_id: z.string(),
  more: z.boolean(),
  merged_runs: z.int(),
  merged_rows: z.int(),
  new_keys: z.int(),
  changed_keys: z.int(),
  /** Null when there is nothing to aggregate yet. */
  generation: z.string().nullable(),
  data_through: isoDate.nullable(),
  /** Records that wait in quarantine, of the runs that were merged now. */
  rejected: z.int(),
});

export type DataProcessorOutput = z.infer<typeof dataProcessorOutput>;

export const housekeeperOutput = z.object({
  run_id: z.string(),
  more: z.boolean(),
  /** Objects of aggregate generations that are no longer read. */
  removed_objects: z.int(),
  /** Raw objects that arrived days after younger ones were merged, and wait. */
  late_objects: z.int(),
  /** Versions of models whose files went. */
  removed_versions: z.int().default(0),
});

export type HousekeeperOutput = z.infer<typeof housekeeperOutput>;

export const warehouseSetupInput = z
  .object({
    /** Sets up although the SQL is the same as last time: for when somebody changed tables or views by hand. */
    force: z.boolean().default(false),
  })
  .prefault({});

export type WarehouseSetupInput = z.input<typeof warehouseSetupInput>;

export const warehouseSetupOutput = z.object({
  /** False when the warehouse was set up with the same SQL before. */
  changed: z.boolean(),
  /** Of all the SQL. */
  hash: z.string(),
});

export type WarehouseSetupOutput = z.infer<typeof warehouseSetupOutput>;

const decisionIds = z.array(z.string().min(1)).max(1000).default([]);

/** Without ids it decides anew; with ids it acts on these and decides nothing. */
export const optimizerInput = z
  .object({
    run_id: runId.optional(),
    /** A person's word; what is approved is applied at once. */
    approve: decisionIds,
    reject: decisionIds,
    /** Decisions that a person approved before, or in `auto` any that still stand. */
    apply: decisionIds,
    undo: decisionIds,
    /** Undoes although writing is stopped: for a person who knows why. */
    force: z.boolean().default(false),
    /** Who asks, as they gave it. */
    by: z.string().min(1).max(200).default('a person'),
  })
  .prefault({});

export type OptimizerInput = z.input<typeof optimizerInput>;

export type OptimizerRequest = z.output<typeof optimizerInput>;

export const optimizerOutput = z.object({
  run_id: z.string(),
  decisions_key: z.string().nullable(),
  /** What it came to: without guardrails it is `recommend` at most. */
  mode: z.enum(modes),
  proposed: z.int(),
  waiting: z.int(),
  kept: z.int(),
  /** What was written to the platform, and what happened to the other changes that the run acted on. */
  applied: z.int().default(0),
  voided: z.int().default(0),
  failed: z.int().default(0),
  undone: z.int().default(0),
  blocked: z.int().default(0),
  open: z.int().default(0),
  outcomes: z
    .array(z.object({ decision_id: z.string(), result: z.enum(actingResults), detail: z.string() }))
    .default([]),
});

export type OptimizerOutput = z.infer<typeof optimizerOutput>;

/** What the watchdog saw; null where there is nothing to measure. */
export const watchdogOutput = z.object({
  run_id: z.string(),
  /** Hours since the account that waits longest was collected whole. */
  freshness_hours: z.number().nullable(),
  access_token_days_left: z.number().nullable(),
  refresh_token_days_left: z.number().nullable(),
  api_version_days_left: z.number().nullable(),
  leases_left_behind: z.int(),
  /** One line each: everything that is not as it should be, told or not. */
  troubles: z.array(z.string()),
  /** Entries of the message that was sent now; 0 when none was. */
  told: z.int(),
});

export type WatchdogOutput = z.infer<typeof watchdogOutput>;
