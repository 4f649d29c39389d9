/** Exports as CSV, read by the engine. */
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recognition } from '../../core/collect/imports/recognise.ts';
import type {
  ExportFile,
  ExportReader,
  ExportReading,
  ReadRequest,
  RecognisedExport,
  StoredRows,
} from '../../core/ports/export-reader.ts';
import type { Progress } from '../../core/ports/stage-deps.ts';
import { isSuperseded, writeChangedRows } from './changed-rows.ts';
import { fileRows } from './file-rows.ts';
import { type ReadResult, readCsvFile } from './read.ts';
import { recogniseFile } from './recognise-file.ts';
import type { Sample } from './sample.ts';
import { type FileTally, tallied } from './tally.ts';
import { unaccountedRows } from './unaccounted-rows.ts';

export interface CsvExportReaderOptions {
  /** A folder for working files. Each reading has one of its own in it, until it is discarded. */
  workFolder: () => Promise<string>;
  /** Where on this machine a stored object lies. */
  pathOf: (objectKey: string) => string;
  progress: Progress;
}

export function csvExportReader(options: CsvExportReaderOptions): ExportReader {
  return {
    async recognise(file, stated) {
      const path = 'path' in file.source ? file.source.path : options.pathOf(file.source.objectKey);
      const { sample, recognition } = await recogniseFile(path, file.name, stated);
      return recognisedExport({ path, file, sample, recognition }, options);
    },
    isSuperseded: async (stored) =>
      isSuperseded({ ...pathsOf(stored, options), workFolder: await options.workFolder() }),
  };
}

const pathsOf = ({ known, others }: StoredRows, { pathOf }: CsvExportReaderOptions) => ({
  known: known.map(pathOf),
  others: others.map(pathOf),
});

interface RecognisedFile {
  path: string;
  file: ExportFile;
  sample: Sample;
  recognition: Recognition;
}

function recognisedExport(recognised: RecognisedFile, options: CsvExportReaderOptions): RecognisedExport {
  const { encoding, delimiter, headerLine, header } = recognised.sample;
  const { platform, grain, recognisedAs, mapping } = recognised.recognition;
  return {
    platform,
    grain,
    recognised_as: recognisedAs,
    mapping,
    dialect: { encoding, delimiter, headerLine, columns: [...header.columns] },
    read: (request) => readInFolder(recognised, request, options),
  };
}

async function readInFolder(
  recognised: RecognisedFile,
  request: ReadRequest,
  options: CsvExportReaderOptions,
): Promise<ExportReading> {
  const workFolder = join(await options.workFolder(), request.runId);
  await mkdir(workFolder, { recursive: true });
  const discard = () => rm(workFolder, { recursive: true, force: true });
  try {
    const { read, tally } = await readWhileStored(recognised, request, { workFolder, progress: options.progress });
    return {
      ...(await wholeReading(recognised, request.runId, read, tally)),
      rows: () => createReadStream(read.rowsPath),
      records: () => fileRows(read.rowsPath, workFolder),
      async compareWith(stored) {
        const target = join(workFolder, 'changed.parquet');
        const paths = { fresh: read.rowsPath, ...pathsOf(stored, options), target, workFolder };
        return { ...(await writeChangedRows(paths)), rows: () => createReadStream(target) };
      },
      discard,
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Storing waits for the disk, reading for the processor: they go side by side. */
async function readWhileStored(
  { path, file, sample, recognition }: RecognisedFile,
  { store = drain, ...request }: ReadRequest,
  working: { workFolder: string; progress: Progress },
): Promise<{ read: ReadResult; tally: FileTally }> {
  const passing = tallied(createReadStream(path, { highWaterMark: 1 << 20 }), sample.encoding === 'utf-8');
  const reading = readCsvFile({ ...request, ...working, path, fileName: file.name, sample, recognition });
  // Neither may still be writing when the failure of the other is handled.
  const [read] = await bothOrFirstError(reading, store(passing.stream));
  return { read, tally: passing.result() };
}

async function bothOrFirstError<T, U>(one: Promise<T>, other: Promise<U>): Promise<[T, U]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}

async function wholeReading({ path, file, sample }: RecognisedFile, runId: string, read: ReadResult, tally: FileTally) {
  const { accounts, numbers, dates, currency } = read;
  const rejected = [
    ...read.bad.map((row) => ({ run_id: runId, file: file.name, ...row })),
    ...(await unaccountedRows(runId, file.name, path, read, tally, sample)),
  ];
  const counts = { ...read.counts, rejected: rejected.length };
  const { sha256, bytes } = tally;
  return { sha256, bytes, accounts, numbers, dates, currency, counts, rejected };
}
