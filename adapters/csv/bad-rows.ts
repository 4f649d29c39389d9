import { describeProblem } from '../../core/collect/imports/row-problems.ts';
import { commonMeasures } from '../../core/contracts/measures.ts';
import type { Engine } from './engine.ts';
import { type Located, locate } from './locate.ts';
import { isTotalsRow, type ReadPlan } from './plan.ts';
import { quoting } from './records.ts';
import { findBadOrdinals, findRejects, type Reject } from './rejected.ts';
import { parseRows } from './sample.ts';

/** A row that was rejected, with all that its owner needs to find and fix it. */
export interface BadRow {
  /** Null when the row could not be found again. */
  line: number | null;
  column: string | null;
  reason: string;
  remedy: string;
  text: string;
}

interface Reading {
  path: string;
  all: string;
  plan: ReadPlan;
}

export interface BadRows {
  rows: BadRow[];
  /** Totals rows that the engine could not take as rows. */
  totals: number;
  /** Lines of spaces. */
  blank: number;
}

/** Everything that the reading did not take. */
export async function collectBadRows(engine: Engine, { path, all, plan }: Reading): Promise<BadRows> {
  const rejects = new Map((await findRejects(engine)).map((reject) => [reject.offset, reject]));
  const bad = new Map((await findBadOrdinals(engine, all)).map(({ ordinal, quality }) => [ordinal, quality]));
  const found: BadRows = { rows: [], totals: 0, blank: 0 };
  if (rejects.size === 0 && bad.size === 0) return found;

  const { delimiter, headerLine } = plan.sample;
  const survey = await locate(path, {
    delimiter,
    headerLine,
    offsets: [...rejects.keys()],
    torn: new Set([...rejects.values()].filter(isTorn).map(({ offset }) => offset)),
    ordinals: new Set(bad.keys()),
  });
  for (const located of survey.located) {
    const reject = located.offset === undefined ? undefined : rejects.get(located.offset);
    const record = reject && isTorn(reject) ? tornRecord(located, plan) : located;
    const cells = parseRows(record.text, delimiter)[0] ?? [];
    if (record.text.trim() === '') found.blank += 1;
    else if (reject && isTotalsRow(cells, plan)) found.totals += 1;
    else found.rows.push(reject ? fromReject(record, cells, reject, plan) : fromQuality(record, cells, bad, plan));
  }
  found.rows.push(...unfound(rejects, bad, survey.located));
  return found;
}

const isTorn = ({ type }: Reject): boolean => type === 'unquoted value';

/** Where several rows are torn, or line ends mixed, the engine may name the sound row before. */
function tornRecord(located: Located, { sample: { delimiter, header } }: ReadPlan): Located {
  const { text, following } = located;
  const isSound =
    quoting(text.replace(/\r$/, ''), delimiter) === 'whole' &&
    parseRows(text, delimiter)[0]?.length === header.columns.length;
  return isSound && following ? { ...located, ...following } : located;
}

function fromReject(record: Located, cells: string[], reject: Reject, plan: ReadPlan): BadRow {
  const column = plan.sample.header.columns[reject.columnIndex] ?? null;
  const field = column === null ? 'The line' : fieldOf(column, plan);
  const counted = reject.type === 'missing columns' || reject.type === 'too many columns';
  const problem = reject.type === 'cast' ? (field === 'date' ? 'unreadable' : 'too_large') : reject.type;
  const detail = counted ? String(cells.length) : (cells[reject.columnIndex] ?? '');
  return { line: record.line, column, ...describeProblem(field, problem, detail), text: record.text };
}

function fromQuality(record: Located, cells: string[], bad: ReadonlyMap<number, string>, plan: ReadPlan): BadRow {
  const [, field = '', problem = ''] = (bad.get(record.ordinal ?? -1) ?? '').split(':');
  const columns = plan.recognition.mapping[field as keyof typeof plan.recognition.mapping] ?? [];
  const shown = columns.map((column) => cells[plan.sample.header.columns.indexOf(column)] ?? '').join(' ');
  return {
    line: record.line,
    column: columns.join('+') || null,
    ...describeProblem(field, problem, shown),
    text: record.text,
  };
}

function fieldOf(column: string, { recognition: { mapping } }: ReadPlan): string {
  const field = [...commonMeasures, 'date' as const].find((name) => mapping[name].includes(column));
  return field ?? `Column "${column}"`;
}

/** Should the two passes ever see the file differently, the difference is reported, not hidden. */
function unfound(
  rejects: ReadonlyMap<number, Reject>,
  bad: ReadonlyMap<number, string>,
  located: readonly Located[],
): BadRow[] {
  const missing = rejects.size + bad.size - located.length;
  if (missing === 0) return [];
  return Array.from({ length: missing }, () => ({
    line: null,
    column: null,
    reason: 'a row could not be read, and its line could not be located',
    remedy: 'Look for unclosed quotation marks. The original file is stored next to its mapping.',
    text: '',
  }));
}
