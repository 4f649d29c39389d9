/** Files that people export from an ad manager: what is in them, and their rows. */
import type { DateStyle, ImportRecord, MappedField } from '../contracts/imports.ts';
import type { QuarantineRecord } from '../contracts/quarantine.ts';
import type { Platform } from '../contracts/values.ts';

export interface ExportFile {
  /** For messages and records. */
  name: string;
  /** A file that a person named, or an original that an earlier import stored. */
  source: { path: string } | { objectKey: string };
}

export type DateOrder = Extract<DateStyle, 'dmy' | 'mdy' | 'ymd'>;

/** What a person says about a file. Whatever is absent is found out from the file itself. */
export interface ExportOptions {
  platform?: Platform;
  map?: Partial<Record<MappedField, string[]>>;
  /** The day of a file that has no date column, `YYYY-MM-DD`. */
  date?: string;
  account?: string;
  currency?: string;
  year?: number;
  dateOrder?: DateOrder;
}

export interface ReadRequest {
  runId: string;
  observedAt: Date;
  /** `defaultCurrency` is assumed when neither the file nor the options name one. */
  options: ExportOptions & { defaultCurrency: string };
  /** Takes the bytes of the file while it is read. */
  store?: (bytes: AsyncIterable<Uint8Array>) => Promise<unknown>;
}

/** A daily table of ads or campaigns, known by its header and its first rows. */
export interface RecognisedExport
  extends Pick<ImportRecord, 'platform' | 'grain' | 'recognised_as' | 'mapping' | 'dialect'> {
  /** Throws ImportRefusedError when the file as a whole cannot be taken. */
  read(request: ReadRequest): Promise<ExportReading>;
}

/** Every row of a file, read. */
export interface ExportReading
  extends Pick<ImportRecord, 'sha256' | 'bytes' | 'accounts' | 'numbers' | 'dates' | 'currency' | 'counts'> {
  /** Every row that was not taken, and rows that are missing without a trace. */
  rejected: QuarantineRecord[];
  /** Parquet, one row per account, ad and day, in the shape of `raw_import_rows`. */
  rows(): AsyncIterable<Uint8Array>;
  /** The same rows: decimals and bigints as text, dates as `YYYY-MM-DD`. */
  records(): Promise<Record<string, unknown>[]>;
  compareWith(stored: StoredRows): Promise<ChangedRows>;
  /** Frees what the reading keeps on disk. */
  discard(): Promise<void>;
}

/** Object keys of rows that imports stored. */
export interface StoredRows {
  /** Of the import itself, then of earlier attempts to read what it rejected. */
  known: readonly string[];
  /** Of all other imports of the platform. */
  others: readonly string[];
}

export interface ChangedRows {
  /** Ad days that are new, or have other values than before. */
  changed: number;
  /** Those of them that a later import has as well. They are left to it. */
  superseded: number;
  /** Parquet of the others. Only to be asked for when there are any. */
  rows(): AsyncIterable<Uint8Array>;
}

export interface ExportReader {
  /** Throws ImportRefusedError when the file is not a daily table of ads or campaigns. */
  recognise(file: ExportFile, options: ExportOptions): Promise<RecognisedExport>;
  /** Whether one later import has every ad day of the import, as the import of a corrected file does. */
  isSuperseded(stored: StoredRows): Promise<boolean>;
}
