/** Whether a trained model may serve: what it is checked for, and what it must beat on rows that nobody has seen. */
import type { ModelFile } from '../models/model-file.ts';
import { createBaseline, createScorer } from '../models/predict.ts';
import type { GateSettings } from '../models-config.ts';
import type { ParsedSnapshotRows } from '../training/snapshot-file.ts';
import { compare, featuresFor, type Judged, judge } from './judge.ts';
import type { GateVerdict, PairedDifference } from './metadata.ts';

export interface GateCase {
  file: ModelFile;
  /** Of model.tar.gz. */
  bytes: number;
  /** The unseen rows of the candidate's own snapshot. */
  rows: ParsedSnapshotRows;
  /** In production now; `file` is undefined where it cannot be read, `isNewer` says that its data is. Null before the first. */
  production: { version: string; file: ModelFile | undefined; isNewer: boolean } | null;
  settings: GateSettings;
  /** Makes the intervals repeatable. */
  seed: string;
  /** A clock that only goes on, for how long scoring takes. */
  milliseconds(): number;
}

type Check = GateVerdict['checks'][number];

/** Every check is made, so that a person sees all that is wrong at once. */
export function judgeCandidate(gateCase: GateCase): GateVerdict {
  const { file, rows, production } = gateCase;
  const scorer = createScorer(file);
  const judged = judge(scorer, rows);
  const comparisons = judged ? comparisonsOf(judged, gateCase) : [];
  const checks = [
    kindCheck(file),
    featureCheck(file, rows),
    ...(production?.isNewer ? [lateCheck(production.version)] : []),
    rowCheck(judged, gateCase),
    ...comparisons.map(betterCheck),
    ...(judged ? [calibrationCheck(judged, gateCase)] : []),
    sizeCheck(gateCase),
    ...(judged ? [latencyCheck(gateCase)] : []),
  ];
  const failed = checks.filter(({ passed }) => !passed);
  const notes =
    production && !comparisons.some(({ against }) => against === production.version)
      ? [`${production.version} is in production and cannot be compared: it does not score today’s rows.`]
      : [];
  return {
    passed: failed.length === 0,
    reasons: (failed.length > 0 ? failed : checks.filter(({ rule }) => rule.startsWith('better')))
      .map(({ detail }) => detail)
      .concat(notes),
    production: production?.version ?? null,
    comparisons,
    checks,
  };
}

function comparisonsOf(candidate: Judged, { file, rows, production, settings, seed }: GateCase): PairedDifference[] {
  const opponents = [
    { against: 'baseline', scorer: createBaseline(file) },
    ...(production?.file ? [{ against: production.version, scorer: createScorer(production.file) }] : []),
  ];
  return opponents.flatMap(({ against, scorer }) => {
    const judged = judge(scorer, rows);
    return judged ? [compare(candidate, judged, { against, confidence: settings.confidence, seed })] : [];
  });
}

const kindCheck = ({ kind }: ModelFile): Check => ({
  rule: 'more than the baseline',
  passed: kind !== 'baseline',
  detail:
    kind === 'baseline'
      ? 'Training found nothing that beats the means of campaign and format, so there is nothing to gain from it.'
      : `It is of the kind ${kind}.`,
});

const lateCheck = (version: string): Check => ({
  rule: 'not late',
  passed: false,
  detail: `${version} in production was trained on newer data.`,
});

function featureCheck(file: ModelFile, rows: ParsedSnapshotRows): Check {
  const unknown = file.features.filter((name) => !rows.features.includes(name));
  return {
    rule: 'features known',
    passed: unknown.length === 0,
    detail:
      unknown.length === 0
        ? 'All its features are known.'
        : `It needs features that nobody makes: ${unknown.join(', ')}.`,
  };
}

function rowCheck(judged: Judged | undefined, { settings }: GateCase): Check {
  const rows = judged?.losses.filter(Number.isFinite).length ?? 0;
  return {
    rule: 'enough unseen rows',
    passed: rows >= settings.minimumRows,
    detail: `There are ${rows} unseen rows to judge it by, and ${settings.minimumRows} are needed.`,
  };
}

const rounded = (value: number): string => Number(value.toPrecision(3)).toString();

function betterCheck({ against, mean, low, high, loss, rows }: PairedDifference): Check {
  const opponent = against === 'baseline' ? 'the baseline' : against;
  const passed = low > 0;
  const figures = `loss ${rounded(loss - mean)} against ${rounded(loss)}, difference ${rounded(low)} to ${rounded(high)} on ${rows} unseen rows`;
  return {
    rule: `better than ${opponent}`,
    passed,
    detail: passed ? `It beats ${opponent}: ${figures}.` : `It does not surely beat ${opponent}: ${figures}.`,
  };
}

function calibrationCheck({ observedOverExpected: ratio }: Judged, { settings }: GateCase): Check {
  const { lowest, highest } = settings.calibration;
  return {
    rule: 'calibrated',
    passed: ratio !== null && ratio >= lowest && ratio <= highest,
    detail:
      ratio === null
        ? 'It expects nothing of the unseen rows.'
        : `What happened is ${rounded(ratio)} times what it expected; ${lowest} to ${highest} is allowed.`,
  };
}

function sizeCheck({ bytes, settings }: GateCase): Check {
  const megabytes = bytes / 1e6;
  return {
    rule: 'small enough',
    passed: megabytes <= settings.megabytes,
    detail: `Its artifact has ${rounded(megabytes)} MB, and ${settings.megabytes} are allowed.`,
  };
}

const timedRows = 10_000;

/** The unseen rows over and over, as many as a large account has creatives. */
function latencyCheck({ file, rows, settings, milliseconds }: GateCase): Check {
  const features = featuresFor(file.features, rows) ?? [];
  const many = Array.from(
    { length: features.length === 0 ? 0 : timedRows },
    (_, at) => features[at % features.length] as number[],
  );
  const scorer = createScorer(file);
  const begun = milliseconds();
  scorer.predict(many);
  const taken = Math.round(milliseconds() - begun);
  return {
    rule: 'fast enough',
    passed: taken <= settings.milliseconds,
    detail: `It scored ${many.length} rows in ${taken} ms, and ${settings.milliseconds} are allowed.`,
  };
}
