/** What a second reading of an imported file changed for its rejected rows. Pure. */
import type { QuarantineRecord } from '../../contracts/quarantine.ts';
import type { StillOpen } from './mark-reprocessed.ts';
import type { QuarantineObject } from './open-records.ts';

type BadRow = Pick<QuarantineRecord, 'line' | 'reason' | 'remedy'>;

export interface ComparedReadings {
  /** Places of open records that can be read now. */
  readable: number[];
  still: StillOpen[];
  /** Lines that were taken before and would not be today. */
  lost: BadRow[];
}

/** `bad`: what today's reading does not take. A row is found again by its line; those without one are told apart by their number. */
export function compareReadings({ records, open }: QuarantineObject, bad: readonly BadRow[]): ComparedReadings {
  const byLine = new Map(bad.map((row) => [row.line, row]));
  const known = new Set(records.map(({ line }) => line));
  let nameless = bad.filter(({ line }) => line === null).length;
  const compared: ComparedReadings = { readable: [], still: [], lost: [] };
  for (const at of open) {
    const record = records[at] as QuarantineRecord;
    const now = record.line !== null || nameless > 0 ? byLine.get(record.line) : undefined;
    if (record.line === null && now) nameless -= 1;
    if (now) compared.still.push({ at, reason: now.reason, remedy: now.remedy });
    else compared.readable.push(at);
  }
  compared.lost.push(...bad.filter(({ line }) => line !== null && !known.has(line)));
  return compared;
}
