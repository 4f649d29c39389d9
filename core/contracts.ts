/**
 * The shapes that cross a boundary: between stages, into object storage, out to readers. Types that only live inside one
 * module stay there. The data dictionary (docs/data-dictionary.md) says the same in words.
 */
import { z } from 'zod';
import {
  type CommonMeasure,
  columnType,
  commonMeasures,
  eachMeasure,
  type Measure,
  measures,
} from './contracts/measures.ts';
import { type ModelName, modelNames } from './models/model-file.ts';

export const platforms = ['linkedin', 'meta', 'google', 'other'] as const;
export type Platform = (typeof platforms)[number];

/** The level of an account's rows: single ads, or whole campaigns (`creative_id` is then `campaign:<id>`). */
export const grains = ['creative', 'campaign'] as const;
export type Grain = (typeof grains)[number];

export const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD');
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'a currency as three capital letters (ISO 4217)');

// ---------------------------------------------------------------- imports

/** How one number column is written in a file. `scale` multiplies: 0.000001 for columns in micros. */
export const numberStyle = z.object({
  decimal: z.enum(['.', ',']),
  thousands: z.boolean(),
  scale: z.number(),
});
export type NumberStyle = z.infer<typeof numberStyle>;

/** How dates are written: ISO, numeric in an order, or with month names. */
const dateStyles = ['iso', 'dmy', 'mdy', 'ymd', 'month-name'] as const;
export const dateStyle = z.enum(dateStyles);
export type DateStyle = z.infer<typeof dateStyle>;

export const fileDialect = z.object({
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  delimiter: z.string().length(1),
  /** 1-based line of the header; everything above it is preamble. */
  headerLine: z.int().positive(),
  columns: z.array(z.string()),
});
export type FileDialect = z.infer<typeof fileDialect>;

/** Which columns of a file make which field. Several columns of a key are joined, several of a metric are added. */
export const columnMapping = z.object({
  date: z.array(z.string()),
  campaign: z.array(z.string()),
  campaign_name: z.array(z.string()),
  creative: z.array(z.string()),
  creative_name: z.array(z.string()),
  account: z.array(z.string()),
  currency: z.array(z.string()),
  ...eachMeasure(commonMeasures, () => z.array(z.string())),
});
export type ColumnMapping = z.infer<typeof columnMapping>;
export type MappedField = keyof ColumnMapping;

/** `mapping.json` beside an imported file: enough to read the file again and get the same rows. */
export const importRecord = z.object({
  run_id: z.string(),
  imported_at: z.iso.datetime(),
  file: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  platform: z.enum(platforms),
  accounts: z.array(z.string()),
  grain: z.enum(grains),
  recognised_as: z.string(),
  dialect: fileDialect,
  mapping: columnMapping,
  numbers: z.partialRecord(z.enum(commonMeasures), numberStyle),
  dates: z.object({ style: dateStyle, year: z.int().nullable(), fixed: isoDate.nullable() }),
  currency: z.object({
    code: currencyCode.nullable(),
    source: z.enum(['option', 'column', 'header', 'sign', 'config']),
  }),
  counts: z.object({
    /** Data rows in the file: the header, the preamble and blank lines are not among them. */
    rows: z.int(),
    accepted: z.int(),
    /** Accepted rows that were added to another row of the same key. */
    summed: z.int(),
    keys: z.int(),
    totals_rows: z.int(),
    rejected: z.int(),
    flagged: z.int(),
  }),
  notes: z.array(z.string()),
});
export type ImportRecord = z.infer<typeof importRecord>;

/** A column of a raw relation, in the types that DuckDB and Athena share. */
export interface RawColumn {
  name: string;
  type: string;
}

const measureColumn = (name: Measure): RawColumn => ({ name, type: columnType(name) });

