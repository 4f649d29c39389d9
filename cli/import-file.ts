import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ReadResult } from '../adapters/csv/read.ts';
import type { Sample } from '../adapters/csv/sample.ts';
import type { FileTally } from '../adapters/csv/tally.ts';
import { commitImport, isRepeated, knownAccounts } from '../core/collect/imports/commit-import.ts';
import { noteworthy } from '../core/collect/imports/notes.ts';
import type { Recognition } from '../core/collect/imports/recognise.ts';
import type { ImportRecord } from '../core/contracts/imports.ts';
import { keys } from '../core/contracts/keys.ts';
import type { QuarantineRecord } from '../core/contracts/quarantine.ts';
import { isStored } from '../core/process/quarantine/open-records.ts';
import type { Arguments } from './arguments.ts';
import { existingFile, inspectFile } from './inspect-file.ts';
import { readExport } from './read-export.ts';
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
  const path = await existingFile(named);
  const file = basename(path);
  const { sample, recognition } = await inspectFile(path, file, options);
  const { deps } = runtime;
  const at = deps.now();
  const runId = deps.newId();
  const original = keys.importFile(recognition.platform, at, runId, file);
  const workFolder = join(await runtime.workFolder(), runId);
  await mkdir(workFolder, { recursive: true });
  try {
    const { read, tally, rejected } = await readExport(
      {
        path,
        fileName: file,
        sample,
        recognition,
        options: { ...options, defaultCurrency: deps.config.currency },
        workFolder,
        progress: deps.progress,
        runId,
        observedAt: at,
      },
      (bytes) => deps.objects.put(original, bytes),
    );
    const record = makeRecord({
      runId,
      at,
      file,
      sample,
      recognition,
      read,
      tally,
      rejected: rejected.length,
    });
    return await keep(record, rejected, read, original, deps);
  } catch (error) {
    const rows = keys.importRows(recognition.platform, at, runId);
    if (!(await isStored(deps.objects, rows))) await deps.objects.delete(original);
    throw error;
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

interface RecordParts {
  runId: string;
  at: Date;
  file: string;
  sample: Sample;
  recognition: Recognition;
  read: ReadResult;
  tally: FileTally;
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
  const known = await knownAccounts(objects, record);
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
  await commitImport(objects, { record, rows: createReadStream(read.rowsPath), quarantine });
  const quarantineKey = keys.quarantine(record.platform, new Date(record.imported_at), record.run_id);
  return { record, repeated: false, quarantine: quarantine ? quarantineKey : null, rejected };
}
