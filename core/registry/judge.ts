/** A model against rows that no model was trained on: how far off each row it was. */
import type { ModelName } from '../contracts.ts';
import type { Scorer, Target } from '../models/scorer.ts';
import type { ParsedSnapshotRows } from '../training/snapshot-file.ts';
import type { PairedDifference } from './metadata.ts';
import { pairedInterval } from './paired-interval.ts';

/** What a model is judged by: of several targets the mean, each in shares of its own level. */
const judgedTargets: Record<ModelName, readonly Target[]> = {
  creative_scorer: ['ctr'],
  bid_optimizer: ['cost', 'clicks'],
};

export interface Judged {
  /** By row: Poisson deviance over the target's mean count; NaN where the model or the data says nothing. */
  losses: number[];
  /** What happened over what was expected, in all rows together; the worst of the targets. Null without rows. */
  observedOverExpected: number | null;
}

/** The model's features out of the rows', in its own order; undefined when it needs one that the rows do not have. */
export function featuresFor(names: readonly string[], rows: ParsedSnapshotRows): number[][] | undefined {
  const places = names.map((name) => rows.features.indexOf(name));
  if (places.includes(-1)) return undefined;
  const width = rows.features.length;
  return Array.from({ length: rows.rows }, (_, row) => places.map((at) => rows.values[row * width + at] as number));
}

/** Undefined when the model needs a feature that the rows do not have. */
export function judge(scorer: Scorer, rows: ParsedSnapshotRows): Judged | undefined {
  const features = featuresFor(scorer.file.features, rows);
  if (!features) return undefined;
  const predictions = scorer.predict(features, rows.campaigns);
  const targets = judgedTargets[rows.model].map((target) => {
    const { counts, exposures } = rows.targets[target] ?? { counts: [], exposures: [] };
    const expected = predictions.map(
      (prediction, row) => (prediction[target]?.expected ?? Number.NaN) * (exposures[row] ?? Number.NaN),
    );
    return judgeTarget([...counts], expected);
  });
  return {
    losses: predictions.map((_, row) => meanOf(targets.map(({ losses }) => losses[row] ?? Number.NaN))),
    observedOverExpected: targets.map(({ ratio }) => ratio).reduce(furthest, null),
  };
}

/** Below any count that is expected of a row, so that an impossible prediction is very wrong and not infinitely so. */
const leastExpected = 1e-6;

function judgeTarget(
  counts: readonly number[],
  expected: readonly number[],
): { losses: number[]; ratio: number | null } {
  const judged = counts.map((count, row) => Number.isFinite(count) && Number.isFinite(expected[row]));
  const sum = (values: readonly number[]) => values.reduce((total, value, row) => total + (judged[row] ? value : 0), 0);
  const rows = judged.filter(Boolean).length;
  const level = sum(counts) / rows;
  return {
    losses: counts.map((count, row) => {
      if (!judged[row] || !(level > 0)) return Number.NaN;
      const mean = Math.max(leastExpected, expected[row] as number);
      return (2 * ((count > 0 ? count * Math.log(count / mean) : 0) - (count - mean))) / level;
    }),
    ratio: sum(expected) > 0 && rows > 0 ? sum(counts) / sum(expected) : null,
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The ratio that is further from 1, either way. */
function furthest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.abs(Math.log(one)) >= Math.abs(Math.log(other)) ? one : other;
}

/** On the rows that both say something about: positive where the candidate is better. */
export function compare(
  candidate: Judged,
  opponent: Judged,
  { against, confidence, seed }: { against: string; confidence: number; seed: string },
): PairedDifference {
  const pairs = candidate.losses
    .map((own, row) => ({ own, other: opponent.losses[row] as number }))
    .filter(({ own, other }) => Number.isFinite(own) && Number.isFinite(other));
  if (pairs.length === 0) return { against, rows: 0, mean: 0, low: 0, high: 0, loss: 0 };
  const differences = pairs.map(({ own, other }) => other - own);
  return {
    against,
    rows: pairs.length,
    ...pairedInterval(differences, confidence, seed),
    loss: meanOf(pairs.map(({ other }) => other)),
  };
}
