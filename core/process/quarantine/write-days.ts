/** Writes what can be read now of a day, beside all else that the pull said about it. */

import { rawAnalyticsRows } from '../../collect/collection/daily-metrics.ts';
import { readEntityIndex } from '../../collect/collection/entity-index.ts';
import { keys, pullIdOf, pullOf, rawObjectOf, runIdOf } from '../../contracts/keys.ts';
import type { AnalyticsRow } from '../../ports/ad-performance.ts';
import type { RejectedElement } from '../../ports/ad-platform.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { gzipLines } from '../../running/gzip.ts';
import { type RawRow, rawRows } from './later-pulls.ts';
import type { QuarantineObject } from './open-records.ts';

type Deps = Pick<StageDeps, 'objects' | 'now'>;

export interface Pulled {
  object: QuarantineObject;
  account: string;
  /** When the pull asked. */
  at: Date;
  /** The run of what is written now. */
  reprocessRun: string;
}

export interface Written {
  /** Of the raw objects. */
  keys: string[];
  rows: number;
  /** By the element's text. */
  refused: Map<string, { reason: string; remedy: string }>;
}

/** One object a day. A row that cannot be kept all the same is refused, and the others of its day are unharmed. */
export async function writeDays(pulled: Pulled, fresh: readonly AnalyticsRow[], deps: Deps): Promise<Written> {
  const written: Written = { keys: [], rows: 0, refused: new Map() };
  for (const day of [...new Set(fresh.map(({ stat_date }) => stat_date))].sort()) {
    const known = await rowsKnown(pulled, day, deps.objects);
    const found = await rowsOfDay(pulled, { day, known, fresh: fresh.filter((row) => row.stat_date === day) }, deps);
    for (const { text, reason, remedy } of found.refused) written.refused.set(text, { reason, remedy });
    if (found.rows.length === 0) continue;
    const now = deps.now();
    const key = keys.analytics(pulled.object.platform, now, pullIdOf(now, pulled.reprocessRun, pulled.account, day));
    const own = { run_id: pulled.reprocessRun, window_from: day, window_to: day };
    await deps.objects.put(key, await gzipLines([...known, ...found.rows].map((row) => ({ ...row, ...own }))));
    written.keys.push(key);
    written.rows += found.rows.length;
  }
  return written;
}

/** What the pull said about the day so far: its own rows, or those of the last reprocessing of that day. */
async function rowsKnown({ object }: Pulled, day: string, objects: ObjectStore): Promise<RawRow[]> {
  const reprocessed = object.reprocessing.runs.flatMap((each) => each.objects);
  const last = reprocessed.findLast((key) => pullOf(decodeURIComponent(runIdOf(key)))?.piece === day);
  const rows = await rawRows(objects, last ?? rawObjectOf(object.key));
  return rows.filter(({ stat_date }) => stat_date === day);
}

interface DayOfRows {
  day: string;
  known: readonly RawRow[];
  fresh: readonly AnalyticsRow[];
}

interface FoundRows {
  rows: Record<string, unknown>[];
  refused: Pick<RejectedElement, 'text' | 'reason' | 'remedy'>[];
}

async function rowsOfDay(
  { object, account, at, reprocessRun }: Pulled,
  { day, known, fresh }: DayOfRows,
  { objects }: Deps,
): Promise<FoundRows> {
  const index = await readEntityIndex(objects, object.platform, account);
  const currency = known[0]?.currency ?? index?.currency;
  const refuse = ({ source }: AnalyticsRow, refusal: { reason: string; remedy: string }) => ({
    text: JSON.stringify(source),
    ...refusal,
  });
  if (currency === undefined) return { rows: [], refused: fresh.map((row) => refuse(row, noCurrency)) };
  const taken = new Set(known.map(entityOf));
  const { rows, rejected } = rawAnalyticsRows(
    fresh.filter((row) => !taken.has(entityOf(row))),
    {
      platform: object.platform,
      account,
      currency,
      campaignOf: (creative) => index?.campaigns[creative],
      window: { from: day, to: day },
      runId: reprocessRun,
      observedAt: at,
    },
  );
  const doubled = fresh.filter((row) => taken.has(entityOf(row)));
  return { rows, refused: [...rejected, ...doubled.map((row) => refuse(row, alreadyThere))] };
}

const entityOf = ({ pivot, entity }: { pivot: string; entity: string }): string => `${pivot} ${entity}`;

const noCurrency = {
  reason: 'the currency of the account is not known',
  remedy: 'Run "npm run ads -- collect" once: it reads the currency again.',
};
const alreadyThere = {
  reason: 'the pull has another element for the same entity and day, which counts instead',
  remedy: 'Compare the two in the raw object. A later pull of the day settles it.',
};