/** `raw/import-rows/…`: the accepted rows of an imported file, one per natural key. Cells without a value are null, not 0. */
export const rawImportRowColumns: readonly RawColumn[] = [
  { name: 'platform', type: 'string' },
  { name: 'account_id', type: 'string' },
  { name: 'campaign_id', type: 'string' },
  { name: 'campaign_name', type: 'string' },
  { name: 'creative_id', type: 'string' },
  { name: 'creative_name', type: 'string' },
  { name: 'stat_date', type: 'date' },
  { name: 'currency', type: 'string' },
  ...commonMeasures.map(measureColumn),
  /** Null, or `flag:…` for a row that was kept although it looks odd. */
  { name: 'quality', type: 'string' },
  { name: 'run_id', type: 'string' },
  { name: 'observed_at', type: 'timestamp' },
];

/** What every raw relation of an API ends with: the platform's element, and where the row comes from. */
const rawElementColumns: readonly RawColumn[] = [
  /** The platform's own element as JSON text, without persons. */
  { name: 'element', type: 'string' },
  { name: 'run_id', type: 'string' },
  { name: 'observed_at', type: 'timestamp' },
];

/** `raw/analytics/…`: what one entity did on one day, as the API said. Null is not measured. */
export const rawAnalyticsColumns: readonly RawColumn[] = [
  /** `CREATIVE`, or the platform's own totals: `CAMPAIGN`, `ACCOUNT`. */
  { name: 'pivot', type: 'string' },
  { name: 'entity', type: 'string' },
  { name: 'platform', type: 'string' },
  { name: 'account_id', type: 'string' },
  /** `unknown` where nobody says whose the creative is; null on the account's total. */
  { name: 'campaign_id', type: 'string' },
  { name: 'creative_id', type: 'string' },
  { name: 'stat_date', type: 'date' },
  { name: 'currency', type: 'string' },
  ...measures.map(measureColumn),
  /** First and last day of what was asked, both included. */
  { name: 'window_from', type: 'date' },
  { name: 'window_to', type: 'date' },
  ...rawElementColumns,
];

/** `raw/entities/…`: an account, campaign group, campaign or creative as it was; columns that a kind does not have are null. */
export const rawEntityColumns: readonly RawColumn[] = [
  /** `account`, `campaign_group`, `campaign` or `creative`. */
  { name: 'kind', type: 'string' },
  { name: 'platform', type: 'string' },
  { name: 'account_id', type: 'string' },
  { name: 'campaign_group_id', type: 'string' },
  { name: 'campaign_group_name', type: 'string' },
  { name: 'campaign_id', type: 'string' },
  { name: 'creative_id', type: 'string' },
  { name: 'name', type: 'string' },
  { name: 'status', type: 'string' },
  { name: 'objective', type: 'string' },
  { name: 'campaign_type', type: 'string' },
  { name: 'format', type: 'string' },
  { name: 'cost_type', type: 'string' },
  { name: 'optimization_target', type: 'string' },
  { name: 'bid', type: 'decimal(18, 9)' },
  { name: 'daily_budget', type: 'decimal(18, 9)' },
  { name: 'total_budget', type: 'decimal(18, 9)' },
  { name: 'currency', type: 'string' },
  { name: 'starts_at', type: 'timestamp' },
  { name: 'ends_at', type: 'timestamp' },
  { name: 'locale', type: 'string' },
  /** JSON: `{"include":{"locations":[…]},"exclude":{…}}` */
  { name: 'targeting', type: 'string' },
  { name: 'review_status', type: 'string' },
  { name: 'content_reference', type: 'string' },
  /** Null while the content was not read yet. */
  { name: 'content_status', type: 'string' },
  { name: 'headline', type: 'string' },
  { name: 'description', type: 'string' },
  { name: 'introductory_text', type: 'string' },
  { name: 'call_to_action', type: 'string' },
  { name: 'landing_page', type: 'string' },
  { name: 'image_urn', type: 'string' },
  /** Works until `image_url_expires_at` only. */
  { name: 'image_url', type: 'string' },
  { name: 'image_url_expires_at', type: 'timestamp' },
  ...rawElementColumns,
];

