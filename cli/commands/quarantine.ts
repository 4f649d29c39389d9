import { readKeptElements } from '../../adapters/linkedin/kept-elements.ts';
import { counted, plural } from '../../core/domain/language.ts';
import { AdsError, UsageError } from '../../core/errors.ts';
import { type Cause, causesOf, type OpenRecord, openRecords } from '../../core/process/quarantine/causes.ts';
import { type QuarantineObject, quarantineObjects } from '../../core/process/quarantine/open-records.ts';
import { reprocessImport } from '../../core/process/quarantine/reprocess-import.ts';
import { reprocessObjects } from '../../core/process/quarantine/reprocess-objects.ts';
import type { Arguments } from '../arguments.ts';
import type { Command, CommandResult } from '../command.ts';
import { reprocessLines, reprocessToJson } from '../lines/reprocess-lines.ts';
import { exportReader } from '../places/export-reader.ts';
import { createRuntime, type Runtime } from '../runtime.ts';

/** Lines about records that a person is shown; --json has all of them. */
const shownLines = 40;

export const quarantineCommand: Command = async (args) => {
  const [action, ...names] = args.files;
  if (action !== 'list' && action !== 'reprocess')
    throw new UsageError(
      action === undefined ? 'quarantine needs an action' : `quarantine has no action "${action}"`,
      'Use npm run ads -- quarantine list, quarantine reprocess KEY, or quarantine reprocess --all.',
    );
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const found = await everything(runtime);
    return action === 'list' ? listed(found) : await reprocessed(wanted(found, names, args), runtime);
  } finally {
    await runtime.close();
  }
};

async function everything({ deps }: Runtime): Promise<QuarantineObject[]> {
  const found: QuarantineObject[] = [];
  for await (const object of quarantineObjects(deps.objects)) found.push(object);
  return found;
}

function listed(found: readonly QuarantineObject[]): CommandResult {
  const records = found.flatMap(openRecords);
  const causes = causesOf(records);
  const closed = found.reduce((sum, each) => sum + each.records.length - each.open.length, 0);
  return {
    json: { open: records.length, closed, causes, records },
    lines: listLines(records, causes, closed),
    exitCode: 0,
  };
}

function listLines(records: readonly OpenRecord[], causes: readonly Cause[], closed: number): string[] {
  const done =
    closed > 0
      ? [`${counted(closed, 'record')} ${plural(closed, 'was', 'were')} reprocessed, or superseded by later data.`]
      : [];
  if (records.length === 0) return ['Nothing is waiting in quarantine.', ...done];
  const lines = recordLines(records);
  const rest = lines.length - shownLines;
  return [
    `${counted(records.length, 'record')} in quarantine, by cause:`,
    ...causes.flatMap(causeLines),
    '',
    ...lines.slice(0, shownLines),
    ...(rest > 0 ? [`… and ${counted(rest, 'more line')}; --json has every record with its text`] : []),
    '',
    ...done,
    'After importing a corrected file, or updating this program: npm run ads -- quarantine reprocess --all',
  ];
}

function causeLines({ cause, field, records, files, example, remedy }: Cause): string[] {
  const where = files.length === 1 ? files[0] : `${files.length} files or accounts`;
  return [
    `  ${counted(records, 'record')} of ${where}${field === null ? '' : `, ${field}`}: ${records === 1 ? example : cause}`,
    `    ${remedy}`,
  ];
}

/** By object; elements of a pull with one and the same problem are one line. */
function recordLines(records: readonly OpenRecord[]): string[] {
  const byKey = new Map<string, Map<string, number>>();
  for (const record of records) {
    const times = byKey.get(record.key) ?? new Map<string, number>();
    times.set(recordLine(record), (times.get(recordLine(record)) ?? 0) + 1);
    byKey.set(record.key, times);
  }
  return [...byKey].flatMap(([key, times]) => [
    key,
    ...[...times].map(([line, number]) => `${line}${number > 1 ? ` (${number} times)` : ''}`),
  ]);
}

const recordLine = ({ file, line, field, reason }: OpenRecord): string =>
  `  ${file}${line === null ? '' : `, line ${line}`}${field === null ? '' : `, ${field}`}: ${reason}`;

/** The objects to reprocess: all that have waiting records, or those that are named by key, path or run. */
function wanted(
  found: readonly QuarantineObject[],
  names: readonly string[],
  { all }: Pick<Arguments, 'all'>,
): QuarantineObject[] {
  if (names.length > 0 && all) throw new UsageError('Either keys or --all, not both', 'Leave one of them out.');
  for (const name of names) {
    if (found.some((object) => isNamed(object, name))) continue;
    throw new AdsError(
      `There is nothing in quarantine under ${name}`,
      'npm run ads -- quarantine list shows the keys; --all takes every object.',
    );
  }
  return names.length === 0 ? [...found] : found.filter((object) => names.some((name) => isNamed(object, name)));
}

const isNamed = ({ key, id, records }: QuarantineObject, name: string): boolean =>
  name === key || name.endsWith(`/${key}`) || name === id || records.some(({ run_id }) => run_id === name);

async function reprocessed(objects: readonly QuarantineObject[], runtime: Runtime): Promise<CommandResult> {
  const waiting = objects.filter(({ open }) => open.length > 0);
  const importDeps = { ...runtime.deps, exports: exportReader(runtime) };
  const outcomes = await reprocessObjects(waiting, runtime.deps, {
    readElements: readKeptElements,
    reprocessImport: (object) => reprocessImport(object, importDeps),
  });
  const isLeft = outcomes.some(({ still }) => still.length > 0);
  return { json: reprocessToJson(outcomes), lines: reprocessLines(outcomes), exitCode: isLeft ? 2 : 0 };
}
