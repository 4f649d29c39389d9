import { counted, plural } from '../../core/domain/language.ts';
import type { ReprocessOutcome } from '../../core/process/quarantine/mark-reprocessed.ts';

/** Records of one object that a person is shown; --json has all of them. */
const shownStill = 5;

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
  if (outcomes.length === 0) return ['Nothing is waiting in quarantine.'];
  const { reprocessed, superseded, rows, still } = reprocessToJson(outcomes);
  const isWritten = outcomes.some(({ run }) => (run?.objects.length ?? 0) > 0);
  return [
    ...outcomes.flatMap(outcomeLines),
    `Reprocessed ${counted(reprocessed, 'record')} into ${counted(rows, 'row')}; ${superseded} superseded by later data; ${still} still in quarantine.`,
    ...(isWritten ? ['Next: npm run ads -- process'] : []),
  ];
}

function outcomeLines({ object, run, still, leftToLater = 0 }: ReprocessOutcome): string[] {
  const { reprocessed = [], superseded = [] } = run ?? {};
  return [
    `${object.key}: ${reprocessed.length} reprocessed, ${superseded.length} superseded by later data, ${still.length} still in quarantine`,
    ...(leftToLater > 0
      ? [`  ${counted(leftToLater, 'ad day')} left to a later import that has ${plural(leftToLater, 'it', 'them')} too`]
      : []),
    ...still.slice(0, shownStill).map(({ at, reason, remedy }) => {
      const record = object.records[at];
      return `  ${record?.line ? `line ${record.line}: ` : record?.column ? `${record.column}: ` : ''}${reason}. ${remedy}`;
    }),
    ...(still.length > shownStill ? [`  … and ${still.length - shownStill} more`] : []),
  ];
}
