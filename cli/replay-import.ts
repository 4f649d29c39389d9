import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isSaidAnew, writeReprocessedRows } from '../adapters/csv/reprocessed-rows.ts';
import { type Sample, takeSample } from '../adapters/csv/sample.ts';
import { pathOf } from '../adapters/local/object-store.ts';
import { claimAccounts } from '../core/collect/imports/commit-import.ts';
import { isRefusal, type Recognition, recognise } from '../core/collect/imports/recognise.ts';
import { type ImportRecord, importRecord } from '../core/contracts/imports.ts';
import {
  importFolderOf,
  keys,
  prefixes,
  rawObjectOf,
  reprocessPrefix,
  reprocessRunId,
  runIdOf,
} from '../core/contracts/keys.ts';
import { AdsError, StoredDataError } from '../core/errors.ts';
import { type ComparedReadings, compareReadings } from '../core/process/quarantine/compare-readings.ts';
import {
  markReprocessed,
  type ReprocessingRun,
  type ReprocessOutcome,
} from '../core/process/quarantine/mark-reprocessed.ts';
import type { QuarantineObject } from '../core/process/quarantine/open-records.ts';
import { parseStored } from '../core/running/stored-json.ts';
import { type ExportReading, readExport } from './read-export.ts';
import type { Runtime } from './runtime.ts';

/** Today's reading differs from the import's in more than the rejected rows. */
class OtherReadingError extends AdsError {
  constructor(file: string, difference: string) {
    super(
      `Today's reading of ${file} is another than its import's: ${difference}`,
      'Nothing was changed. Import the file again; the original is kept below raw/imports/.',
    );
  }
}

/**
 * Reads the kept original of an import again, as its mapping says, and imports the ad days that its rejected rows bring now. They
 * are observed a millisecond after the import's own: so they may add to them, but take nothing from a later import. Where a later
 * import has all that this one had, such as that of the mended file, its rows are that one's.
 */
