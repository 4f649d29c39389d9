/** An ExportReader without files: every file is the same table, with the rows that the test says. */
import { ImportRefusedError } from '../../core/errors.ts';
import type {
  ChangedRows,
  ExportFile,
  ExportOptions,
  ExportReader,
  ExportReading,
  ReadRequest,
} from '../../core/ports/export-reader.ts';
import { importRecord } from './import-record.ts';

export interface Script {
  /** Refuses every file for this reason. */
  refusal?: string;
  /** Fails once the file is stored. */
  failure?: Error;
  isSuperseded?: boolean;
  reading?: Partial<Omit<ExportReading, 'rows' | 'records' | 'discard'>>;
  compared?: Pick<ChangedRows, 'changed' | 'superseded'>;
}

export interface ScriptedExports extends ExportReader {
  recognised: { file: ExportFile; options: ExportOptions }[];
  reads: ReadRequest[];
  /** Readings that still keep something on disk. */
  open: number;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

export function scriptedExports(script: Script = {}): ScriptedExports {
  const { dialect, grain, mapping, platform, recognised_as, ...record } = importRecord();
  const exports: ScriptedExports = {
    recognised: [],
    reads: [],
    open: 0,
    async recognise(file, options) {
      exports.recognised.push({ file, options });
      if (script.refusal !== undefined) throw new ImportRefusedError(file.name, script.refusal, 'Export it again.');
      return { platform, grain, mapping: { ...mapping, ...options.map }, recognised_as, dialect, read };
    },
    isSuperseded: async () => script.isSuperseded ?? false,
  };
  async function read(request: ReadRequest): Promise<ExportReading> {
    exports.reads.push(request);
    await request.store?.(bytesOf('the file'));
    if (script.failure) throw script.failure;
    exports.open += 1;
    const { sha256, bytes, accounts, numbers, dates, currency, counts } = record;
    return {
      ...{ sha256, bytes, accounts, numbers, dates, currency, counts, rejected: [] },
      ...script.reading,
      rows: () => bytesOf('rows'),
      records: async () => [],
      compareWith: async () => ({ changed: 0, superseded: 0, ...script.compared, rows: () => bytesOf('changed rows') }),
      async discard() {
        exports.open -= 1;
      },
    };
  }
  return exports;
}
