/** How a model does on rows that it has not seen, and whether it does better than another. */

import type { ModelName } from '../../contracts/model-file.ts';
import type { Prediction, Scorer, Target } from '../../contracts/scorer.ts';
import { StoredDataError } from '../../errors.ts';
import { bootstrapLift, type Lift } from '../../statistics/bootstrap.ts';
import { interval80 } from '../../statistics/interval.ts';
import type { ParsedSnapshotRows } from '../training/snapshot-file.ts';
import {
  type Calibration,
  calibrationOf,
  deviances,
  type EstimatedCounts,
  meanLogLoss,
  rankCorrelation,
  rootMeanSquare,
} from './fit-measures.ts';

export type { Lift } from '../../statistics/bootstrap.ts';
export type { Calibration } from './fit-measures.ts';

export interface TargetEvaluation {
  /** Rows whose outcome is known and that the model says something of; without any, the rest is null. */
  rows: number;
  /** In units of the rate, or of a day's amount. */
  rmse: number | null;
  /** Nats per impression; null for amounts, which are no events. */
  logLoss: number | null;
  rankCorrelation: number | null;
  calibration: Calibration | null;
  /** Share of the outcomes within the interval that should hold 0.8 of them, chance of counts included. */
  coverage: number | null;
}

/** The main target's figures (`ctr`, or `clicks` a day), and those of each. */
export interface Evaluation extends TargetEvaluation {
  targets: Partial<Record<Target, TargetEvaluation>>;
}

/** What a model is judged by. */
const mainTarget: Readonly<Record<ModelName, Target>> = { creative_scorer: 'ctr', bid_optimizer: 'clicks' };

/** A StoredDataError names the features that the rows lack. */
export function evaluate(scorer: Scorer, rows: ParsedSnapshotRows): Evaluation {
  const predictions = predictRows(scorer, rows);
  const targets: Evaluation['targets'] = {};
  for (const target of Object.keys(rows.targets) as Target[])
    targets[target] = evaluateTarget(target, predictions, rows);
  return { ...(targets[mainTarget[rows.model]] as TargetEvaluation), targets };
}

/** By the main target's deviance, over the rows that both say something of; `rows` counts them. */
export function compareScorers(scorer: Scorer, reference: Scorer, rows: ParsedSnapshotRows): Lift & { rows: number } {
  const target = mainTarget[rows.model];
  const ours = predictRows(scorer, rows);
  const theirs = predictRows(reference, rows);
  const told = knownRows(target, ours, rows).filter((row) => theirs[row]?.[target]);
  const lift = bootstrapLift(
    deviances(outcomesOf(target, told, ours, rows)),
    deviances(outcomesOf(target, told, theirs, rows)),
    told.map((row) => rows.clusters[row] as string),
  );
  return { ...lift, rows: told.length };
}

/** Features are found by name: a model of yesterday reads rows that have more of them. */
export function predictRows({ file, predict }: Scorer, rows: ParsedSnapshotRows): Prediction[] {
  const places = file.features.map((name) => rows.features.indexOf(name));
  const missing = file.features.filter((_, at) => places[at] === -1);
  if (missing.length > 0)
    throw new StoredDataError('The snapshot', `the model's features ${missing.join(', ')} are missing`);
  const width = rows.features.length;
  const values = new Float64Array(rows.rows * places.length);
  for (let row = 0, at = 0; row < rows.rows; row++)
    for (const place of places) values[at++] = rows.values[row * width + place] as number;
  return predict(values, rows.campaigns);
}

function evaluateTarget(
  target: Target,
  predictions: readonly Prediction[],
  rows: ParsedSnapshotRows,
): TargetEvaluation {
  const known = knownRows(target, predictions, rows);
  if (known.length === 0)
    return { rows: 0, rmse: null, logLoss: null, rankCorrelation: null, calibration: null, coverage: null };
  const outcomes = outcomesOf(target, known, predictions, rows);
  const { counts, exposures, rates } = outcomes;
  return {
    rows: known.length,
    rmse: rootMeanSquare(outcomes),
    logLoss: rows.model === 'creative_scorer' ? meanLogLoss(outcomes) : null,
    rankCorrelation: rankCorrelation(
      rates,
      counts.map((count, row) => count / exposures[row]!),
    ),
    calibration: calibrationOf(outcomes),
    coverage: coverageOf(target, known, predictions, outcomes),
  };
}

function knownRows(target: Target, predictions: readonly Prediction[], rows: ParsedSnapshotRows): number[] {
  const { counts, exposures } = rows.targets[target] ?? { counts: new Float64Array(0), exposures: new Float64Array(0) };
  return predictions.flatMap((prediction, row) =>
    prediction[target] && Number.isFinite(counts[row]) && (exposures[row] as number) > 0 ? [row] : [],
  );
}

function outcomesOf(
  target: Target,
  known: readonly number[],
  predictions: readonly Prediction[],
  { targets }: ParsedSnapshotRows,
): EstimatedCounts {
  const pick = (values: Float64Array | undefined): Float64Array =>
    Float64Array.from(known, (row) => values?.[row] ?? 0);
  return {
    counts: pick(targets[target]?.counts),
    exposures: pick(targets[target]?.exposures),
    rates: Float64Array.from(known, (row) => predictions[row]?.[target]?.expected ?? 0),
  };
}

/** On the log scale, a count of n has a standard deviation of 1/√n around its expectation. */
function coverageOf(
  target: Target,
  known: readonly number[],
  predictions: readonly Prediction[],
  { counts, exposures, rates }: EstimatedCounts,
): number {
  const within = known.filter((row, at) => {
    const estimate = predictions[row]?.[target];
    const expected = exposures[at]! * rates[at]!;
    if (!estimate || expected <= 0) return counts[at] === 0;
    const deviation = Math.log(estimate.high / estimate.expected) / interval80.deviations;
    const reach = interval80.deviations * Math.hypot(deviation, 1 / Math.sqrt(expected));
    const distance = Math.abs(Math.log(Math.max(counts[at]!, 0.5) / expected));
    return distance <= reach;
  });
  return within.length / known.length;
}
