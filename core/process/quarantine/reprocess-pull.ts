/**
 * Tries again what a pull rejected. What can be read now becomes raw objects of a run of its own, one a day, each with all that the
 * pull said about that day: so totals are compared, and vanished keys found, on whole days. They keep the pull's `observed_at`, and
 * a day that a later pull answered is left to that one: a newer observation is never overwritten.
 */
import type { Days } from '../../collect/collection/window.ts';
import { pulledAt, pullOf, rawObjectOf, reprocessRunId } from '../../contracts/keys.ts';
import type { QuarantineRecord } from '../../contracts/quarantine.ts';
import { dayOf } from '../../domain/calendar.ts';
import { StoredDataError } from '../../errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import type { KeptElement, ReadKeptElements } from './kept-elements.ts';
import { type LaterPulls, laterPulls, rawRows } from './later-pulls.ts';
import { markReprocessed, type ReprocessingRun, type ReprocessOutcome, type StillOpen } from './mark-reprocessed.ts';
import type { QuarantineObject } from './open-records.ts';
import { type Pulled, writeDays } from './write-days.ts';

type Deps = Pick<StageDeps, 'objects' | 'now' | 'newId'>;

interface Readable {
  at: number;
  element: KeptElement;
}

/** What is to become of the open records. */
interface Sorted {
  readable: Readable[];
  superseded: number[];
  still: StillOpen[];
}

/** Give it the objects oldest first: of two pulls of one day the later one must have the last word. */
export function pullReprocessor(
  deps: Deps,
  readElements: ReadKeptElements,
): (object: QuarantineObject) => Promise<ReprocessOutcome> {
  const known = new Map<string, Promise<LaterPulls>>();
  return async (object) => {
    const pull = pullOf(object.id);
    const at = pulledAt(object.id);
    if (!pull || !at) throw new StoredDataError(object.key, 'its name is not that of a pull');
    const name = `${object.platform} ${pull.account}`;
    const later = known.get(name) ?? laterPulls(deps.objects, object.platform, pull.account);
    known.set(name, later);
    const pulled = { object, ...pull, at, reprocessRun: reprocessRunId(pull.runId, deps.newId()) };
    const sorted =
      object.kind === 'entities'
        ? sortLists(pulled, await later)
        : await sortFigures(pulled, await later, { objects: deps.objects, readElements });
    return await reprocess(pulled, sorted, deps);
  };
}

/** Lists are made anew every day and are whole: a later one has read the element, or has it in quarantine itself. */
function sortLists({ object, at }: Pulled, later: LaterPulls): Sorted {
  if (later.listedAfter(at)) return { readable: [], superseded: object.open, still: [] };
  const remedy = 'Run "npm run ads -- collect": it lists the account again and reads the element again.';
  const still = object.open.map((place) => ({ at: place, reason: recordAt(object, place).reason, remedy }));
  return { readable: [], superseded: [], still };
}

async function sortFigures(
  { object, at }: Pulled,
  later: LaterPulls,
  { objects, readElements }: { objects: ObjectStore; readElements: ReadKeptElements },
): Promise<Sorted> {
  const asked = await askedDays(object, at, objects);
  const texts = object.open.map((place) => recordAt(object, place).text);
  const sorted: Sorted = { readable: [], superseded: [], still: [] };
  for (const [index, element] of readElements(texts, asked).entries()) {
    const place = object.open[index] as number;
    if (element.stat_date !== null && (await later.covers(element.stat_date, at))) sorted.superseded.push(place);
    else if (element.problem) sorted.still.push({ at: place, ...element.problem });
    else sorted.readable.push({ at: place, element });
  }
  return sorted;
}

const recordAt = ({ records }: QuarantineObject, at: number): QuarantineRecord => records[at] as QuarantineRecord;

/** The days of that piece of the pull. An object without a row does not say: nothing was asked beyond the pull's own day. */
async function askedDays(object: QuarantineObject, at: Date, objects: ObjectStore): Promise<Days> {
  const [row] = await rawRows(objects, rawObjectOf(object.key));
  return row
    ? { from: row.window_from, to: row.window_to }
    : { from: pullOf(object.id)?.piece ?? dayOf(at), to: dayOf(at) };
}

/** The rows first, then the mark: a run that is killed in between is made again, and merging the same twice changes nothing. */
async function reprocess(pulled: Pulled, sorted: Sorted, deps: Deps): Promise<ReprocessOutcome> {
  const { object, reprocessRun } = pulled;
  const { superseded } = sorted;
  const fresh = sorted.readable.flatMap(({ element }) => element.row ?? []);
  const written = await writeDays(pulled, fresh, deps);
  const still = [...sorted.still];
  const reprocessed: number[] = [];
  for (const { at, element } of sorted.readable) {
    const refusal = written.refused.get(element.text);
    if (refusal) still.push({ at, reason: refusal.reason, remedy: refusal.remedy });
    else reprocessed.push(at);
  }
  still.sort((one, other) => one.at - other.at);
  if (reprocessed.length + superseded.length === 0) return { object, run: null, still };
  const made: ReprocessingRun = {
    run_id: reprocessRun,
    reprocessed_at: deps.now().toISOString(),
    reprocessed,
    superseded,
    rows: written.rows,
    objects: written.keys,
  };
  await markReprocessed(deps.objects, object, made);
  return { object, run: made, still };
}
