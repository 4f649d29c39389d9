import { readKeptElements } from '../../adapters/linkedin/kept-elements.ts';
import { prefixes, pulledAt, runIdOf } from '../../core/contracts/keys.ts';
import { AdsError } from '../../core/errors.ts';
import type { ReprocessOutcome } from '../../core/process/quarantine/mark-reprocessed.ts';
import type { QuarantineObject } from '../../core/process/quarantine/open-records.ts';
import { pullReprocessor } from '../../core/process/quarantine/reprocess-pull.ts';
import { reprocessImport } from '../replay-import.ts';
import type { Runtime } from '../runtime.ts';
import { count } from './wording.ts';

/** Records of one object that a person is shown; --json has all of them. */
const shownStill = 5;

/** Tries everything again, the oldest first. What one object cannot do keeps the others from nothing. */
export async function reprocessObjects(
  objects: readonly QuarantineObject[],
  runtime: Runtime,
): Promise<ReprocessOutcome[]> {
  const reprocessPull = pullReprocessor({ ...runtime.deps, now: await clockOf(runtime) }, readKeptElements);
  const outcomes: ReprocessOutcome[] = [];
  for (const [index, object] of objects.toSorted(byTime).entries()) {
    runtime.deps.progress('trying again what was rejected', index, objects.length);
    const trying = object.kind === 'import' ? reprocessImport(object, runtime) : reprocessPull(object);
    outcomes.push(await trying.catch((error) => untried(object, error)));
  }
  return outcomes;
}

/** A simulated account lives by a clock of its own: its newest pull is its now. Else its next pulls would lie before what was merged. */
async function clockOf({ deps }: Runtime): Promise<() => Date> {
  if (!deps.simulated) return deps.now;
  let newest: Date | undefined;
  for await (const { key } of deps.objects.list(prefixes.analytics)) {
    const at = pulledAt(decodeURIComponent(runIdOf(key)));
    if (at && (newest === undefined || at > newest)) newest = at;
  }
  return newest === undefined ? deps.now : () => newest;
}

/** Names begin with the instant of the pull, or are sortable by time; the folder is the day. */
const byTime = (one: QuarantineObject, other: QuarantineObject): number => {
  const [left, right] = [one, other].map(({ key, id }) => `${/dt=([\d-]+)/.exec(key)?.[1]} ${id}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
};

function untried(object: QuarantineObject, error: unknown): ReprocessOutcome {
  if (!(error instanceof AdsError)) throw error;
  const { message: reason, remedy } = error;
  return { object, run: null, still: object.open.map((at) => ({ at, reason, remedy })) };
}

export function reprocessToJson(outcomes: readonly ReprocessOutcome[]) {
  return {
    reprocessed: total(outcomes, 'reprocessed'),
    superseded: total(outcomes, 'superseded'),
    rows: outcomes.reduce((sum, { run }) => sum + (run?.rows ?? 0), 0),
    still: outcomes.reduce((sum, { still }) => sum + still.length, 0),
    objects: outcomes.map(({ object, run, still, leftToLater = 0 }) => ({
      key: object.key,
      reprocessed: run?.reprocessed.length ?? 0,
      superseded: run?.superseded.length ?? 0,
      rows: run?.rows ?? 0,
      left_to_later_imports: leftToLater,
      written: run?.objects ?? [],
      still: still.map(({ at, reason, remedy }) => {
        const { file, line, column: field } = object.records[at] ?? { file: '', line: null, column: null };
        return { file, line, field, reason, remedy };
      }),
    })),
  };
}

const total = (outcomes: readonly ReprocessOutcome[], what: 'reprocessed' | 'superseded'): number =>
  outcomes.reduce((sum, { run }) => sum + (run?.[what].length ?? 0), 0);

export function reprocessLines(outcomes: readonly ReprocessOutcome[]): string[] {
  if (outcomes.length === 0) return ['Nothing waits in quarantine.'];
  const { reprocessed, superseded, rows, still } = reprocessToJson(outcomes);
  const isWritten = outcomes.some(({ run }) => (run?.objects.length ?? 0) > 0);
  return [
    ...outcomes.flatMap(outcomeLines),
    `${count(reprocessed, 'record')} read (${count(rows, 'row')}), ${superseded} said anew later, ${still} still in quarantine.`,
    ...(isWritten ? ['Next: npm run ads -- process'] : []),
  ];
}

function outcomeLines({ object, run, still, leftToLater = 0 }: ReprocessOutcome): string[] {
  const { reprocessed = [], superseded = [] } = run ?? {};
  return [
    `${object.key}: ${reprocessed.length} read, ${superseded.length} said anew later, ${still.length} still in quarantine`,
    ...(leftToLater > 0 ? [`  ${count(leftToLater, 'ad day')} was left to a later import of the same`] : []),
    ...still.slice(0, shownStill).map(({ at, reason, remedy }) => {
      const record = object.records[at];
      return `  ${record?.line ? `line ${record.line}: ` : record?.column ? `${record.column}: ` : ''}${reason}. ${remedy}`;
    }),
    ...(still.length > shownStill ? [`  … and ${still.length - shownStill} more`] : []),
  ];
}
