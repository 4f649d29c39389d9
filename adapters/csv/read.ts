import { join } from 'node:path';
import type { ImportRecord } from '../../core/contracts/imports.ts';
import { counted } from '../../core/domain/language.ts';
import { ImportRefusedError } from '../../core/errors.ts';
import type { BadRow } from './bad-rows.ts';
import { type Engine, openEngine } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { accountsIn, countRows, keyWithTwoCurrencies, type RowCounts, writeKeyedRows } from './keyed-rows.ts';
import { numberStyles } from './plan.ts';
import { readRepaired } from './read-repaired.ts';
import type { CsvReading } from './settle.ts';

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
export async function readCsvFile(request: CsvReading): Promise<ReadResult> {
  if (request.sample.isWhole && request.sample.rows.length === 0) throw nothingReadable(request, []);
  const engine = await openEngine(request.workFolder);
  try {
    const all = join(request.workFolder, 'all.parquet');
    const { plan, bad } = await readRepaired(engine, all, request);
    const counts = await countRows(engine, all);
    if (counts.accepted === 0) throw nothingReadable(request, bad.rows);
    const rowsPath = await oneRowPerKey(engine, all, counts, request);
    return {
      rowsPath,
      accounts: await accountsIn(engine, rowsPath),
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
    engine.close();
  }
}

/** Rows of the same key in one file are parts of one value, so they are added. Most files have none and are left as they are. */
async function oneRowPerKey(
  engine: Engine,
  all: string,
  counts: RowCounts,
  { workFolder, progress, fileName }: CsvReading,
): Promise<string> {
  const rows = join(workFolder, 'rows.parquet');
  progress('bringing rows to one per ad and day');
  const mixed = await keyWithTwoCurrencies(engine, all, counts);
  if (mixed) {
    throw new ImportRefusedError(
      fileName,
      `${mixed} has amounts in two currencies on one day`,
      'Split the file by currency and import each part with --currency and an --account of its own.',
    );
  }
  await writeKeyedRows(engine, all, rows, counts);
  return rows;
}

function nothingReadable({ fileName }: CsvReading, bad: readonly BadRow[]): ImportRefusedError {
  const [first] = bad;
  const detail = first ? `; the first problem is in line ${first.line}, column "${first.column}": ${first.reason}` : '';
  return new ImportRefusedError(
    fileName,
    bad.length === 0 ? 'it has a header but no rows' : `${noneOf(bad.length)} can be read${detail}`,
    bad.length === 0 ? 'Export it again for a period in which ads ran.' : (first?.remedy ?? 'Check the file.'),
  );
}

const noneOf = (rows: number): string => (rows === 1 ? 'not even its only row' : `none of its ${counted(rows, 'row')}`);

function engineRefusal({ fileName }: CsvReading, error: EngineError): ImportRefusedError {
  if (error.isOutOfRange) {
    return new ImportRefusedError(
      fileName,
      'the rows of one ad and day add up to more than 999,999,999',
      'Check the numbers, and check that the columns given with --map identify each ad.',
      { cause: error },
    );
  }
  return new ImportRefusedError(
    fileName,
    `it could not be read as a table: ${error.message}`,
    'Open it in a spreadsheet, save it as CSV (UTF-8), and import the CSV file.',
    { cause: error },
  );
}