export async function reprocessImport(object: QuarantineObject, runtime: Runtime): Promise<ReprocessOutcome> {
  const runId = reprocessRunId(object.id, runtime.deps.newId());
  const workFolder = join(await runtime.workFolder(), runId);
  await mkdir(workFolder, { recursive: true });
  try {
    const rows = await importedRows(object, runtime);
    if (await isSaidAnew({ ...rows, workFolder })) {
      const run = await mark(object, runtime, { run_id: runId, superseded: object.open });
      return { object, run, still: [] };
    }
    return await readOnceMore(object, runtime, { runId, workFolder, rows });
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

/** Paths of files of rows. */
interface ImportedRows {
  /** Of the import, then of its earlier reprocessing runs. */
  known: string[];
  /** Of all other imports of the platform. */
  others: string[];
}

async function importedRows({ key, id, platform }: QuarantineObject, runtime: Runtime): Promise<ImportedRows> {
  const rows: ImportedRows = { known: [pathOf(runtime.dataDir, rawObjectOf(key))], others: [] };
  for await (const each of runtime.deps.objects.list(`${prefixes.importRows}platform=${platform}/`)) {
    const path = pathOf(runtime.dataDir, each.key);
    if (runIdOf(each.key).startsWith(reprocessPrefix(id))) rows.known.push(path);
    else if (runIdOf(each.key) !== id) rows.others.push(path);
  }
  return rows;
}

async function readOnceMore(
  object: QuarantineObject,
  runtime: Runtime,
  { runId, workFolder, rows }: { runId: string; workFolder: string; rows: ImportedRows },
): Promise<ReprocessOutcome> {
  const kept = await keptImport(object, runtime);
  const observedAt = new Date(Date.parse(kept.record.imported_at) + rows.known.length);
  const reading = await readAgain(kept, { runId, observedAt, workFolder, runtime });
  const compared = compareReadings(object, reading.rejected);
  if (compared.readable.length === 0) return { object, run: null, still: compared.still };
  const gained = gainedRows(object, kept.record, { reading, compared });
  const target = join(workFolder, 'reprocessed.parquet');
  const found = await writeReprocessedRows({ fresh: reading.read.rowsPath, ...rows, target, workFolder });
  if (found.changed > gained)
    throw new OtherReadingError(kept.record.file, 'rows that were taken before have other values');
  const key = keys.importRows(object.platform, runtime.deps.now(), runId);
  const isWritten = found.changed > found.superseded;
  if (isWritten) {
    await claimAccounts(runtime.deps.objects, { ...kept.record, accounts: reading.read.accounts });
    await runtime.deps.objects.put(key, createReadStream(target));
  }
  const isLeft = found.changed > 0 && !isWritten;
  const run = await mark(object, runtime, {
    run_id: runId,
    [isLeft ? 'superseded' : 'reprocessed']: compared.readable,
    rows: gained,
    objects: isWritten ? [key] : [],
  });
  return { object, run, still: compared.still, leftToLater: found.superseded };
}

async function mark(
  object: QuarantineObject,
  { deps }: Runtime,
  made: Partial<ReprocessingRun> & Pick<ReprocessingRun, 'run_id'>,
): Promise<ReprocessingRun> {
  const nothing = { reprocessed: [], superseded: [], rows: 0, objects: [] };
  const run: ReprocessingRun = { ...nothing, ...made, reprocessed_at: deps.now().toISOString() };
  await markReprocessed(deps.objects, object, run);
  return run;
}

interface KeptImport {
  record: ImportRecord;
  path: string;
}

async function keptImport({ key }: QuarantineObject, { deps, dataDir }: Runtime): Promise<KeptImport> {
  const folder = importFolderOf(key);
  let record: ImportRecord | undefined;
  let original: string | undefined;
  for await (const { key: each } of deps.objects.list(folder)) {
    if (basename(each) !== 'mapping.json') original = each;
    else record = parseStored(each, (await deps.objects.get(each))?.body ?? new Uint8Array(), importRecord);
  }
  if (!record || !original) throw new StoredDataError(folder, 'the original or its mapping is gone');
  return { record, path: pathOf(dataDir, original) };
}

interface Again {
  runId: string;
  observedAt: Date;
  workFolder: string;
  runtime: Runtime;
}

/** As the import's record says: the same columns, dates, currency and account. How numbers are written is found out anew. */
async function readAgain({ record, path }: KeptImport, again: Again): Promise<ExportReading> {
  const sample = await takeSample(path, record.mapping);
  if (!sample || sample.header.columns.join('\n') !== record.dialect.columns.join('\n'))
    throw new OtherReadingError(record.file, 'its columns are read otherwise');
  const { fixed, style, year } = record.dates;
  const recognition = recognise(sample.header, {
    platform: record.platform,
    map: record.mapping,
    ...(fixed !== null && { date: fixed }),
  });
  if (isRefusal(recognition)) throw new OtherReadingError(record.file, recognition.reason);
  const isOrdered = style === 'dmy' || style === 'mdy' || style === 'ymd';
  const options = {
    ...(record.currency.code !== null && { currency: record.currency.code }),
    ...(year !== null && { year }),
    ...(fixed !== null && { date: fixed }),
    ...(isOrdered && { dateOrder: style as 'dmy' | 'mdy' | 'ymd' }),
    defaultCurrency: again.runtime.deps.config.currency,
  };
  return await readForAccounts(record, { path, sample, recognition, options, ...again });
}

interface Request extends Again {
  path: string;
  sample: Sample;
  recognition: Recognition;
  options: Parameters<typeof readExport>[0]['options'];
}

/** The record does not say whether its one account was in the file or given with --account: the file's own word tells. */
async function readForAccounts(record: ImportRecord, request: Request): Promise<ExportReading> {
  const [only, ...others] = record.accounts;
  const read = (account?: string) => {
    const { runtime, options, ...rest } = request;
    return readExport({
      ...rest,
      fileName: record.file,
      options: account === undefined ? options : { ...options, account },
      progress: runtime.deps.progress,
    });
  };
  if (record.mapping.account.length === 0) return await read(only);
  const reading = await read();
  const isSame = record.accounts.every((account) => reading.read.accounts.includes(account));
  return isSame || others.length > 0 ? reading : await read(only);
}

/** Rows that are taken now and were not. Throws OtherReadingError when others are not taken any more. */
function gainedRows(
  { reprocessing }: QuarantineObject,
  { file, counts }: ImportRecord,
  { reading, compared }: { reading: ExportReading; compared: ComparedReadings },
): number {
  const [lost] = compared.lost;
  if (lost) throw new OtherReadingError(file, `line ${lost.line} is not taken any more: ${lost.reason}`);
  const before = reprocessing.runs.reduce((sum, { rows }) => sum + rows, counts.accepted);
  const gained = reading.read.counts.accepted - before;
  if (gained < 0) throw new OtherReadingError(file, `${-gained} row(s) fewer are taken`);
  return gained;
}
