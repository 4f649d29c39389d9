/** What the warehouse has merged so far. */
import { z } from 'zod';
import { type Askable, ask, askOne } from '../../sql/ask.ts';
import { count, day, text } from '../../sql/columns.ts';

const beforeAllDays = '0001-01-01';

/** Names of the raw objects that were merged, of the days since one; of all days where it is null. */
export async function mergedObjectIds(warehouse: Askable, since: string | null): Promise<Set<string>> {
  const row = z.object({ run_id: text });
  const rows = await ask(warehouse, 'queries/process/processed_runs', row, { since: since ?? beforeAllDays });
  return new Set(rows.map(({ run_id }) => run_id));
}

export interface Watermark {
  /** Raw objects that were merged. */
  objects: number;
  /** Null without any, and where an older release merged one without noting its day. */
  newestDay: string | null;
}

export async function readWatermark(warehouse: Askable): Promise<Watermark> {
  const row = z.object({ objects: count, newest_dt: day.nullable() });
  const { objects, newest_dt: newestDay } = await askOne(warehouse, 'queries/process/watermark', row);
  return { objects, newestDay };
}