/** One line of a quarantine object. The original text is kept whole. */
export const quarantineRecord = z.object({
  run_id: z.string(),
  file: z.string(),
  /** 1-based line in the file as the person has it. */
  line: z.int().nullable(),
  column: z.string().nullable(),
  reason: z.string(),
  remedy: z.string(),
  text: z.string(),
});
export type QuarantineRecord = z.infer<typeof quarantineRecord>;

/** `quarantine/….replayed.json`: what became of the records of the object beside it, one entry a replay that changed anything. */
export const quarantineReplays = z.object({
  key: z.string(),
  replays: z.array(
    z.object({
      /** The run of the raw objects that it wrote. */
      run_id: z.string(),
      replayed_at: z.iso.datetime(),
      /** 0-based lines of the object that can be read now. */
      replayed: z.array(z.int()),
      /** 0-based lines that need not be read any more, for a later import or pull said it anew. */
      superseded: z.array(z.int()),
      /** Data rows that came of it; a totals row gives none. */
      rows: z.int(),
      objects: z.array(z.string()),
    }),
  ),
});
export type QuarantineReplays = z.infer<typeof quarantineReplays>;

/** `state/imports/<platform>/<account>.json` */
export const importedAccount = z.object({
  platform: z.enum(platforms),
  account_id: z.string(),
  grain: z.enum(grains),
  last_run_id: z.string(),
  /** Hash of the last file together with how it was read: the same again changes nothing. */
  last_fingerprint: z.string(),
});
export type ImportedAccount = z.infer<typeof importedAccount>;

// ---------------------------------------------------------------- data folder

/** Whose data a folder holds. A folder never holds both. */
export const dataKinds = ['simulated', 'real'] as const;
export type DataKind = (typeof dataKinds)[number];
export const dataFolder = z.object({ kind: z.enum(dataKinds), schema_version: z.int() });

// ---------------------------------------------------------------- aggregates

export const performanceCategories = ['high', 'medium', 'low', 'very_low'] as const;
export type PerformanceCategory = (typeof performanceCategories)[number];

/** One campaign on one day. Ratios are of the day's sums. Dates are `YYYY-MM-DD`, money in `currency`, `avg_ctr` in percent. */
export interface DailyAggregate {
  report_date: string;
  platform: string;
  account_id: string;
  campaign_id: string;
  currency: string;
  total_creatives: number;
  impressions: number | null;
  clicks: number | null;
  cost: number | null;
  conversions: number | null;
  avg_ctr: number | null;
  avg_cpc: number | null;
  avg_cpa: number | null;
  is_provisional: boolean;
}

/** One campaign in one whole ISO week. `ctr cpc cpa` are of the week's sums, `avg_ctr avg_cpc` are means over its days. */
export interface WeeklyAggregate {
  week_start: string;
  platform: string;
  account_id: string;
  campaign_id: string;
  currency: string;
  impressions: number | null;
  clicks: number | null;
  cost: number | null;
  conversions: number | null;
  ctr: number | null;
  cpc: number | null;
  cpa: number | null;
  avg_ctr: number | null;
  avg_cpc: number | null;
}

/** One creative over its life. */
export interface CreativeAggregate {
  creative_id: string;
  platform: string;
  account_id: string;
  campaign_id: string;
  currency: string;
  creative_name: string | null;
  campaign_name: string | null;
  lifetime_impressions: number | null;
  lifetime_clicks: number | null;
  lifetime_cost: number | null;
  lifetime_conversions: number | null;
  avg_ctr: number | null;
  avg_cpc: number | null;
  first_seen: string;
  last_seen: string;
  days_active: number;
  performance_category: PerformanceCategory | null;
  /** What the ad says and whether it may run; null for imports and for what could not be read. */
  status: string | null;
  headline: string | null;
  description: string | null;
  introductory_text: string | null;
  call_to_action: string | null;
  landing_page: string | null;
  /** Expires at the platform after hours or days. */
  image_url: string | null;
}

