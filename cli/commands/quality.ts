import { counted } from '../../core/domain/language.ts';
import { assessQuality, type Quality } from '../../core/process/quality/assess.ts';
import { failing } from '../../core/process/quality/checks.ts';
import type { FieldDrift } from '../../core/process/quality/drift-report.ts';
import type { Command } from '../command.ts';
import { simulatedLabel } from '../lines/wording.ts';
import { createRuntime } from '../runtime.ts';
import { onWarehouse } from '../stages.ts';

/** How good the data is, what is wrong with it, and what to do. Exit code 1 when a check of severity error finds anything. */
export const qualityCommand: Command = async (args) => {
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const found = await onWarehouse(runtime, assessQuality);
    const isBroken = found.checks.some(({ severity, offending }) => severity === 'error' && offending > 0);
    return { json: found, lines: qualityLines(found), exitCode: isBroken ? 1 : 0 };
  } finally {
    await runtime.close();
  }
};

export function qualityLines(found: Quality): string[] {
  if (found.score === null)
    return [
      'No data yet. Import a file or run collect, then run "npm run ads -- process".',
      ...driftLines(found.drift),
    ];
  return [
    ...(found.simulated ? [simulatedLabel, ''] : []),
    `Data quality: ${points(found.score)} of 100`,
    ...found.accounts.flatMap(accountLines),
    '',
    ...checkLines(found.checks),
    ...driftLines(found.drift),
  ];
}

function accountLines({ platform, account_id, score, components, lost }: Quality['accounts'][number]): string[] {
  const parts = components.map(({ component, points: got, of }) => `${component} ${points(got)} of ${points(of)}`);
  return [
    `  ${platform} ${account_id}: ${points(score)} (${parts.join(', ')})`,
    ...lost.flatMap(({ points: missing, reason, remedy }) => [
      `    -${points(missing)}  ${reason}`,
      `          ${remedy}`,
    ]),
  ];
}

function checkLines(all: Quality['checks']): string[] {
  const failed = all.filter(({ offending }) => offending > 0);
  return [
    `Checks: ${all.length - failed.length} of ${all.length} passed.`,
    ...failed.flatMap(({ check, severity, title, offending, examples, explanation, remedy }) => [
      `  ${severity === 'error' ? 'ERROR  ' : 'warning'} ${check}: ${failing(offending, { title })}`,
      `          ${explanation}`,
      `          ${remedy}`,
      ...examples.map((row) => `          ${rowText(row)}`),
      ...(offending > examples.length ? [`          … and ${counted(offending - examples.length, 'more row')}`] : []),
    ]),
  ];
}

const rowText = (row: Record<string, unknown>): string =>
  Object.entries(row)
    .map(([name, value]) => `${name} ${value === null ? 'unknown' : value}`)
    .join(', ');

function driftLines(drift: readonly FieldDrift[]): string[] {
  if (drift.length === 0) return [];
  return [
    '',
    'The platform’s answers had unexpected fields (unknown ones are kept in raw, a missing metric counts as 0):',
    ...drift.map(
      ({ path, change, seen, runs, first_at, last_at, last_run }) =>
        `  ${change} ${path}: ${counted(seen, 'time')} in ${counted(runs, 'run')}, ${minute(first_at)} to ${minute(last_at)} UTC (last run ${last_run})`,
    ),
    '  A newer API version usually explains this: see linkedin.apiVersion in ads.config.json and the platform’s change log.',
  ];
}

const minute = (instant: string): string => instant.slice(0, 16).replace('T', ' ');

const points = (value: number): string => value.toFixed(1);
