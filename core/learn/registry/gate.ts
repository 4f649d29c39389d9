/** Whether a trained model may serve: the checks it must pass, and what it must beat on unseen rows. */

import type { ModelFile } from '../../contracts/model-file.ts';
import { counted, percent } from '../../domain/language.ts';
import type { GateSettings } from '../../settings/models.ts';
import { type Calibration, compareScorers, evaluate, predictRows } from '../models/evaluate.ts';
import { createBaseline, createScorer } from '../models/predict.ts';
import type { ParsedSnapshotRows } from '../training/snapshot-file.ts';
import type { GateVerdict, ModelComparison } from './metadata.ts';

export interface GateCase {
  file: ModelFile;
  /** Of model.tar.gz. */
  bytes: number;
  /** The unseen rows of the candidate's own snapshot. */
  rows: ParsedSnapshotRows;
  /** In production now; `file` is undefined where it cannot be read, `isNewer` says that its data is. Null before the first. */
  production: { version: string; file: ModelFile | undefined; isNewer: boolean } | null;
  settings: GateSettings;
  /** A monotonic clock, to time scoring. */
  milliseconds(): number;
}

type Check = GateVerdict['checks'][number];

/** Runs every check, so that a person sees everything that is wrong at once. */
export function judgeCandidate(gateCase: GateCase): GateVerdict {
  const { file, production } = gateCase;
  const unknown = unknownFeatures(file, gateCase.rows);
  const comparisons = unknown.length === 0 ? comparisonsOf(gateCase) : [];
  const said = beyondBaselineCheck(file);
  const better = comparisons.map(betterCheck);
  const checks = [
    said,
    featureCheck(unknown),
    ...(production?.isNewer ? [lateCheck(production.version)] : []),
    ...(unknown.length === 0 ? scoredChecks(gateCase) : []),
    ...better,
    sizeCheck(gateCase),
  ];
  const failed = checks.filter(({ passed }) => !passed);
  // of a model that does no more than the baseline, the other checks add nothing
  const telling = !said.passed ? [said] : failed.length > 0 ? failed : better;
  const worse = productionCheck(gateCase);
  const isCompared = !production || comparisons.some(({ against }) => against === production.version);
  return {
    passed: failed.length === 0,
    reasons: [
      ...telling.map(({ detail }) => detail),
      ...(worse ? [worse] : []),
      ...(isCompared ? [] : [`${production.version}, which is in production, could not score these rows.`]),
    ],
    production: production?.version ?? null,
    comparisons,
    checks,
  };
}

const unknownFeatures = ({ features }: ModelFile, rows: ParsedSnapshotRows): string[] =>
  features.filter((name) => !rows.features.includes(name));

/** With fewer groups, an interval over groups would mean nothing, so rows are resampled. */
const fewestGroups = 5;

function comparisonsOf({ file, rows, production }: GateCase): ModelComparison[] {
  const opponents = [
    { against: 'baseline', scorer: createBaseline(file) },
    ...(production?.file && unknownFeatures(production.file, rows).length === 0
      ? [{ against: production.version, scorer: createScorer(production.file) }]
      : []),
  ];
  const groups = new Set(rows.clusters).size;
  const drawn = groups >= fewestGroups ? rows : { ...rows, clusters: rows.clusters.map((_, row) => String(row)) };
  return opponents.map(({ against, scorer }) => {
    const { probabilityBetter, ...lift } = compareScorers(createScorer(file), scorer, drawn);
    return { against, groups: new Set(drawn.clusters).size, ...lift, probability_better: probabilityBetter };
  });
}

/** A warning only: to serve nothing instead is a person's decision. */
function productionCheck({ rows, production }: GateCase): string | undefined {
  if (!production?.file || unknownFeatures(production.file, rows).length > 0) return undefined;
  const { high } = compareScorers(createScorer(production.file), createBaseline(production.file), rows);
  return high !== null && high < 0
    ? `${production.version}, which is in production, is clearly worse than its baseline on these rows. Roll it back, or train with more data.`
    : undefined;
}

/** Checks that need a model which can score the rows. */
function scoredChecks(gateCase: GateCase): Check[] {
  const evaluation = evaluate(createScorer(gateCase.file), gateCase.rows);
  return [
    rowCheck(evaluation.rows, gateCase),
    calibrationCheck(evaluation.calibration, gateCase),
    latencyCheck(gateCase),
  ];
}