/** An estimate of a day's final value: `share` of it is expected to be visible; bounds of 80 % and 95 % intervals. */
export interface ExpectedValue {
  seen: number;
  share: number;
  expected: number;
  low80: number;
  high80: number;
  low95: number;
  high95: number;
}

/** `provisional_days.json`: what an account's unfinished day shows, and what it is expected to come to. Null where not measured. */
export interface ProvisionalDay {
  platform: string;
  account_id: string;
  stat_date: string;
  currency: string;
  /** Hours from the end of the day to the newest look. */
  age_hours: number;
  metrics: Record<CommonMeasure, ExpectedValue | null>;
}

export const aggregateSchemaVersion = 1;

export const manifest = z.object({
  schema_version: z.int(),
  generation: z.string(),
  generated_at: z.iso.datetime(),
  /** Newest stat date present; the 90 days and 26 weeks are counted back from it. */
  data_through: isoDate.nullable(),
  /** First stat date whose numbers may still grow; null when every day is mature. */
  provisional_from: isoDate.nullable(),
  /** Whether the platform's own totals agree; null where there is nothing to compare with, as for imports. */
  reconciled: z.boolean().nullable(),
  /** Raw objects that the facts were made of; absent in sets of an older release. */
  merged_objects: z.int().optional(),
  /** The settings that shaped the numbers; other settings make another generation. */
  settings: z.string(),
  simulated: z.boolean(),
  files: z.record(z.string(), z.object({ key: z.string(), rows: z.int(), bytes: z.int() })),
});
export type Manifest = z.infer<typeof manifest>;

// ---------------------------------------------------------------- export

