import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportRecord } from '../../core/contracts.ts';
import { ImportRefusedError } from '../../core/errors.ts';
import { type BadRow, type BadRows, collectBadRows } from './bad-rows.ts';
import { asUtf8 } from './encoding.ts';
import { type Engine, EngineError, openEngine } from './engine.ts';
import { numberStyles, type ReadPlan } from './plan.ts';
import { copyWithOneLineEnd, copyWithoutLines, type SwallowingRow, swallowingRows } from './repair.ts';
import { type ReadRequest, readSettled } from './settle.ts';

export interface ReadResult {
  /** Parquet, one row per natural key, the shape of `raw_import_rows`. */
  rowsPath: string;
  accounts: string[];
  counts: ImportRecord['counts'];
  /** Records that hold nothing but separators; they are not among the rows. */
  blank: number;
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
  if (request.sample.isWhole && request.sample.rows.length === 0) throw nothingReadable(request, []);
  const engine = await openEngine(request.workFolder);
  try {
    const all = join(request.workFolder, 'all.parquet');
    const { plan, bad } = await readRepaired(engine, all, request);
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
      blank: counts.blank + bad.blank,
      bad: bad.rows,
      numbers: numberStyles(plan),
      dates: plan.dates,
      currency: plan.currency,
    };
  } catch (error) {
    throw error instanceof EngineError ? engineRefusal(request, error) : error;
  } finally {
    await engine.close();
  }
}

interface Repaired {
  plan: ReadPlan;
  bad: BadRows;
}

/** Unclosed quotation marks hide each other; a file with more of them than this is not worth the time. */
const mostRepairs = 10;

/** Reads the file, and again without the lines whose unclosed quotation marks had swallowed the rows below them. */
async function readRepaired(engine: Engine, all: string, request: ReadRequest): Promise<Repaired> {
  const { workFolder, progress } = request;
  const { path, plan: firstPlan } = await readOneLineEnd(engine, all, request);
  const removed: SwallowingRow[] = [];
  let plan = firstPlan;
  let current = path;
  for (let repairs = 0; ; repairs += 1) {
    const bad = await collectBadRows(engine, { path: current, all, plan });
    const swallowing = repairs < mostRepairs ? swallowingRows(bad.rows, plan) : [];
    if (swallowing.length === 0) {
      const rows = [...removed.map(({ row }) => row), ...bad.rows].toSorted(
        (left, right) => (left.line ?? 0) - (right.line ?? 0),
      );
      return { plan, bad: { ...bad, rows } };
    }
    removed.push(...swallowing);
    progress('reading the rows below a quotation mark that is never closed');
    current = join(workFolder, `repaired-${repairs}.csv`);
    await copyWithoutLines(path, current, new Set(removed.flatMap(({ lines }) => lines)));
    plan = await readSettled(engine, current, all, request);
  }
}

/** The engine takes one kind of line end in a file; one that mixes them is read from a copy. */
async function readOneLineEnd(
  engine: Engine,
  all: string,
  request: ReadRequest,
): Promise<{ path: string; plan: ReadPlan }> {
  const { sample, workFolder, progress } = request;
  const path = await utf8Path(request);
  const isMixed = sample.carriageReturnsOnly || sample.mixedLineEnds;
  const plan = isMixed ? undefined : await readUnlessMixed(engine, path, all, request);
  if (plan) return { path, plan };
  progress('making its line ends one kind');
  const copy = join(workFolder, 'line-ends.csv');
  await copyWithOneLineEnd(path, copy, sample);
  return { path: copy, plan: await readSettled(engine, copy, all, request) };
}

/** Undefined for a file that may mix line ends: the engine gives up, or takes the other kind for text behind a quotation mark. */
async function readUnlessMixed(
  engine: Engine,
  path: string,
  all: string,
  request: ReadRequest,
): Promise<ReadPlan | undefined> {
  try {
    const plan = await readSettled(engine, path, all, request);
    return (await engine.rejects()).some(({ type }) => type === 'unquoted value') ? undefined : plan;
  } catch (error) {
    if (error instanceof EngineError && error.isMixedLineEnds) return undefined;
    throw error;
  }
}

/** The file itself when it is UTF-8 already, else a copy that is. Lines stay the same lines. */
async function utf8Path({ path, sample, workFolder, progress }: ReadRequest): Promise<string> {
  if (sample.encoding === 'utf-8') return path;
  progress(`turning ${sample.encoding} into utf-8`);
  const target = join(workFolder, 'utf-8.csv');
  await pipeline(Readable.from(asUtf8(path, sample.encoding)), createWriteStream(target));
  return target;
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

function engineRefusal({ fileName }: ReadRequest, error: EngineError): ImportRefusedError {
  if (error.isOutOfRange) {
    return new ImportRefusedError(
      fileName,
      'the rows of one ad and day add up to more than 999,999,999',
      'Check the numbers, and that the columns given with --map tell the ads apart.',
      { cause: error },
    );
  }
  return new ImportRefusedError(
    fileName,
    `it could not be read as a table: ${error.message}`,
    'Open it in a spreadsheet, save it as CSV (UTF-8), and import that.',
    { cause: error },
  );
}
