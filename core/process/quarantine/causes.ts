/** What many rejected records have in common, so that a person reads causes and not rows. Pure. */
import type { QuarantineRecord } from '../../contracts/quarantine.ts';
import type { QuarantineObject } from './open-records.ts';

/** One record that waits, and where it came from. */
export interface OpenRecord {
  /** The object that it lies in, and its 1-based line there. */
  key: string;
  position: number;
  run: string;
  platform: string;
  file: string;
  line: number | null;
  /** The column of the file, or the path in the platform's element. */
  field: string | null;
  reason: string;
  remedy: string;
  text: string;
}

export interface Cause {
  field: string | null;
  /** The reason without what differs from record to record. */
  cause: string;
  records: number;
  files: string[];
  /** Of the first record. */
  example: string;
  remedy: string;
}

export const openRecords = ({ key, platform, records, open }: QuarantineObject): OpenRecord[] =>
  open.map((at) => {
    const { run_id: run, file, line, column: field, reason, remedy, text } = records[at] as QuarantineRecord;
    return { key, position: at + 1, run, platform, file, line, field, reason, remedy, text };
  });

/** The most frequent cause first; equal ones in the order of their names. */
export function causesOf(records: readonly OpenRecord[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const { field, reason, file, remedy } of records) {
    const cause = withoutValues(reason);
    const name = JSON.stringify([field, cause]);
    const known = causes.get(name);
    if (!known) causes.set(name, { field, cause, records: 1, files: [file], example: reason, remedy });
    else {
      known.records += 1;
      if (!known.files.includes(file)) known.files.push(file);
    }
  }
  return [...causes.values()].sort(
    (one, other) => other.records - one.records || (one.cause < other.cause ? -1 : one.cause > other.cause ? 1 : 0),
  );
}

/** "impressions is negative: -5" is "impressions is negative: …" in every row. */
export function withoutValues(reason: string): string {
  return reason
    .replace(/\{.*\}|"(?:[^"\\]|\\.)*"/g, '…')
    .replace(/\burn:[\w:]+/g, '…')
    .replace(/\d{4}-\d{2}-\d{2}/g, '…')
    .replace(/: \S.*$/, (detail) => (/[a-z]{3,}/i.test(detail) ? detail : ': …'))
    .replace(/-?\b\d[\d.,]*(e-?\d+)?/gi, '…')
    .replace(/(… ?)+$/, '…');
}