export const exportFormats = ['csv', 'parquet', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

// ---------------------------------------------------------------- report

/** Null where no file or platform said anything: not measured is not zero. */
export type Sums = Record<CommonMeasure, number | null>;

/** `report --json`: exact sums; `totals` money is null where several currencies meet, `by_currency` then holds it. */
export interface Report {
  simulated: boolean;
  totals: Sums & {
    creatives: number;
    campaigns: number;
    days: number;
    currency: string | null;
  };
  by_currency: Record<string, Sums>;
  /** Records in quarantine that wait, of all imports and pulls: not those that were replayed. */
  rejected: number;
  quarantine: { key: string; rejected: number }[];
  data_from: string | null;
  data_through: string | null;
  provisional_from: string | null;
  /** By currency: the API's days that may still grow, as published last, and what they are expected to come to. */
  provisional: Record<string, { days: number; seen: Sums; expected: Sums }>;
  /** Finished days on which the platform's own totals say something else; decisions leave them out. */
  unreconciled_days: number;
  /** What this program's own changes earned or lost, by currency and KPI; empty before the first. */
  own_changes: OwnChangesSum[];
  /** The published set of aggregates; null before the first. */
  generation: string | null;
}

/** Money in `currency` with its 80 % and 95 % intervals, over at most four weeks after each change; null where nothing can be said. */
export interface OwnChangesSum {
  currency: string;
  kpi: string;
  earned: { mean: number; low80: number; high80: number; low95: number; high95: number } | null;
  /** Spent on the days that were measured. */
  cost: number;
  helped: number;
  hurt: number;
  cannot_tell: number;
  /** Changes, or bundles of them, that `earned` is the sum of. */
  estimated: number;
}

// ---------------------------------------------------------------- decisions

export const modes = ['observe', 'recommend', 'approve', 'auto'] as const;
export type Mode = (typeof modes)[number];

/** What may be done, and the two ways of doing nothing: more data is needed, or all is well. */
export const decisionActions = [
  'pause_creative',
  'resume_creative',
  'rotate_creative',
  'raise_bid',
  'lower_bid',
  'raise_budget',
  'lower_budget',
  'gather_evidence',
  'keep',
] as const;
export type DecisionAction = (typeof decisionActions)[number];

const money = z.object({ amount: z.string().regex(/^\d+(\.\d+)?$/), currency: currencyCode });

/** One field of one entity: a creative's status, or its campaign's bid or daily budget. `from` is what the decision saw. */
export const entityChange = z.discriminatedUnion('field', [
  z.object({ field: z.literal('creative_status'), from: z.string(), to: z.string() }),
  z.object({ field: z.literal('bid'), from: money, to: money }),
  z.object({ field: z.literal('daily_budget'), from: money, to: money }),
]);
export type EntityChange = z.infer<typeof entityChange>;

export const guardrailVerdict = z.object({ rule: z.string(), passed: z.boolean(), detail: z.string() });
export type GuardrailVerdict = z.infer<typeof guardrailVerdict>;

/** One proposed change to one entity, with what it rests on. Written once; what happens to it later are events of their own. */
export const decision = z.object({
  decision_id: z.string(),
  run_id: z.string(),
  created_at: z.iso.datetime(),
  /** A proposal that nobody took up until then is void; null where nothing is proposed. */
  expires_at: z.iso.datetime().nullable().default(null),
  mode: z.enum(modes),
  action: z.enum(decisionActions),
  platform: z.enum(platforms),
  account_id: z.string(),
  campaign_id: z.string(),
  /** Null where the campaign as a whole is meant. */
  creative_id: z.string().nullable(),
  currency: currencyCode,
  simulated: z.boolean(),
  /** One sentence a marketer can act on. */
  reason: z.string(),
  /** Null where nothing is to be changed, and for imports, whose platform nobody can write to. */
  change: entityChange.nullable().default(null),
  /** A decision of the same run that has to be applied before this one may be: a budget is raised only by what another gave up. */
  requires: z.string().nullable().default(null),
  /** Why, in one word for counting; `reason` says it to people. */
  ground: z.string().nullable().default(null),
  /** That the change is for the better; for what is kept, that keeping is. Null where nothing is known. */
  probability: z.number().min(0).max(1).nullable().default(null),
  /** What the change is expected to bring within `days`, with a 90 % interval; `money` is in `currency`, `results` are the KPI's. */
  expected_gain: z
    .object({ unit: z.enum(['money', 'results']), days: z.int(), mean: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .default(null),
  /** One sentence: what would make the decision another one. */
  changes_mind: z.string().nullable().default(null),
  evidence: z.object({
    kpi: z.string(),
    from: isoDate,
    through: isoDate,
    impressions: z.number(),
    /** As shown, and as expected once all delays are over. */
    results: z.number(),
    expected_results: z.number().nullable().default(null),
    cost: z.number().nullable(),
    /** KPI results per impression, in percent: as observed, after pooling, and of the siblings after pooling. */
    observed_rate: z.number().nullable(),
    posterior_rate: z.number(),
    posterior_low: z.number(),
    posterior_high: z.number(),
    sibling_rate: z.number(),
    siblings: z.int(),
    /** How much more the daily counts scatter than chance alone would make them; counts are divided by it. */
    dispersion: z.number(),
    probability_worse: z.number(),
    margin: z.number(),
    /** Money that the next `horizon_days` would spend for nothing, were the creative left on; in `currency`. */
    expected_waste: z.number().nullable(),
    horizon_days: z.int(),
    /** Null when the evidence suffices, or when no amount within reach would. */
    more_impressions_needed: z.number().nullable(),
    more_cost_needed: z.number().nullable(),
    /** What else the decision rests on, by name: figures of pacing, wear, or the response to a bid. */
    figures: z.record(z.string(), z.number().nullable()).default({}),
  }),
  /** Chance with which this action was drawn; 1 while choices are not randomised. */
  propensity: z.number(),
  model_version: z.string().nullable(),
  guardrails: z.array(guardrailVerdict),
});
export type Decision = z.infer<typeof decision>;

/** What became of a decision: one object each, numbered from 1 within the decision, created only where there is none. */
export const decisionEvents = [
  'approved',
  'rejected',
  'intended',
  'applied',
  'voided',
  'failed',
  'undo_intended',
  'undone',
] as const;
export type DecisionEventName = (typeof decisionEvents)[number];

export const decisionEvent = z.object({
  decision_id: z.string(),
  number: z.int().positive(),
  event: z.enum(decisionEvents),
  at: z.iso.datetime(),
  /** A person's name or role as they gave it, or the run that acted. */
  by: z.string(),
  /** One sentence; for `voided` and `failed` the cause and the remedy. */
  detail: z.string(),
  /** What the decision is about, so that an event says all of itself. */
  target: z
    .object({
      platform: z.enum(platforms),
      account_id: z.string(),
      campaign_id: z.string(),
      creative_id: z.string().nullable(),
      action: z.enum(decisionActions),
    })
    .nullable()
    .default(null),
  /** For `intended` and `undo_intended` what will be written, for `applied` and `undone` what was read back. */
  change: entityChange.nullable().default(null),
  /** The platform's id of the call, for its support. */
  request_id: z.string().nullable().default(null),
});
export type DecisionEvent = z.infer<typeof decisionEvent>;

// ---------------------------------------------------------------- stages

const runId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);

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

/** A field of the platform's answers that nobody knows here, or that is not there. `seen`: in so many elements. */
const fieldDrift = z.object({ path: z.string(), change: z.enum(['unknown', 'missing']), seen: z.int() });

/** `raw/drift/…`: what one run of the collector found. */
export const driftRecord = z.object({
  run_id: z.string(),
  account: z.string(),
  started_at: z.iso.datetime(),
  drift: z.array(fieldDrift),
});
export type DriftRecord = z.infer<typeof driftRecord>;

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
    /** False leaves the aggregates for a later run: for whoever merges many pulls one after the other. */
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
  /** Objects of aggregate generations that nobody reads any more. */
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

/** Without ids it decides anew; with ids it takes up these and decides nothing. */
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

/** `open`: nobody knows yet whether it was written. `blocked`: a guardrail, the kill switch or the mode was in the way. */
export const actingResults = [
  'applied',
  'undone',
  'voided',
  'failed',
  'open',
  'blocked',
  'refused',
  'skipped',
  'rejected',
] as const;
export type ActingResult = (typeof actingResults)[number];

export const optimizerOutput = z.object({
  run_id: z.string(),
  decisions_key: z.string().nullable(),
  /** What it came to: without guardrails it is `recommend` at most. */
  mode: z.enum(modes),
  proposed: z.int(),
  waiting: z.int(),
  kept: z.int(),
  /** What was written to the platform, and what came of the rest of the changes that were taken up. */
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

/** Models that are trained: folders of `sagemaker/`, and names everywhere. */
export { type ModelName, modelNames };

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

/** What Secrets Manager sends for each step of a rotation. The names are its own. */
export const rotationRequest = z.object({
  Step: z.enum(['createSecret', 'setSecret', 'testSecret', 'finishSecret']),
  SecretId: z.string().min(1),
  /** Also the id of the version that the rotation makes. */
  ClientRequestToken: z.string().min(1),
  RotationToken: z.string().optional(),
});
export type RotationRequest = z.infer<typeof rotationRequest>;

export const tokenRotatorOutput = z.object({
  step: rotationRequest.shape.Step,
  /** `superseded`: a person signed in meanwhile, and that token stays. */
  result: z.enum(['done', 'nothing_to_do', 'superseded']),
});
export type TokenRotatorOutput = z.infer<typeof tokenRotatorOutput>;

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
