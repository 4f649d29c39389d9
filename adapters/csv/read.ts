import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportRecord, MetricName } from '../../core/contracts.ts';
import { ImportRefusedError } from '../../core/errors.ts';
import { findDateStyle } from '../../core/imports/date-style.ts';
import { parseNumber } from '../../core/imports/number-style.ts';
import type { Recognition } from '../../core/imports/recognise.ts';
import type { Progress } from '../../core/ports.ts';
import { type BadRow, collectBadRows } from './bad-rows.ts';
import { asUtf8 } from './encoding.ts';
import { type Engine, openEngine } from './engine.ts';
import {
  AmbiguousDatesError,
  type Evidence,
  numberStyles,
  planDates,
  planReading,
  type ReadOptions,
  type ReadPlan,
} from './plan.ts';
import type { Sample } from './sample.ts';
import { type RunFacts, selectDateTexts, selectRows } from './select.ts';

export interface ReadRequest extends RunFacts {
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

export interface ReadResult {
  /** Parquet, one row per natural key, the shape of `raw_import_rows`. */
  rowsPath: string;
  accounts: string[];
  counts: ImportRecord['counts'];
  bad: BadRow[];
  numbers: ImportRecord['numbers'];
  dates: ImportRecord['dates'];
  currency: ImportRecord['currency'];
}

/**
 * Reads a CSV file of any size with flat memory: the engine parses it in one pass; only what that pass could not take is looked
 * at again. Throws ImportRefusedError when the file as a whole cannot be taken.
 */
export async function readCsvFile(request: ReadRequest): Promise<ReadResult> {
  const engine = await openEngine(request.workFolder);
  try {
    const path = await utf8Path(request);
    const all = join(request.workFolder, 'all.parquet');
    const plan = await readAll(engine, path, all, request);
    const bad = await collectBadRows(engine, { path, all, plan });
    const counts = await engine.count(all);
    if (counts.accepted === 0) throw nothingReadable(request, bad.rows);
    const rowsPath = await oneRowPerKey(engine, all, counts, request);
    return {
      rowsPath,
      accounts: await engine.accounts(rowsPath),
      counts: {
        rows: counts.accepted + counts.totals + bad.totals + bad.rows.length,
        accepted: counts.accepted,
        summed: counts.accepted - counts.keys,
        keys: counts.keys,
        totals_rows: counts.totals + bad.totals,
        rejected: bad.rows.length,
        flagged: counts.flagged,
      },
      bad: bad.rows,
      numbers: numberStyles(plan),
      dates: plan.dates,
      currency: plan.currency,
    };
  } finally {
    await engine.close();
  }
}

/** The file itself when it is UTF-8 already, else a copy that is. Lines stay the same lines. */
async function utf8Path({ path, sample, workFolder, progress }: ReadRequest): Promise<string> {
  if (sample.encoding === 'utf-8') return path;
  progress(`turning ${sample.encoding} into utf-8`);
  return writeUtf8(path, sample, join(workFolder, 'utf-8.csv'));
}

async function writeUtf8(path: string, sample: Sample, target: string): Promise<string> {
  await pipeline(Readable.from(asUtf8(path, sample.encoding)), createWriteStream(target));
  return target;
}

/**
 * Reads with the plan that the sample suggests; where cells were rejected that are numbers all the same (the first thousands
 * separator stood in row 50,000), reads again with what they taught.
 */
async function readAll(engine: Engine, path: string, all: string, request: ReadRequest): Promise<ReadPlan> {
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

async function planWithWholeFile(engine: Engine, path: string, request: ReadRequest): Promise<ReadPlan> {
  const { fileName, sample, recognition, options } = request;
  try {
    return planReading(fileName, sample, recognition, options);
  } catch (error) {
    if (!(error instanceof AmbiguousDatesError)) throw error;
    const provisional = planReading(fileName, sample, recognition, { ...options, dateOrder: 'mdy' });
    const cells = await engine.column(selectDateTexts(path, provisional));
    const finding = findDateStyle(cells);
    if (finding.kind === 'ambiguous') throw error;
    return { ...provisional, dates: planDates(fileName, cells, recognition, options) };
  }
}

/** Cells of plainly read columns that failed, or came out as fractions of a count, and yet read as numbers in some style. */
async function learn(engine: Engine, all: string, plan: ReadPlan): Promise<Evidence> {
  const cells = [...(await engine.rejectedCells(plan)), ...(await engine.fractionalCounts(all, plan))];
  const evidence: Evidence = {};
  for (const { metric, cell } of cells) {
    const readable = (['.', ','] as const).some(
      (decimal) => parseNumber(cell, { decimal, thousands: true, scale: 1 }) !== undefined,
    );
    if (readable) evidence[metric as MetricName] = [...(evidence[metric as MetricName] ?? []), cell];
  }
  return evidence;
}

/** Rows of the same key in one file are parts of one value, so they are added. Most files have none and are left as they are. */
async function oneRowPerKey(
  engine: Engine,
  all: string,
  counts: Awaited<ReturnType<Engine['count']>>,
  { workFolder, progress, fileName }: ReadRequest,
): Promise<string> {
  const rows = join(workFolder, 'rows.parquet');
  progress('bringing rows to one per ad and day');
  const mixed = await engine.keyWithTwoCurrencies(all, counts);
  if (mixed) {
    throw new ImportRefusedError(
      fileName,
      `${mixed} has amounts in two currencies on one day`,
      'Split the file by currency and import each part with --currency and an --account of its own.',
    );
  }
  await engine.writeRows(all, rows, counts);
  return rows;
}

function nothingReadable({ fileName }: ReadRequest, bad: readonly BadRow[]): ImportRefusedError {
  const [first] = bad;
  const detail = first ? `; the first problem is in line ${first.line}, column "${first.column}": ${first.reason}` : '';
  return new ImportRefusedError(
    fileName,
    bad.length === 0 ? 'it has a header but no rows' : `none of its ${bad.length} rows can be read${detail}`,
    bad.length === 0 ? 'Export it again for a period in which ads ran.' : (first?.remedy ?? 'Check the file.'),
  );
}
