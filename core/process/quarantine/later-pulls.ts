/** Which days of an account a later pull answered anew. What an earlier one rejected of such a day is not needed any more. */
import { timestampOf } from '../../collect/collection/daily-metrics.ts';
import { prefixes, pulledAt, pullOf, runIdOf } from '../../contracts/keys.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { linesOf } from '../../running/gzip.ts';

/** A row of `raw_analytics`, of which these are looked at. */
export interface RawRow extends Record<string, unknown> {
  pivot: string;
  entity: string;
  stat_date: string;
  currency: string;
  window_from: string;
  window_to: string;
  observed_at: string;
}

export interface LaterPulls {
  /** Whether the platform was asked about the day after the instant, and answered anything. */
  covers(day: string, after: Date): Promise<boolean>;
  /** Whether the account was listed after the instant. */
  listedAfter(after: Date): boolean;
}

interface Piece {
  key: string;
  at: Date;
  /** First day of the chunk, or `entities`. */
  name: string;
}

export async function laterPulls(objects: ObjectStore, platform: string, account: string): Promise<LaterPulls> {
  const figures = await piecesOf(objects, `${prefixes.analytics}platform=${platform}/`, account);
  const lists = await piecesOf(objects, `${prefixes.entities}platform=${platform}/`, account);
  const firstRows = new Map<string, Promise<RawRow | undefined>>();
  const firstRow = (key: string) => {
    const row = firstRows.get(key) ?? rawRows(objects, key).then(([first]) => first);
    firstRows.set(key, row);
    return row;
  };
  return {
    async covers(day, after) {
      // The chunk that begins nearest before the day is the likeliest to hold it.
      const candidates = figures
        .filter(({ at, name }) => at > after && name <= day)
        .sort((one, other) => (one.name < other.name ? 1 : -1));
      for (const { key } of candidates) {
        const row = await firstRow(key);
        // A reprocessing run is stored late, but says what was observed early.
        if (row && row.observed_at > timestampOf(after) && row.window_from <= day && day <= row.window_to) return true;
      }
      return false;
    },
    listedAfter: (after) => lists.some(({ at }) => at > after),
  };
}

/** The rows of an object of `raw/analytics`; none where there is no such object. */
export async function rawRows(objects: ObjectStore, key: string): Promise<RawRow[]> {
  const stored = await objects.get(key);
  return stored ? ((await linesOf(stored.body)) as RawRow[]) : [];
}

async function piecesOf(objects: ObjectStore, prefix: string, account: string): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const { key } of objects.list(prefix)) {
    const id = decodeURIComponent(runIdOf(key));
    const pull = pullOf(id);
    const at = pulledAt(id);
    if (pull?.account === account && at) pieces.push({ key, at, name: pull.piece });
  }
  return pieces;
}
