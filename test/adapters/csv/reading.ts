import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ReadOptions } from '../../../adapters/csv/plan.ts';
import { type ReadResult, readCsvFile } from '../../../adapters/csv/read.ts';
import { takeSample } from '../../../adapters/csv/sample.ts';
import { sampleRefusal } from '../../../adapters/csv/sample-refusal.ts';
import type { RecogniseOptions } from '../../../core/collect/imports/header.ts';
import { isRefusal, recognise } from '../../../core/collect/imports/recognise.ts';
import { ImportRefusedError } from '../../../core/errors.ts';

export type Options = RecogniseOptions & Partial<ReadOptions>;

/** The frozen clock of these tests. */
const observedAt = new Date('2026-03-01T12:00:00Z');

export interface Read extends ReadResult {
  /** The stored rows by creative and day, empty columns left out; numbers as text, to the last digit. */
  rows: Record<string, string>[];
}

let counter = 0;

/** Reads a file's content as an import would, up to its rows. */
export async function readText(folder: string, content: string | Uint8Array, options: Options = {}): Promise<Read> {
  const path = join(folder, `input-${++counter}.csv`);
  await writeFile(path, content);
  return readFileAt(folder, path, options);
}

export async function readFileAt(folder: string, path: string, options: Options = {}): Promise<Read> {
  const workFolder = join(folder, `work-${++counter}`);
  await mkdir(workFolder);
  const sample = await takeSample(path, options.map ?? {});
  if (!sample) throw new ImportRefusedError('input.csv', 'no header was found', '');
  const recognition = recognise(sample.header, options);
  if (isRefusal(recognition)) throw new ImportRefusedError('input.csv', recognition.reason, recognition.remedy);
  const problem = sampleRefusal(sample, recognition);
  if (problem) throw new ImportRefusedError('input.csv', problem.reason, problem.remedy);
  const result = await readCsvFile({
    path,
    fileName: 'input.csv',
    sample,
    recognition,
    options: { defaultCurrency: 'USD', ...options },
    workFolder,
    progress: () => undefined,
    runId: 'run-1',
    observedAt,
  });
  return { ...result, rows: await storedRows(result.rowsPath) };
}

const left = new Set(['platform', 'run_id', 'observed_at']);
let instance: DuckDBInstance | undefined;

async function storedRows(parquet: string): Promise<Record<string, string>[]> {
  instance ??= await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const found = await connection.runAndReadAll(
      `select * from '${parquet}' order by account_id, creative_id, stat_date`,
    );
    return (found.getRowObjectsJson() as Record<string, unknown>[]).map((row) =>
      Object.fromEntries(
        Object.entries(row)
          .filter(([name, value]) => value !== null && !left.has(name))
          .map(([name, value]) => [
            name,
            String(value)
              .replace(/(\.\d*?)0+$/, '$1')
              .replace(/\.$/, ''),
          ]),
      ),
    );
  } finally {
    connection.closeSync();
  }
}
