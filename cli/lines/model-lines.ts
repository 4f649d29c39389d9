/** Versions of models, for a person. */
import { counted, formatNumber } from '../../core/domain/language.ts';
import type { StandingVersion } from '../../core/learn/registry/retire.ts';
import { tableLines } from './table.ts';

const text = (name: string) => ({ name, type: 'VARCHAR' });

export function listLines(versions: Readonly<Record<string, readonly StandingVersion[]>>): string[] {
  const rows = Object.entries(versions).flatMap(([model, all]) =>
    all
      .toReversed()
      .map((each) => [model, each.version, each.standing, each.model_type, each.created_at.slice(0, 16), whyOf(each)]),
  );
  if (rows.length === 0) return ['There are no versions yet. Train the models: npm run ads -- train'];
  return tableLines(
    [...['model', 'version', 'status', 'kind', 'registered'].map(text), { ...text('verdict'), whole: true }],
    rows,
  );
}

const whyOf = ({ gate }: StandingVersion): string => gate.reasons[0] ?? '';

export const showLines = (version: StandingVersion): string[] => [
  `${version.model} ${version.version}: ${version.standing}, ${version.model_type}`,
  `  registered  ${version.created_at}, by job ${version.training_job}${machineTime(version)}`,
  `  artifact    ${version.model_artifacts}, ${formatNumber(version.bytes / 1000)} kB, SHA-256 ${version.sha256}`,
  `  data        snapshot ${version.snapshot.id}, through ${version.snapshot.data_through ?? 'no data'}, SHA-256 ${version.snapshot.sha256.slice(0, 16)}…`,
  `  code        SHA-256 ${version.code_hash.slice(0, 16)}…, ${librariesOf(version)}`,
  `  features    ${counted(version.features.length, 'feature')}`,
  '  gate',
  ...version.gate.checks.map(({ passed, detail }) => `    ${passed ? 'passed' : 'FAILED'}  ${detail}`),
  '  metrics',
  ...shownMetrics(version).map(([name, value]) => `    ${name}  ${Number(value.toPrecision(6))}`),
];

/** Where the training service reports it; not for jobs on this machine. */
const machineTime = ({ machine_seconds: seconds }: StandingVersion): string =>
  seconds
    ? `, ${counted(seconds.trained, 'second')} of machine time${seconds.billed === null ? '' : `, ${formatNumber(seconds.billed)} billed`}`
    : '';

const librariesOf = ({ library_versions }: StandingVersion): string =>
  Object.entries(library_versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ') || 'libraries unknown';

/** The job's main figures: the others are in metadata.json. */
const shownMetrics = ({ metrics }: StandingVersion): [string, number][] =>
  Object.entries(metrics).filter(([name]) => /^(train|validation):/.test(name));

/** The differences of two versions of a model. */
export function diffLines(one: StandingVersion, other: StandingVersion): string[] {
  const simple = (['standing', 'model_type', 'training_job', 'created_at', 'bytes', 'sha256', 'code_hash'] as const)
    .filter((name) => one[name] !== other[name])
    .map((name) => `  ${name}  ${one[name]} → ${other[name]}`);
  const gone = one.features.filter((name) => !other.features.includes(name));
  const come = other.features.filter((name) => !one.features.includes(name));
  const metrics = [...new Set([...shownMetrics(one), ...shownMetrics(other)].map(([name]) => name))]
    .filter((name) => one.metrics[name] !== other.metrics[name])
    .map((name) => `  ${name}  ${shownMetric(one.metrics[name])} → ${shownMetric(other.metrics[name])}`);
  return [
    `${one.model}: ${one.version} → ${other.version}`,
    ...simple,
    ...(one.snapshot.id === other.snapshot.id
      ? []
      : [
          `  snapshot  ${one.snapshot.id} (through ${one.snapshot.data_through ?? 'no data'}) → ${other.snapshot.id} (through ${other.snapshot.data_through ?? 'no data'})`,
        ]),
    ...(gone.length > 0 ? [`  features removed  ${gone.join(', ')}`] : []),
    ...(come.length > 0 ? [`  features added  ${come.join(', ')}`] : []),
    ...metrics,
  ];
}

const shownMetric = (value: number | undefined): string =>
  value === undefined ? 'no data' : String(Number(value.toPrecision(6)));
