import type { QuarantineRecord } from '../../core/contracts/quarantine.ts';
import { counted, formatNumber } from '../../core/domain/language.ts';
import { locate } from './locate.ts';
import type { ReadResult } from './read.ts';
import type { Sample } from './sample.ts';
import type { FileTally } from './tally.ts';

/** Files up to this size are walked to the end when counting line ends is not proof enough. */
const walkBytes = 64 * 1024 * 1024;

/**
 * The engine's count of records against an independent one. They should never differ; if they do, the file holds something
 * that both read differently, and that is said instead of losing a row in silence.
 */
export async function unaccountedRows(
  runId: string,
  file: string,
  path: string,
  { counts, blank }: ReadResult,
  tally: FileTally,
  { encoding, headerLine, delimiter, preambleLines }: Sample,
): Promise<QuarantineRecord[]> {
  const found = counts.rows + blank;
  if (encoding !== 'utf-8' || (tally.lines === undefined && tally.bytes > walkBytes)) return [];
  if (tally.lines !== undefined && tally.lines - preambleLines - 1 === found) return [];
  const { records } = await locate(path, { headerLine, delimiter, offsets: [], ordinals: new Set() });
  // More rows than records: what an unclosed quotation mark had swallowed was read all the same.
  if (records <= found) return [];
  return [
    {
      run_id: runId,
      file,
      line: null,
      column: null,
      reason: `the file has ${counted(records, 'row')}, but only ${formatNumber(found)} could be counted as read`,
      remedy: 'Look for unclosed quotation marks, fix them, and import the file again.',
      text: '',
    },
  ];
}
