import type { ImportRecord } from '../../contracts/imports.ts';
import { keys } from '../../contracts/keys.ts';
import type { QuarantineRecord } from '../../contracts/quarantine.ts';
import type {
  ExportFile,
  ExportOptions,
  ExportReader,
  ExportReading,
  RecognisedExport,
} from '../../ports/export-reader.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { isStored } from '../../running/documents.ts';
import { gzipLines } from '../../running/gzip.ts';
import { commitImport, isRepeated, knownAccounts } from './commit-import.ts';
import { noteworthy } from './notes.ts';

export interface ImportDeps extends Pick<StageDeps, 'objects' | 'config' | 'now' | 'newId'> {
  exports: ExportReader;
}

/** What became of one file. */
export interface Imported {
  record: ImportRecord;
  /** The very same file was the last one imported into its accounts: nothing was changed. */
  repeated: boolean;
  /** Object key of the rejected rows. */
  quarantine: string | null;
  rejected: QuarantineRecord[];
}

/** When and as what a file is imported. */
interface ImportRun {
  runId: string;
  at: Date;
  file: ExportFile;
  recognised: RecognisedExport;
  /** Object key of the stored file. */
  original: string;
}

/** Reads one file and stores it with its rows. Refusals throw ImportRefusedError and leave nothing behind. */
export async function importFile(file: ExportFile, options: ExportOptions, deps: ImportDeps): Promise<Imported> {
  const recognised = await deps.exports.recognise(file, options);
  const [runId, at] = [deps.newId(), deps.now()];
  const original = keys.importFile(recognised.platform, at, runId, file.name);
  const run = { runId, at, file, recognised, original };
  try {
    return await readAndStore(run, options, deps);
  } catch (error) {
    const rows = keys.importRows(recognised.platform, at, runId);
    if (!(await isStored(deps.objects, rows))) await deps.objects.delete(original);
    throw error;
  }
}

async function readAndStore(run: ImportRun, options: ExportOptions, deps: ImportDeps): Promise<Imported> {
  const reading = await run.recognised.read({
    runId: run.runId,
    observedAt: run.at,
    options: { ...options, defaultCurrency: deps.config.currency },
    store: (bytes) => deps.objects.put(run.original, bytes),
  });
  try {
    return await storeReading(recordOf(run, reading), reading, run.original, deps.objects);
  } finally {
    await reading.discard();
  }
}

function recordOf({ runId, at, file, recognised }: ImportRun, reading: ExportReading): ImportRecord {
  const record: ImportRecord = {
    run_id: runId,
    imported_at: at.toISOString(),
    file: file.name,
    sha256: reading.sha256,
    bytes: reading.bytes,
    platform: recognised.platform,
    accounts: reading.accounts,
    grain: recognised.grain,
    recognised_as: recognised.recognised_as,
    dialect: recognised.dialect,
    mapping: recognised.mapping,
    numbers: reading.numbers,
    dates: reading.dates,
    currency: reading.currency,
    counts: reading.counts,
    notes: [],
  };
  return { ...record, notes: noteworthy(record) };
}

async function storeReading(
  record: ImportRecord,
  { rejected, rows }: ExportReading,
  original: string,
  objects: ObjectStore,
): Promise<Imported> {
  const known = await knownAccounts(objects, record);
  if (isRepeated(record, known)) {
    await objects.delete(original);
    const run_id = known[0]?.account?.last_run_id ?? record.run_id;
    return { record: { ...record, run_id }, repeated: true, quarantine: null, rejected };
  }
  const quarantine = rejected.length > 0 ? await gzipLines(rejected) : undefined;
  await commitImport(objects, { record, rows: rows(), quarantine });
  const quarantineKey = keys.quarantine(record.platform, new Date(record.imported_at), record.run_id);
  return { record, repeated: false, quarantine: quarantine ? quarantineKey : null, rejected };
}
