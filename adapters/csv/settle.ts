import { findDateStyle } from '../../core/collect/imports/date-style.ts';
import { parseNumber } from '../../core/collect/imports/number-style.ts';
import type { Recognition } from '../../core/collect/imports/recognise.ts';
import type { Progress } from '../../core/ports/stage-deps.ts';
import type { Engine } from './engine.ts';
import { AmbiguousDatesError, type Evidence, planDates, planReading, type ReadOptions, type ReadPlan } from './plan.ts';
import { findFractionalCounts, findRejectedCells } from './rejected.ts';
import type { Sample } from './sample.ts';
import { type ObservedRun, selectDateTexts, selectRows } from './select.ts';

export interface CsvReading extends ObservedRun {
  path: string;
  /** As the person named it; for messages. */
  fileName: string;
  sample: Sample;
  recognition: Recognition;
  options: ReadOptions;
  /** A folder of this import's own, for working files. */
  workFolder: string;
  progress: Progress;
}

/**
 * Reads with the plan that the sample suggests; where cells were rejected that are numbers all the same (the first thousands
 * separator stood in row 50,000), reads again with what they taught.
 */
export async function readSettled(engine: Engine, path: string, all: string, request: CsvReading): Promise<ReadPlan> {
  const { fileName, sample, recognition, options, progress } = request;
  const first = await planWithWholeFile(engine, path, request);
  progress('reading the rows');
  await engine.copy(selectRows(path, first, request), all);
  const evidence = await learn(engine, all, first);
  if (Object.keys(evidence).length === 0) return first;
  const second = {
    ...planReading(fileName, sample, recognition, withDates(options, first), evidence),
    dates: first.dates,
  };
  progress('reading the rows again: some numbers are written differently further down');
  await engine.copy(selectRows(path, second, request), all);
  return second;
}

/** Dates that were settled once need not be settled again. */
const withDates = (options: ReadOptions, { dates }: ReadPlan): ReadOptions =>
  dates.style === 'dmy' || dates.style === 'mdy' || dates.style === 'ymd'
    ? { ...options, dateOrder: dates.style }
    : options;

async function planWithWholeFile(engine: Engine, path: string, request: CsvReading): Promise<ReadPlan> {
  const { fileName, sample, recognition, options } = request;
  try {
    return planReading(fileName, sample, recognition, options);
  } catch (error) {
    if (!(error instanceof AmbiguousDatesError)) throw error;
    const provisional = planReading(fileName, sample, recognition, { ...options, dateOrder: 'mdy' });
    const cells = await engine.column(selectDateTexts(path, provisional));
    if (findDateStyle(cells).kind === 'ambiguous') throw error;
    return { ...provisional, dates: planDates(fileName, cells, recognition, options, 'whole file') };
  }
}

/** Cells of plainly read columns that failed, or came out as fractions of a count, and yet read as numbers in some style. */
async function learn(engine: Engine, all: string, plan: ReadPlan): Promise<Evidence> {
  const cells = [...(await findRejectedCells(engine, plan)), ...(await findFractionalCounts(engine, all, plan))];
  const evidence: Evidence = {};
  for (const { metric, cell } of cells) {
    const readable = (['.', ','] as const).some(
      (decimal) => parseNumber(cell, { decimal, thousands: true, scale: 1 }) !== undefined,
    );
    if (readable) evidence[metric] = [...(evidence[metric] ?? []), cell];
  }
  return evidence;
}
