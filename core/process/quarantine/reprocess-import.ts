import { claimAccounts } from '../../collect/imports/commit-import.ts';
import { type ImportRecord, importRecord } from '../../contracts/imports.ts';
import {
  importFolderOf,
  keys,
  prefixes,
  rawObjectOf,
  reprocessPrefix,
  reprocessRunId,
  runIdOf,
} from '../../contracts/keys.ts';
import { counted } from '../../domain/language.ts';
import { AdsError, ImportRefusedError, StoredDataError } from '../../errors.ts';
import type {
  DateOrder,
  ExportOptions,
  ExportReader,
  ExportReading,
  RecognisedExport,
  StoredRows,
} from '../../ports/export-reader.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { parseStored } from '../../running/documents.ts';
import { type ComparedReadings, compareReadings } from './compare-readings.ts';
import { markReprocessed, type ReprocessingRun, type ReprocessOutcome } from './mark-reprocessed.ts';
import type { QuarantineObject } from './open-records.ts';

export interface ReprocessDeps extends Pick<StageDeps, 'objects' | 'config' | 'now' | 'newId'> {
  exports: ExportReader;
}

/** Today's reading differs from the import's in more than the rejected rows. */
class DifferentReadingError extends AdsError {
  constructor(file: string, difference: string) {
    super(
      `${file} reads differently today than when it was imported: ${difference}`,
      'Nothing was changed. Import the file again; the original is kept below raw/imports/.',
    );
  }
}

/**
 * Reads the stored original of an import again, as its mapping says, and imports the ad days that its rejected rows now give. They
 * are observed a millisecond after the import's own: so they may add to them, but take nothing from a later import. Where a later
 * import has all that this one had, such as that of the corrected file, its rows are that one's.
 */
export async function reprocessImport(object: QuarantineObject, deps: ReprocessDeps): Promise<ReprocessOutcome> {
  const runId = reprocessRunId(object.id, deps.newId());
  const stored = await storedRows(object, deps);
  if (await deps.exports.isSuperseded(stored)) {
    const run = await mark(object, deps, { run_id: runId, superseded: object.open });
    return { object, run, still: [] };
  }
  const original = await storedImport(object, deps);
  const observedAt = new Date(Date.parse(original.record.imported_at) + stored.known.length);
  const reading = await readAgain(original, { runId, observedAt, deps });
  try {
    return await takeGained({ object, record: original.record, runId, reading, stored }, deps);
  } finally {
    await reading.discard();
  }
}

async function storedRows({ key, id, platform }: QuarantineObject, { objects }: ReprocessDeps): Promise<StoredRows> {
  const known = [rawObjectOf(key)];
  const others: string[] = [];
  for await (const { key: each } of objects.list(`${prefixes.importRows}platform=${platform}/`)) {
    if (runIdOf(each).startsWith(reprocessPrefix(id))) known.push(each);
    else if (runIdOf(each) !== id) others.push(each);
  }
  return { known, others };
}

interface SecondReading {
  object: QuarantineObject;
  record: ImportRecord;
  runId: string;
  reading: ExportReading;
  stored: StoredRows;
}

async function takeGained(second: SecondReading, deps: ReprocessDeps): Promise<ReprocessOutcome> {
  const { object, record, runId, reading, stored } = second;
  const compared = compareReadings(object, reading.rejected);
  if (compared.readable.length === 0) return { object, run: null, still: compared.still };
  const gained = gainedRows(second, compared);
  const found = await reading.compareWith(stored);
  if (found.changed > gained)
    throw new DifferentReadingError(record.file, 'rows that were taken before have other values');
  const key = keys.importRows(object.platform, deps.now(), runId);
  const isWritten = found.changed > found.superseded;
  if (isWritten) {
    await claimAccounts(deps.objects, { ...record, accounts: reading.accounts });
    await deps.objects.put(key, found.rows());
  }
  const isLeft = found.changed > 0 && !isWritten;
  const run = await mark(object, deps, {
    run_id: runId,
    [isLeft ? 'superseded' : 'reprocessed']: compared.readable,
    rows: gained,
    objects: isWritten ? [key] : [],
  });
  return { object, run, still: compared.still, leftToLater: found.superseded };
}

