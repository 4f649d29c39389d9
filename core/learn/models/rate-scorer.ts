/** The creative scorer: expected rates of ads, and why. */

import { type RateHead, type RateModelFile, type RateTarget, rateTargets } from '../../contracts/model-file.ts';
import type { Contribution, Estimate, Explanation, FeatureRows, Prediction, Scorer } from '../../contracts/scorer.ts';
import { counted } from '../../domain/language.ts';
import { StoredDataError } from '../../errors.ts';
import { interval80 } from '../../statistics/interval.ts';
import { addPathEffects, type FlatForest, flatten, sumTrees, treeInput } from './flat-forest.ts';

interface ReadyHead {
  target: RateTarget;
  head: RateHead;
  forest: FlatForest;
  linear: PlacedTerm[];
  campaigns: ReadonlyMap<string, number>;
  /** Factors from an estimate to its interval's ends, in campaigns that training knew and in others. */
  reachKnown: number;
  reachNew: number;
}

type PlacedTerm = RateHead['linear'][number] & {
  /** Of its feature in a row. */
  place: number;
};

export function rateScorer(file: RateModelFile, heads: RateModelFile['heads'] = file.heads): Scorer {
  const width = file.features.length;
  const ready = rateTargets.flatMap((target) => {
    const head = heads[target];
    return head ? [readyHead(target, head, file.features)] : [];
  });
  return {
    file,
    predict(rows, campaigns) {
      const values = flatRows(rows, width);
      const count = values.length / width;
      const predictions: Prediction[] = Array.from({ length: count }, () => ({ ctr: null, result_rate: null }));
      for (const head of ready) {
        const logs = logRates(head, values, width, campaigns);
        for (let row = 0; row < count; row++)
          (predictions[row] as Prediction)[head.target] = estimate(head, logs[row]!, campaigns?.[row]);
      }
      return predictions;
    },
    explain: (row, campaign) => ready.map((head) => explanation(head, flatRows([row], width), file.features, campaign)),
  };
}

/** What the means of campaign and format alone would say: a model is measured against it. */
export const baselineScorer = (file: RateModelFile): Scorer => rateScorer(file, file.baseline);

const readyHead = (target: RateTarget, head: RateHead, features: readonly string[]): ReadyHead => ({
  target,
  head,
  forest: flatten(head),
  linear: head.linear.map((term) => ({ ...term, place: features.indexOf(term.feature) })),
  campaigns: new Map(Object.entries(head.campaigns)),
  reachKnown: Math.exp(interval80.deviations * head.residual_sd),
  reachNew: Math.exp(interval80.deviations * Math.hypot(head.residual_sd, head.campaign_sd)),
});

function logRates(
  { head, forest, linear, campaigns: effects }: ReadyHead,
  values: Float64Array,
  width: number,
  campaigns: readonly string[] | undefined,
): Float64Array {
  const logs = sumTrees(forest, treeInput(forest, values), width);
  for (let row = 0; row < logs.length; row++) {
    let log = head.log_rate + head.scale * logs[row]!;
    for (const term of linear) log += termOf(term, values[row * width + term.place]!);
    const campaign = campaigns?.[row];
    if (campaign !== undefined) log += effects.get(campaign) ?? 0;
    logs[row] = log;
  }
  return logs;
}

const termOf = ({ effect, centre, low, high }: PlacedTerm, value: number): number =>
  effect * (Math.min(high, Math.max(low, value)) - centre);

/** A rate is at most one; the interval is log-normal, wider where the campaign is new. */
function estimate({ campaigns, reachKnown, reachNew }: ReadyHead, log: number, campaign: string | undefined): Estimate {
  const reach = campaign !== undefined && campaigns.has(campaign) ? reachKnown : reachNew;
  const rate = Math.exp(log);
  return { expected: Math.min(1, rate), low: Math.min(1, rate / reach), high: Math.min(1, rate * reach) };
}

function explanation(
  { target, head, forest, linear, campaigns }: ReadyHead,
  row: Float64Array,
  features: readonly string[],
  campaign: string | undefined,
): Explanation {
  const effects = new Float64Array(features.length);
  const roots = addPathEffects(forest, treeInput(forest, row), effects);
  for (let at = 0; at < effects.length; at++) effects[at]! *= head.scale;
  for (const term of linear) effects[term.place]! += termOf(term, row[term.place]!);
  const contributions: Contribution[] = features.map((name, at) => ({ name, value: row[at]!, effect: effects[at]! }));
  if (campaign !== undefined)
    contributions.push({ name: 'campaign', value: null, effect: campaigns.get(campaign) ?? 0 });
  const base = head.log_rate + head.scale * roots;
  return {
    target,
    base,
    contributions: contributions
      .filter(({ effect }) => effect !== 0)
      .toSorted((one, other) => Math.abs(other.effect) - Math.abs(one.effect)),
    logEstimate: contributions.reduce((sum, { effect }) => sum + effect, base),
  };
}

/** Refuses rows of another width, and numbers that are none: a tree would send them somewhere without a word. */
function flatRows(rows: FeatureRows, width: number): Float64Array {
  const values = rows instanceof Float64Array ? rows : new Float64Array(rows.length * width);
  if (!(rows instanceof Float64Array)) {
    for (const [at, row] of rows.entries()) {
      if (row.length !== width)
        throw new RangeError(
          `A row has ${counted(row.length, 'number')}, but the model has ${counted(width, 'feature')}`,
        );
      values.set(row, at * width);
    }
  }
  if (values.length % width !== 0)
    throw new RangeError(`${values.length} numbers do not make up rows of ${width} features`);
  for (let at = 0; at < values.length; at++)
    if (!Number.isFinite(values[at]))
      throw new StoredDataError('a row of features', `number ${at % width} is ${values[at]}`);
  return values;
}
