import { createReadStream } from 'node:fs';
import { type ReadResult, readCsvFile } from '../adapters/csv/read.ts';
import type { ReadRequest } from '../adapters/csv/settle.ts';
import { type FileTally, tallied } from '../adapters/csv/tally.ts';
import type { QuarantineRecord } from '../core/contracts/quarantine.ts';
import { unaccountedRows } from './unaccounted-rows.ts';

export interface ExportReading {
  read: ReadResult;
  tally: FileTally;
  /** Every row that was not taken, and what cannot be accounted for. */
  rejected: QuarantineRecord[];
}

/** Reads an export row by row and hands its bytes on as they pass. ImportRefusedError when the file as a whole cannot be taken. */
export async function readExport(
  request: ReadRequest,
  handOn: (bytes: AsyncIterable<Uint8Array>) => Promise<unknown> = drain,
): Promise<ExportReading> {
  const { path, fileName, runId, sample } = request;
  const passing = tallied(createReadStream(path, { highWaterMark: 1 << 20 }), sample.encoding === 'utf-8');
  // Storing waits for the disk, reading for the processor: they go side by side.
  const [read] = await allOrFirstError([readCsvFile(request), handOn(passing.stream)] as const);
  const tally = passing.result();
  const rejected = [
    ...read.bad.map((row) => ({ run_id: runId, file: fileName, ...row })),
    ...(await unaccountedRows(runId, fileName, path, read, tally, sample)),
  ];
  return { read, tally, rejected };
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}

/** Waits for all before it reports the first failure, so that nothing is still being written when its error is handled. */
async function allOrFirstError<T extends readonly Promise<unknown>[]>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return (await Promise.all(work)) as { -readonly [K in keyof T]: Awaited<T[K]> };
}
