import { createReadStream, existsSync, statSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { locate } from '../adapters/csv/locate.ts';
import { type ReadResult, readCsvFile } from '../adapters/csv/read.ts';
import { firstCells, type Sample, takeSample } from '../adapters/csv/sample.ts';
import { type Tally, tallied } from '../adapters/csv/tally.ts';
import type { ImportRecord, QuarantineRecord } from '../core/contracts.ts';
import { ImportRefusedError, UsageError } from '../core/errors.ts';
import { commitImport, isRepeated, knownAccounts } from '../core/imports/commit-import.ts';
import { noteworthy } from '../core/imports/notes.ts';
import { isRefusal, mapExample, type Recognition, recognise } from '../core/imports/recognise.ts';
import { keys } from '../core/keys.ts';
import type { Arguments } from './arguments.ts';
import type { Runtime } from './runtime.ts';

/** What became of one file. */
export interface Imported {
  record: ImportRecord;
  /** The very same file was the last one imported into its accounts: nothing was changed. */
  repeated: boolean;
  /** Object key of the rejected rows. */
  quarantine: string | null;
  rejected: QuarantineRecord[];
}

/** Reads one file and stores it with its rows. Refusals throw ImportRefusedError and leave nothing behind. */
export async function importFile(named: string, options: Arguments, runtime: Runtime): Promise<Imported> {
  const path = existing(named);
  const file = basename(path);
  const { sample, recognition } = await inspect(path, file, options);
  const { deps } = runtime;
  const at = deps.now();
  const runId = deps.newId();
  const original = keys.importFile(recognition.platform, at, runId, file);
  const workFolder = join(await runtime.workFolder(), runId);
  await mkdir(workFolder, { recursive: true });
  try {
    const tally = tallied(createReadStream(path, { highWaterMark: 1 << 20 }), sample.encoding === 'utf-8');
    const reading = readCsvFile({
      path,
      fileName: file,
      sample,
      recognition,
      options: { ...options, defaultCurrency: deps.config.currency },
      workFolder,
      progress: deps.progress,
      runId,
      observedAt: at,
    });
    // Storing waits for the disk, reading for the processor: they go side by side.
    const [read] = await allOrFirstError([reading, deps.objects.put(original, tally.stream)] as const);
    const passed = tally.result();
    const rejected = [
      ...read.bad.map((row) => ({ run_id: runId, file, ...row })),
      ...(await unaccountedRows(runId, file, path, read, passed, sample)),
    ];
    const record = makeRecord({
      runId,
      at,
      file,
      sample,
      recognition,
      read,
      tally: passed,
      rejected: rejected.length,
    });
    return await keep(record, rejected, read, original, deps);
  } catch (error) {
    await deps.objects.delete(original);
    throw error;
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

function existing(named: string): string {
  const path = resolve(named);
  if (existsSync(path) && statSync(path).isFile()) return path;
  throw new UsageError(`There is no file ${named}`, 'Check the path; put it in quotes if it holds spaces.');
}

async function inspect(
  path: string,
  file: string,
  options: Arguments,
): Promise<{ sample: Sample; recognition: Recognition }> {
  const sample = await takeSample(path, options.map ?? {});
  if (!sample) {
    const cells = await firstCells(path);
    throw new ImportRefusedError(
      file,
      cells.length === 0
        ? 'it is empty'
        : 'no line of it names daily numbers of ads (a date beside impressions or spend); it looks like a list of names, a history table or another kind of file',
      cells.length === 0
        ? 'Export it again.'
        : `Export the daily performance of ads or campaigns. If this is it under other names, say which column is what: ${mapExample(cells)}`,
    );
  }
  const recognition = recognise(sample.header, options);
  if (isRefusal(recognition)) throw new ImportRefusedError(file, recognition.reason, recognition.remedy);
  return { sample, recognition };
}

/** Waits for all before it reports the first failure, so that nothing is still being written when its error is handled. */
async function allOrFirstError<T extends readonly Promise<unknown>[]>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return (await Promise.all(work)) as { -readonly [K in keyof T]: Awaited<T[K]> };
}

/** Files up to this size are walked to the end when counting line ends is not proof enough. */
const walkBytes = 64 * 1024 * 1024;

/**
 * The engine's count of records against an independent one. They should never differ; if they do, the file holds something
 * that both read differently, and that is said instead of losing a row in silence.
 */
async function unaccountedRows(
  runId: string,
  file: string,
  path: string,
  { counts }: ReadResult,
  tally: Tally,
  { encoding, headerLine, delimiter, preambleLines }: Sample,
): Promise<QuarantineRecord[]> {
  if (encoding !== 'utf-8' || (tally.lines === undefined && tally.bytes > walkBytes)) return [];
  if (tally.lines !== undefined && tally.lines - preambleLines - 1 === counts.rows) return [];
  const { records } = await locate(path, { headerLine, delimiter, offsets: [], ordinals: new Set() });
  if (records === counts.rows) return [];
  return [
    {
      run_id: runId,
      file,
      line: null,
      column: null,
      reason: `the file has ${records} records but only ${counts.rows} were read`,
      remedy: 'Look for quotation marks that are not closed, mend them and import the file again.',
      text: '',
    },
  ];
}

interface RecordParts {
  runId: string;
  at: Date;
  file: string;
  sample: Sample;
  recognition: Recognition;
  read: ReadResult;
  tally: Tally;
  rejected: number;
}

function makeRecord({ runId, at, file, sample, recognition, read, tally, rejected }: RecordParts): ImportRecord {
  const record: ImportRecord = {
    run_id: runId,
    imported_at: at.toISOString(),
    file,
    sha256: tally.sha256,
    bytes: tally.bytes,
    platform: recognition.platform,
    accounts: read.accounts,
    grain: recognition.grain,
    recognised_as: recognition.recognisedAs,
    dialect: {
      encoding: sample.encoding,
      delimiter: sample.delimiter,
      headerLine: sample.headerLine,
      columns: [...sample.header.columns],
    },
    mapping: recognition.mapping,
    numbers: read.numbers,
    dates: read.dates,
    currency: read.currency,
    counts: { ...read.counts, rejected },
    notes: [],
  };
  return { ...record, notes: noteworthy(record) };
}

async function keep(
  record: ImportRecord,
  rejected: QuarantineRecord[],
  read: ReadResult,
  original: string,
  { objects }: Runtime['deps'],
): Promise<Imported> {
  const known = await knownAccounts(objects, record.file, record);
  if (isRepeated(record, known)) {
    await objects.delete(original);
    return {
      record: { ...record, run_id: known[0]?.account?.last_run_id ?? record.run_id },
      repeated: true,
      quarantine: null,
      rejected,
    };
  }
  const quarantine =
    rejected.length > 0 ? gzipSync(rejected.map((row) => `${JSON.stringify(row)}\n`).join('')) : undefined;
  await commitImport(objects, { record, rows: createReadStream(read.rowsPath), quarantine, known });
  const quarantineKey = keys.quarantine(record.platform, new Date(record.imported_at), record.run_id);
  return { record, repeated: false, quarantine: quarantine ? quarantineKey : null, rejected };
}
