import { readKeptElements } from '../../adapters/linkedin/kept-elements.ts';
import { prefixes, pulledAt, runIdOf } from '../../core/contracts/keys.ts';
import { AdsError } from '../../core/errors.ts';
import type { ReplayOutcome } from '../../core/process/quarantine/mark-replayed.ts';
import type { QuarantineObject } from '../../core/process/quarantine/open-records.ts';
import { pullReplay } from '../../core/process/quarantine/replay-pull.ts';
import { replayImport } from '../replay-import.ts';
import type { Runtime } from '../runtime.ts';
import { count } from './wording.ts';

/** Records of one object that a person is shown; --json has all of them. */
const shownStill = 5;

/** Tries everything again, the oldest first. What one object's replay cannot do keeps the others from nothing. */
export async function replayObjects(objects: readonly QuarantineObject[], runtime: Runtime): Promise<ReplayOutcome[]> {
  const replayPull = pullReplay({ ...runtime.deps, now: await clockOf(runtime) }, readKeptElements);
  const outcomes: ReplayOutcome[] = [];
  for (const [index, object] of objects.toSorted(byTime).entries()) {
    runtime.deps.progress('trying again what was rejected', index, objects.length);
    const trying = object.kind === 'import' ? replayImport(object, runtime) : replayPull(object);
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

function untried(object: QuarantineObject, error: unknown): ReplayOutcome {
  if (!(error instanceof AdsError)) throw error;
  const { message: reason, remedy } = error;
  return { object, replay: null, still: object.open.map((at) => ({ at, reason, remedy })) };
}

export function replayToJson(outcomes: readonly ReplayOutcome[]) {
  return {
    replayed: total(outcomes, 'replayed'),
    superseded: total(outcomes, 'superseded'),
    rows: outcomes.reduce((sum, { replay }) => sum + (replay?.rows ?? 0), 0),
    still: outcomes.reduce((sum, { still }) => sum + still.length, 0),
    objects: outcomes.map(({ object, replay, still, leftToLater = 0 }) => ({
      key: object.key,
      replayed: replay?.replayed.length ?? 0,
      superseded: replay?.superseded.length ?? 0,
      rows: replay?.rows ?? 0,
      left_to_later_imports: leftToLater,
      written: replay?.objects ?? [],
      still: still.map(({ at, reason, remedy }) => {
        const { file, line, column: field } = object.records[at] ?? { file: '', line: null, column: null };
        return { file, line, field, reason, remedy };
      }),
    })),
  };
}

const total = (outcomes: readonly ReplayOutcome[], what: 'replayed' | 'superseded'): number =>
  outcomes.reduce((sum, { replay }) => sum + (replay?.[what].length ?? 0), 0);

export function replayLines(outcomes: readonly ReplayOutcome[]): string[] {
  if (outcomes.length === 0) return ['Nothing waits in quarantine.'];
  const { replayed, superseded, rows, still } = replayToJson(outcomes);
  const isWritten = outcomes.some(({ replay }) => (replay?.objects.length ?? 0) > 0);
  return [
    ...outcomes.flatMap(outcomeLines),
    `${count(replayed, 'record')} read (${count(rows, 'row')}), ${superseded} said anew later, ${still} still in quarantine.`,
    ...(isWritten ? ['Next: npm run ads -- process'] : []),
  ];
}

function outcomeLines({ object, replay, still, leftToLater = 0 }: ReplayOutcome): string[] {
  const { replayed = [], superseded = [] } = replay ?? {};
  return [
    `${object.key}: ${replayed.length} read, ${superseded.length} said anew later, ${still.length} still in quarantine`,
    ...(leftToLater > 0 ? [`  ${count(leftToLater, 'ad day')} was left to a later import of the same`] : []),
    ...still.slice(0, shownStill).map(({ at, reason, remedy }) => {
      const record = object.records[at];
      return `  ${record?.line ? `line ${record.line}: ` : record?.column ? `${record.column}: ` : ''}${reason}. ${remedy}`;
    }),
    ...(still.length > shownStill ? [`  … and ${still.length - shownStill} more`] : []),
  ];
}
