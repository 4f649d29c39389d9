/** Decisions: what a run proposes for one entity, the verdicts on it, and the events of its life. */
import { z } from 'zod';
import { currencyCode, isoDate, platforms } from './values.ts';

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
  /** A proposal that was not applied by then is void; null where nothing is proposed. */
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
  /** Null where nothing is to be changed, and for imports, whose platform cannot be written to. */
  change: entityChange.nullable().default(null),
  /** A decision of the same run that has to be applied before this one may be: a budget is raised only by what another gave up. */
  requires: z.string().nullable().default(null),
  /** Why, as a code for counting (core/optimize/proposals/reason-codes.ts); `reason` says it to people. */
  reason_code: z.string().nullable().default(null),
  /** That the change is for the better; for what is kept, that keeping is. Null where nothing is known. */
  probability: z.number().min(0).max(1).nullable().default(null),
  /** What the change is expected to bring within `days`, with a 90% interval; `money` is in `currency`, `results` are the KPI's. */
  expected_gain: z
    .object({ unit: z.enum(['money', 'results']), days: z.int(), mean: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .default(null),
  /** One sentence: what would make the decision another one. */
  would_change_it: z.string().nullable().default(null),
  evidence: z.object({
    kpi: z.string(),
    from: isoDate,
    through: isoDate,
    impressions: z.number(),
    /** As shown, and as expected once all delays are over. */
    results: z.number(),
    expected_results: z.number().nullable().default(null),
    cost: z.number().nullable(),
    /** KPI results per impression, in percent: as observed, after pooling, and of the other ads of the campaign after pooling. */
    observed_rate: z.number().nullable(),
    posterior_rate: z.number(),
    posterior_low: z.number(),
    posterior_high: z.number(),
    sibling_rate: z.number(),
    siblings: z.int(),
    /** How much more the daily counts vary than chance alone would make them; counts are divided by it. */
    dispersion: z.number(),
    probability_worse: z.number(),
    margin: z.number(),
    /** Money that the next `horizon_days` would spend for nothing, were the creative left on; in `currency`. */
    expected_waste: z.number().nullable(),
    horizon_days: z.int(),
    /** Null when the evidence suffices, or when no amount within reach would. */
    more_impressions_needed: z.number().nullable(),
    more_cost_needed: z.number().nullable(),
    /** What else the decision rests on, by name: figures of pacing, fatigue, or the response to a bid. */
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

/** `open`: it is not known yet whether it was written. `blocked`: a guardrail, the kill switch or the mode was in the way. */
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
