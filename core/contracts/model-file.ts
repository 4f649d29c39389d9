/**
 * `model.json`: a trained model as data, written by `sagemaker/<model>/train.py` and read here. docs/models.md says the same in
 * words. Logarithms are natural; money is in the campaign's currency.
 */
import { z } from 'zod';
import { StoredDataError } from '../errors.ts';

export const modelNames = ['creative_scorer', 'bid_optimizer'] as const;
export type ModelName = (typeof modelNames)[number];

/** What the creative scorer estimates: clicks and results, each per impression. */
export const rateTargets = ['ctr', 'result_rate'] as const;
export type RateTarget = (typeof rateTargets)[number];

/** What the bid model estimates of a campaign's day. */
export const bidTargets = ['cost', 'clicks', 'results'] as const;
export type BidTarget = (typeof bidTargets)[number];

const number = z.number();
const index = z.int().min(0);

/**
 * A regression tree in arrays, the root first. A node goes to `left` when its feature is at most the threshold, else to
 * `left + 1`; `left` 0 marks a leaf. Every node has a value (the mean below it), so that a path can be explained.
 */
const tree = z
  .object({ feature: z.array(index), threshold: z.array(number), left: z.array(index), value: z.array(number) })
  .refine((nodes) => isTree(nodes), 'its arrays do not form one tree');

export const rateKinds = ['baseline', 'forest', 'boosted'] as const;

/** `effect` × (the feature's value, held between `low` and `high`, − `centre`): beyond what training saw, nothing more is added. */
const linearTerm = z
  .object({ feature: z.string(), effect: number, centre: number, low: number, high: number })
  .refine(({ low, high }) => low <= high, 'low is above high');

/** The logarithm of a rate is `log_rate` + the linear part + the campaign's effect + `scale` × the sum of the trees. */
const rateHead = z.object({
  kind: z.enum(rateKinds),
  log_rate: number,
  /** Levels of formats, and what features do by themselves. */
  linear: z.array(linearTerm),
  /** By campaign (`campaignKey`). One that is not here has the effect 0. */
  campaigns: z.record(z.string(), number),
  /** Width the features are rounded to before they are compared, as the library that grew the trees did. */
  input: z.enum(['float32', 'float64']),
  scale: number,
  trees: z.array(tree),
  /** Standard deviation of a creative's true log rate around its estimate; `campaign_sd` more where the campaign is not known. */
  residual_sd: number.min(0),
  campaign_sd: number.min(0),
});
export type RateHead = z.infer<typeof rateHead>;

/** A head for each rate; without results in the training data there is none for `result_rate`. */
const rateHeads = z.object({ ctr: rateHead, result_rate: rateHead.nullable() });

const libraries = z.record(z.string(), z.string());

const rateModel = <Kind extends (typeof rateKinds)[number]>(kind: Kind) =>
  z.object({
    schema_version: z.literal(1),
    model: z.literal('creative_scorer'),
    /** The kind of the CTR's head. */
    kind: z.literal(kind),
    /** Names of a row's numbers, in order. */
    features: z.array(z.string()).min(1),
    libraries,
    heads: rateHeads,
    /** Means of campaign and format from the same data: what a model must beat. */
    baseline: rateHeads,
  });

/** Per day at the reference bid, and by how many percent it moves with one percent of the bid. */
const response = z.object({
  level: number.min(0),
  elasticity: number.min(0),
  elasticity_sd: number.min(0),
  /** Standard deviation of a day's logarithm around the response. */
  residual_sd: number.min(0),
});
export type BidResponseCurve = z.infer<typeof response>;

const experiment = z.object({
  low_bid: number.positive(),
  high_bid: number.positive(),
  days_per_bid: z.int().positive(),
  days: z.int().positive(),
  /** Standard deviation that the elasticity would be known to afterwards. */
  expected_elasticity_sd: number.positive(),
});

const bidCampaign = z.object({
  strategy: z.string(),
  currency: z.string(),
  /** Whether this campaign's own days say what a bid does. If not, `reason` says why, and nothing may be based on it. */
  identified: z.boolean(),
  reason: z.string(),
  reference_bid: number.positive().nullable(),
  lowest_bid: number.positive().nullable(),
  highest_bid: number.positive().nullable(),
  days: z.int().min(0),
  responses: z.object({ cost: response, clicks: response, results: response.nullable() }).nullable(),
  experiment: experiment.nullable(),
});
export type BidCampaign = z.infer<typeof bidCampaign>;

const bidModel = z.object({
  schema_version: z.literal(1),
  model: z.literal('bid_optimizer'),
  kind: z.literal('bid_response'),
  features: z.tuple([z.literal('bid')]),
  libraries,
  /** What the campaigns with varied bids have in common; null when there is none. */
  pooled: z
    .object({ campaigns: z.int().positive(), elasticity: number.min(0), elasticity_sd: number.min(0) })
    .nullable(),
  campaigns: z.record(z.string(), bidCampaign),
});

export const modelFile = z.discriminatedUnion('kind', [
  rateModel('baseline'),
  rateModel('forest'),
  rateModel('boosted'),
  bidModel,
]);
export type ModelFile = z.infer<typeof modelFile>;
export type BidModelFile = Extract<ModelFile, { kind: 'bid_response' }>;
export type RateModelFile = Exclude<ModelFile, BidModelFile>;

/** Reads the text of a `model.json`; a StoredDataError says what is wrong with it. */
export function parseModel(text: string, name = 'model.json'): ModelFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StoredDataError(name, 'it is not JSON', { cause: error });
  }
  const parsed = modelFile.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new StoredDataError(name, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`, {
      cause: parsed.error,
    });
  }
  const problem = parsed.data.kind === 'bid_response' ? undefined : problemOf(parsed.data);
  if (problem) throw new StoredDataError(name, problem);
  return parsed.data;
}

function problemOf({ features, kind, heads, baseline }: RateModelFile): string | undefined {
  if (new Set(features).size < features.length) return 'features: a name appears twice';
  if (heads.ctr.kind !== kind) return `kind: ${kind}, but the CTR head is ${heads.ctr.kind}`;
  for (const head of [heads.ctr, heads.result_rate, baseline.ctr, baseline.result_rate]) {
    if (!head) continue;
    const stranger = head.linear.find(({ feature }) => !features.includes(feature))?.feature;
    if (stranger !== undefined) return `linear: ${stranger} is not one of the features`;
    if ((head.kind === 'baseline') !== (head.trees.length === 0))
      return 'trees: a baseline must have none, a forest at least one';
    if (head.trees.some(({ feature }) => feature.some((at) => at >= features.length)))
      return 'trees: a split uses a feature that does not exist';
  }
  return undefined;
}

/** Children stand behind their parent and every node but the root has exactly one parent: then every walk ends in a leaf. */
function isTree({
  feature,
  threshold,
  left,
  value,
}: {
  feature: number[];
  threshold: number[];
  left: number[];
  value: number[];
}): boolean {
  const nodes = left.length;
  if (nodes === 0 || feature.length !== nodes || threshold.length !== nodes || value.length !== nodes) return false;
  const parents = new Uint8Array(nodes);
  for (const [at, child] of left.entries()) {
    if (child === 0) continue;
    if (child <= at || child + 1 >= nodes || parents[child] || parents[child + 1]) return false;
    parents[child] = 1;
    parents[child + 1] = 1;
  }
  return parents.every((has, at) => has === 1 || at === 0);
}