/** The pipeline knows the means of campaign and format, and a bid without effect, without a model. */
function beyondBaselineCheck(file: ModelFile): Check {
  const rule = 'more than the baseline';
  if (file.kind === 'baseline')
    return {
      rule,
      passed: false,
      detail: 'Training found no model that beats the means of campaign and format.',
    };
  if (file.kind !== 'bid_response') return { rule, passed: true, detail: `Its kind is ${file.kind}.` };
  const campaigns = Object.values(file.campaigns);
  const identified = campaigns.filter((campaign) => campaign.identified).length;
  return {
    rule,
    passed: identified > 0,
    detail:
      identified > 0
        ? `The effect of the bid is identified in ${identified} of ${counted(campaigns.length, 'campaign')}.`
        : `The effect of the bid is identified in none of ${counted(campaigns.length, 'campaign')}: bids hardly varied.`,
  };
}

const lateCheck = (version: string): Check => ({
  rule: 'not late',
  passed: false,
  detail: `${version}, which is in production, was trained on newer data.`,
});

const featureCheck = (unknown: readonly string[]): Check => ({
  rule: 'features known',
  passed: unknown.length === 0,
  detail:
    unknown.length === 0
      ? 'All its features are available.'
      : `It needs features that are not available: ${unknown.join(', ')}.`,
});

const rowCheck = (rows: number, { settings }: GateCase): Check => ({
  rule: 'enough unseen rows',
  passed: rows >= settings.minimumRows,
  detail: `It was judged on ${counted(rows, 'unseen row')}; at least ${settings.minimumRows} are needed.`,
});

const rounded = (value: number): string => Number(value.toPrecision(3)).toString();
const share = (value: number | null): string => (value === null ? 'no data' : percent(value, 3));

function betterCheck({ against, lift, low, high, rows }: ModelComparison): Check {
  const opponent = against === 'baseline' ? 'the baseline' : against;
  const passed = low !== null && low > 0;
  const figures = `${share(lift)} less loss (${share(low)} to ${share(high)}) on ${counted(rows, 'unseen row')}`;
  return {
    rule: `better than ${opponent}`,
    passed,
    detail: passed ? `It beats ${opponent}: ${figures}.` : `It does not clearly beat ${opponent}: ${figures}.`,
  };
}

/** Overall, and by tenths of its estimates. */
function calibrationCheck(found: Calibration | null, { settings }: GateCase): Check {
  const { lowest, highest, misplaced } = settings.calibration;
  const ratio = found && Math.exp(found.intercept);
  return {
    rule: 'calibrated',
    passed: ratio !== null && ratio >= lowest && ratio <= highest && found !== null && found.expectedError <= misplaced,
    detail:
      ratio === null || found === null
        ? 'It predicts no results for the unseen rows.'
        : `Results were ${rounded(ratio)} times what it predicted (allowed: ${lowest} to ${highest}), ${share(found.expectedError)} of them in the wrong tenth of its estimates (allowed: ${share(misplaced)}).`,
  };
}

function sizeCheck({ bytes, settings }: GateCase): Check {
  const megabytes = bytes / 1e6;
  return {
    rule: 'small enough',
    passed: megabytes <= settings.megabytes,
    detail: `Its artifact is ${rounded(megabytes)} MB (allowed: ${settings.megabytes} MB).`,
  };
}

const timedRows = 10_000;

/** Scores the unseen rows repeatedly, up to the number of creatives of a large account. */
function latencyCheck({ file, rows, settings, milliseconds }: GateCase): Check {
  const scorer = createScorer(file);
  const rounds = Math.max(1, Math.ceil(timedRows / Math.max(1, rows.rows)));
  const begun = milliseconds();
  for (let round = 0; round < rounds; round += 1) predictRows(scorer, rows);
  const taken = Math.round(milliseconds() - begun);
  return {
    rule: 'fast enough',
    passed: taken <= settings.milliseconds,
    detail: `It scored ${counted(rounds * rows.rows, 'row')} in ${taken} ms (allowed: ${settings.milliseconds} ms).`,
  };
}