/** Rows that are taken now and were not. Throws DifferentReadingError when others are not taken any more. */
function gainedRows({ object, record, reading }: SecondReading, { lost: [lost] }: ComparedReadings): number {
  if (lost) throw new DifferentReadingError(record.file, `line ${lost.line} is no longer accepted: ${lost.reason}`);
  const before = object.reprocessing.runs.reduce((sum, { rows }) => sum + rows, record.counts.accepted);
  const gained = reading.counts.accepted - before;
  if (gained < 0) throw new DifferentReadingError(record.file, `${counted(-gained, 'row')} fewer can be read`);
  return gained;
}

async function mark(
  object: QuarantineObject,
  { objects, now }: ReprocessDeps,
  made: Partial<ReprocessingRun> & Pick<ReprocessingRun, 'run_id'>,
): Promise<ReprocessingRun> {
  const nothing = { reprocessed: [], superseded: [], rows: 0, objects: [] };
  const run: ReprocessingRun = { ...nothing, ...made, reprocessed_at: now().toISOString() };
  await markReprocessed(objects, object, run);
  return run;
}

interface StoredImport {
  record: ImportRecord;
  /** Object key of the file as it was imported. */
  original: string;
}

async function storedImport({ key }: QuarantineObject, { objects }: ReprocessDeps): Promise<StoredImport> {
  const folder = importFolderOf(key);
  let record: ImportRecord | undefined;
  let original: string | undefined;
  for await (const { key: each } of objects.list(folder)) {
    if (!each.endsWith('/mapping.json')) original = each;
    else record = parseStored(each, (await objects.get(each))?.body ?? new Uint8Array(), importRecord);
  }
  if (!record || !original) throw new StoredDataError(folder, 'the original or its mapping is missing');
  return { record, original };
}

interface Again {
  runId: string;
  observedAt: Date;
  deps: ReprocessDeps;
}

/** As the import's record says: the same columns, dates, currency and account. How numbers are written is found out anew. */
async function readAgain({ record, original }: StoredImport, again: Again): Promise<ExportReading> {
  const { mapping: map, platform, dates, currency } = record;
  const isOrdered = dates.style === 'dmy' || dates.style === 'mdy' || dates.style === 'ymd';
  const options: ExportOptions = {
    platform,
    map,
    ...(currency.code !== null && { currency: currency.code }),
    ...(dates.year !== null && { year: dates.year }),
    ...(dates.fixed !== null && { date: dates.fixed }),
    ...(isOrdered && { dateOrder: dates.style as DateOrder }),
  };
  const file = { name: record.file, source: { objectKey: original } };
  const recognised = await again.deps.exports.recognise(file, options).catch((error) => refused(error));
  if (recognised.dialect.columns.join('\n') !== record.dialect.columns.join('\n'))
    throw new DifferentReadingError(record.file, 'other columns are found in it');
  return await readForAccounts(record, { recognised, options, ...again });
}

function refused(error: unknown): never {
  if (error instanceof ImportRefusedError) throw new DifferentReadingError(error.file, error.reason);
  throw error;
}

interface AccountRequest extends Again {
  recognised: RecognisedExport;
  options: ExportOptions;
}

/** The record does not say whether its one account was in the file or given with --account: the file itself tells. */
async function readForAccounts(record: ImportRecord, request: AccountRequest): Promise<ExportReading> {
  const { recognised, options, runId, observedAt, deps } = request;
  const [only, ...others] = record.accounts;
  const defaultCurrency = deps.config.currency;
  const read = (account?: string) =>
    recognised.read({
      runId,
      observedAt,
      options: { ...options, ...(account !== undefined && { account }), defaultCurrency },
    });
  if (record.mapping.account.length === 0) return await read(only);
  const reading = await read();
  const isSame = record.accounts.every((account) => reading.accounts.includes(account));
  if (isSame || others.length > 0) return reading;
  await reading.discard();
  return await read(only);
}
